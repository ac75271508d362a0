import type { Assessment } from '../check/assess.ts';
import type { AzureVm } from '../target/azure-vm.ts';
import { refuseUnready, withoutChecks } from './readiness.ts';

/** The plan itself answers these, each with an exit code of its own: a stopped or disconnected machine, another workspace, a lock. */
const PLANNED: readonly string[] = ['cloud.power', 'cloud.arc-connected', 'cloud.extension', 'cloud.lock'];

/** What is left for the checks to say: without what the plan says itself. */
export const besidePlan = (assessment: Assessment): Assessment => withoutChecks(assessment, PLANNED);

/** Throws as `refuseUnready`. */
export const refuseBlocked = ({ id }: AzureVm, assessment: Assessment): void =>
  refuseUnready(assessment, { check: `azmon check --method extension ${id}` });
