import { AGENTS } from '../agent/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { CLOUDS, type CloudId } from '../target/cloud.ts';
import type { Answer } from './answer.ts';
import { beginHosts, finishHosts, type HostBegun, type HostDoor, type HostFlags, hashOf, sleep } from './host-begin.ts';
import { refuseBundleFlags } from './host-bundle.ts';
import { Fetched, pinOfFile } from './host-bundle-file.ts';
import { agreeToFixes } from './host-fix.ts';
import { installWork } from './host-install-machine.ts';
import { type HostInstallFlags, successorNeedsArc } from './host-install-plan.ts';
import { onlyReached } from './host-jobs.ts';
import { conflict, withPseudoUser } from './host-parameters.ts';
import { printInstall, refuseTargets } from './host-print.ts';
import { hostProving } from './host-verify.ts';
import { type VerifyFlags, verifyingOf } from './install-options.ts';
import { proxyText } from './proxy-text.ts';
import { type QuestionFlags, questionOf } from './question.ts';
import { retirementNotices } from './retirement.ts';
import { type WorkspaceFlags, workspaceResolver } from './workspace.ts';

export type InstallHostFlags = HostFlags &
  HostInstallFlags &
  VerifyFlags &
  WorkspaceFlags &
  Pick<QuestionFlags, 'agent' | 'as-of' | 'ignore' | 'proxy' | 'gateway' | 'offline'> & {
    readonly 'proxy-file'?: string | undefined;
    readonly 'also-workspace'?: readonly string[] | undefined;
    readonly domain?: string | undefined;
    readonly script?: boolean | undefined;
    readonly yes?: boolean | undefined;
  };

/**
 * Puts the Log Analytics agent on this machine or on machines that ssh reaches. What is wrong with the command line, the workspace or its
 * key is found before anything is looked at (thrown); what goes wrong with a machine is its own.
 */
export async function installHosts(
  system: 'linux' | 'windows',
  targets: readonly string[],
  typed: InstallHostFlags,
  door: HostDoor,
): Promise<Answer> {
  const flags = { ...typed, cloud: cloudOf(typed) };
  refuseFlags(targets, flags, system);
  if (flags.script === true) {
    refuseTargets(targets);
    return printInstall(system, flags, door);
  }
  const { world, interactive } = door;
  const today = new Date(world.clock.now()).toISOString().slice(0, 10);
  const proxy = await proxyText(flags, door.given('proxy'), world.files);
  const question = questionOf(
    { ...flags, ...{ proxy, agent: 'log-analytics', method: system }, release: undefined },
    today,
  );
  const { timeoutMs, level } = verifyingOf(flags, question.asOf);
  withPseudoUser(question.proxy, flags['proxy-pseudo-user'] === true && question.proxy !== undefined);
  const begun = await beginHosts(targets, flags, door, onlyReached(door.words));
  const { azure, wrapping } = begun;
  const context = { ...door.typed, azure, interactive, files: world.files };
  const credentials = workspaceResolver(flags, context);
  if (begun.jobs.some((job) => 'machine' in job && job.machine.row.workspace === undefined)) await credentials();
  const proving = hostProving({
    ...{ timeoutMs, asOf: question.asOf, azure, clock: world.clock, sleep, signal: door.signal },
    level: flags.verify === undefined && flags['no-verify'] !== true ? undefined : level,
  });
  const fetched = new Fetched(wrapping.hosts.downloads);
  const pin = await pinOfFile(
    flags,
    fetched,
    hashOf(system, 'install', begun),
    { step: door.talk, signal: door.signal },
    wrapping,
  );
  const also = flags['also-workspace'] ?? [];
  const work = installWork({
    ...{ system, flags, question, credentials, also, wrapping, proving, fetched, pin },
    agree:
      flags.fix === true && flags['dry-run'] !== true ? (plans) => agreeToFixes(plans, asking(flags, door)) : undefined,
  });
  try {
    return await finishHosts(begun, work, flags, door, () => retired(begun, question.asOf));
  } finally {
    await fetched.remove();
  }
}

const asking = ({ yes }: InstallHostFlags, { interactive, talk }: HostDoor) => ({
  yes: yes === true,
  interactive,
  talk,
});

const retired = ({ jobs }: HostBegun, asOf: string) =>
  retirementNotices(
    [AGENTS['log-analytics']].filter(
      ({ retirement }) => jobs.some((job) => 'machine' in job) && retirement !== undefined && asOf >= retirement.date,
    ),
  );

/** `-d` of the official script names a cloud by its domain. Throws AZMON-DOMAIN, AZMON-FLAG-CONFLICT (2). */
function cloudOf({ domain, cloud }: InstallHostFlags): CloudId | undefined {
  if (domain === undefined) return cloud;
  const wanted = domain.trim().toLowerCase();
  const fits = Object.values(CLOUDS).filter(({ workspaceDomain }) => workspaceDomain === wanted);
  const [first] = fits;
  if (first === undefined) throw unknownDomain();
  if (cloud === undefined) return first.id;
  if (fits.some(({ id }) => id === cloud)) return cloud;
  throw conflict(`--domain names ${first.title}, and --cloud another`);
}

const unknownDomain = (): Problem =>
  new Problem({
    code: 'AZMON-DOMAIN',
    exit: EXIT.usage,
    message: '--domain is not the domain of an Azure cloud that azmon knows',
    why: `it takes ${[...new Set(Object.values(CLOUDS).map(({ workspaceDomain }) => workspaceDomain))].join(', ')}`,
    fix: [{ text: 'name the cloud instead: --cloud public, usgov or china' }],
  });

function refuseFlags(targets: readonly string[], flags: InstallHostFlags, system: 'linux' | 'windows'): void {
  if (flags.agent === 'azure-monitor') throw successorNeedsArc(targets.length === 1 ? (targets[0] ?? '') : 'a machine');
  refuseBundleFlags(flags);
  if (flags.fix === true && system === 'windows') throw conflict('--fix is for Linux', 'leave it out');
  const most = AGENTS['log-analytics'].releases[0].windows.maxWorkspaces ?? 1;
  if ((flags['also-workspace'] ?? []).length >= most)
    throw new Problem({
      code: 'AZMON-WORKSPACES-TOO-MANY',
      exit: EXIT.usage,
      message: `an agent reports to ${most} workspaces at most`,
      why: 'that is the limit of the agent for Windows; the one for Linux reports to one',
      fix: [{ text: `name at most ${most - 1} more beside the first: --also-workspace` }],
    });
}
