import type { DeploymentRequest } from '../../ports.ts';
import { EXIT, Problem } from '../../problem.ts';
import { type DeploymentError, DeploymentFailure } from '../../target/deployment-failure.ts';
import { ExtensionFailure } from '../../target/extension-failure.ts';
import { nameIn } from '../../target/resource-id.ts';
import { Refused } from '../problem/problem-of-refusal.ts';
import type { Wire } from '../wire/wire.ts';
import { failedOperations } from './failed-operations.ts';

/** An operation that failed is answered with 200; a refusal of a look at it is not. */
export const isFailedOperation = (error: unknown): error is Problem =>
  error instanceof Problem &&
  (error.cause instanceof ExtensionFailure || (error.cause instanceof Refused && error.cause.refusal.status === 200));

/** Sentences in `why`; all errors stand in the cause. */
const MOST_TOLD = 3;

/**
 * AZMON-DEPLOYMENT-FAILED (7) with the errors that matter. The deployment's operations tell them with their resources, those of nested
 * deployments too; where they cannot be read, the failed operation's own tree of errors does.
 */
export async function failureOf(
  wire: Wire,
  { name, scope }: DeploymentRequest,
  path: string,
  failed: Problem,
): Promise<Problem> {
  const told = await failedOperations(wire, path);
  const errors = told.length > 0 ? told : errorsOf(failed);
  return new Problem({
    code: 'AZMON-DEPLOYMENT-FAILED',
    exit: EXIT.failed,
    message: `the deployment ${name} failed`,
    why: sentences(errors),
    fix: [{ text: 'all that it did', command: listing(scope, name) }],
    cause: new DeploymentFailure(errors),
  });
}

function sentences(errors: readonly DeploymentError[]): string {
  const shown = errors.slice(0, MOST_TOLD).map(sentence).join('; ');
  return errors.length > MOST_TOLD ? `${shown}; and ${errors.length - MOST_TOLD} more` : shown;
}

const sentence = ({ resource, code, message }: DeploymentError): string =>
  `${resource === undefined ? '' : `${nameIn(resource)}: `}${message === '' ? code : `${message} (${code})`}`;

function errorsOf({ cause, message }: Problem): readonly DeploymentError[] {
  if (cause instanceof ExtensionFailure) return [{ code: cause.handler.code, message: cause.handler.text }];
  const { codes, messages } = cause instanceof Refused ? cause.refusal : { codes: [], messages: [] };
  return [{ code: codes.at(-1) ?? 'DeploymentFailed', message: messages.at(-1) ?? message }];
}

function listing(scope: string, name: string): string {
  const [, subscription, group] = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i.exec(scope) ?? [];
  const where = group === undefined ? 'sub' : 'group';
  const place = group === undefined ? '' : ` --resource-group "${group}"`;
  return `az deployment operation ${where} list --subscription ${subscription ?? 'SUBSCRIPTION'}${place} --name "${name}" -o table`;
}
