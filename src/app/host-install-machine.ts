import { EXIT } from '../problem.ts';
import { type BundleChoice, bundleShown, bundleValues, pushBundle } from './host-bundle.ts';
import { fixLines } from './host-fix.ts';
import { type HostInstalling, type HostInstallPlan, planInstall } from './host-install-plan.ts';
import { proxyValues, said, seconds, together, type WrapperValues, workspaceValues, yesIf } from './host-parameters.ts';
import type { HostEnded, HostWork, Turn } from './host-run.ts';
import { ALREADY, exitOfProof, type HostProof, type Mark } from './host-verify.ts';
import { runWrapper, type WrapperAsked } from './host-wrapper.ts';

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
  const run = await withBundle(turn, plan, installing, (bundle, values) =>
    runWrapper(askedOf(turn, plan, bundle, values, installing), turn, wrapping),
  );
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

/** Pushed where it has to be, and taken away again whatever happens. */
async function withBundle<T>(
  turn: Turn,
  { bundle }: HostInstallPlan,
  { flags, system, fetched, wrapping }: HostInstalling,
  work: (bundle: BundleChoice, values: WrapperValues) => Promise<T>,
): Promise<T> {
  if (!bundle.pushed || flags['dry-run'] === true) return work(bundle, bundleValues(bundle, flags));
  const { choice, pushed } = await pushBundle(
    bundle,
    flags,
    { target: turn.machine.target, system, fetched },
    turn,
    wrapping,
  );
  turn.draft.bundle = bundleShown(choice);
  try {
    return await work(choice, bundleValues(choice, flags, pushed.path));
  } finally {
    await pushed.remove();
  }
}

function askedOf(
  { machine }: Turn,
  { credentials, also, proxy, mends }: HostInstallPlan,
  bundle: BundleChoice,
  values: WrapperValues,
  { system, flags }: HostInstalling,
): WrapperAsked {
  const fix = mends.length === 0 ? undefined : fixLines(mends).join('\n');
  return {
    ...{ target: machine.target, system, verb: 'install', dryRun: flags['dry-run'] === true },
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
