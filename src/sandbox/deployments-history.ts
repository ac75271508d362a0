import { refuse } from './refusal.ts';
import type { SandboxDeployment, SandboxState } from './state.ts';

/** The most deployments of a scope; a group's history is cut down from and to these. Docs "Automatic deletions from deployment history". */
const MOST = 800;
const CUT_FROM = 775;
const CUT_TO = 750;
const WEEK_MS = 7 * 86_400_000;

/**
 * Takes a deployment into the history of its scope, in place of an older one of its name. Tells whether the name is new. Throws Refusal for
 * a name whose deployment runs, another place of a subscription's deployment, and a full history.
 */
export function takeIn(deployment: SandboxDeployment, state: SandboxState): boolean {
  const { id, name, scope, location } = deployment;
  const kept = historyOf(state);
  const old = kept[id.toLowerCase()];
  if (old !== undefined && (old.state === 'Accepted' || old.state === 'Running'))
    throw gateway(
      'DeploymentActive',
      `Unable to edit or replace deployment '${name}': previous deployment from '${timeOf(old.at)}' is still active (expiration time is '${timeOf(old.at + WEEK_MS)}'). Please see https://aka.ms/arm-deploy for usage details.`,
    );
  if (old?.location !== undefined && old.location.toLowerCase() !== location?.toLowerCase())
    throw gateway(
      'InvalidDeploymentLocation',
      `Invalid deployment location '${location}'. The deployment '${name}' already exists in location '${old.location}'.`,
    );
  cut(scope, state);
  const count = inScope(scope, state).length;
  if (old === undefined && count >= MOST)
    throw gateway(
      'DeploymentQuotaExceeded',
      `Creating the deployment '${name}' would exceed the quota of '${MOST}'. The current deployment count is '${count}', please delete some deployments before creating a new one. Please see https://aka.ms/800LimitFix for usage details.`,
    );
  kept[id.toLowerCase()] = deployment;
  return old === undefined;
}

function historyOf(state: SandboxState): Record<string, SandboxDeployment> {
  const holder = state as { deployments?: Record<string, SandboxDeployment> };
  holder.deployments ??= {};
  return holder.deployments;
}

const inScope = (scope: string, state: SandboxState): SandboxDeployment[] =>
  Object.values(historyOf(state)).filter((one) => one.scope.toLowerCase() === scope.toLowerCase());

/** Oldest first; not those of subscriptions, and not where a lock keeps things from being deleted. */
function cut(scope: string, state: SandboxState): void {
  const all = inScope(scope, state);
  const isKept = state.locks.some((lock) => scope.toLowerCase().startsWith(lock.scope.toLowerCase()));
  if (all.length < CUT_FROM || isKept || !/\/resourceGroups\//i.test(scope)) return;
  const over = all.filter(({ endedAt }) => endedAt !== undefined).sort((a, b) => a.at - b.at);
  for (const { id } of over.slice(0, all.length - CUT_TO)) delete historyOf(state)[id.toLowerCase()];
}

const timeOf = (at: number): string => new Date(at).toLocaleString('en-US', { timeZone: 'UTC' });

const gateway = (code: string, message: string) => refuse(409, code, message, { by: 'gateway' });
