import { stateIn } from '../manage/known-state.ts';
import { EXIT } from '../problem.ts';
import { runWithBundle } from './host-bundle-push.ts';
import { fixLines } from './host-fix.ts';
import { type HostInstalling, type HostInstallPlan, planInstall } from './host-install-plan.ts';
import { proxyValues, said, seconds, together, type WrapperValues, workspaceValues, yesIf } from './host-parameters.ts';
import type { HostEnded, HostWork, Turn } from './host-run.ts';
import { ALREADY, exitOfProof, type HostProof, type Mark } from './host-verify.ts';
import type { WrapperAsked } from './host-wrapper.ts';

export const installWork = (installing: HostInstalling): HostWork<HostInstallPlan> => ({
  plan: (turn) => planInstall(turn, installing),
  agree: installing.agree,
  perform: (turn, plan) => performInstall(turn, plan, installing),
});

/** Changes the machine, and proves. */
async function performInstall(turn: Turn, plan: HostInstallPlan, installing: HostInstalling): Promise<HostEnded> {
  const { proving, wrapping } = installing;
  const { draft } = turn;
  const dryRun = installing.flags['dry-run'] === true;
  const { workspaceId } = plan.credentials;
  const mark: Mark = dryRun ? { unasked: '' } : await proving.before(workspaceId);
  const { machine } = turn;
  const { flags, system, fetched } = installing;
  const run = await runWithBundle({
    ...{ turn, target: machine.target, system, flags, fetched, wrapping, dryRun, bundle: plan.bundle },
    isThere: stateIn(plan.facts, system).installed,
    asked: (values, dry) => askedOf(turn, plan, values, dry, installing),
  });
  if (dryRun) return { state: run.plan.length === 0 ? 'unchanged' : 'planned', exit: EXIT.ok };
  const isNew = run.result === 'changed';
  turn.step('looking whether it reports');
  const computer = run.state?.host ?? plan.facts['host.name'] ?? turn.machine.key;
  const what = { workspaceId, computer, state: run.state };
  const proof: HostProof = await proving.after(what, isNew || 'unasked' in mark ? mark : ALREADY);
  draft.proof = proof.proof;
  if (proof.note !== undefined) draft.note = proof.note;
  const { state } = proof.proof;
  if (state === 'silent') return { state: 'unverified', exit: exitOfProof(proof.proof) };
  if (!isNew) return { state: 'unchanged', exit: EXIT.ok };
  return { state: state === 'reporting' ? 'verified' : 'changed', exit: EXIT.ok };
}

function askedOf(
  { machine }: Turn,
  { credentials, also, proxy, mends, bundle }: HostInstallPlan,
  values: WrapperValues,
  dryRun: boolean,
  { system, flags }: HostInstalling,
): WrapperAsked {
  const fix = mends.length === 0 ? undefined : fixLines(mends).join('\n');
  return {
    ...{ target: machine.target, system, verb: 'install', dryRun },
    values: together(
      values,
      workspaceValues(system, credentials, also),
      proxyValues(system, proxy),
      said({
        ...{ AZMON_REPLACE: yesIf(flags.replace), AZMON_LOCK_WAIT: seconds(flags['lock-wait']), AZMON_FIX: fix },
        AZMON_TLS12: yesIf(flags['enable-tls12']),
      }),
    ),
    context: {
      ...{ bundle: bundle.name, sha256Said: flags.sha256 !== undefined, workspaceId: credentials.workspaceId },
    },
  };
}
