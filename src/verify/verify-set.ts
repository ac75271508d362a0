import type { AzureVm, ScaleSetInstance } from '../target/azure-vm.ts';
import type { Chain } from './chain.ts';
import { destinationsOf } from './destinations.ts';
import { diagnoseSet } from './diagnose-set.ts';
import type { BrokenLink, InstanceProofs, Proof } from './proof.ts';
import { chainOfInstance } from './read-chain.ts';
import type { VerifyPorts, VerifyRequest } from './request.ts';

/** Looks for the record of one machine or instance whose chain was read. */
export type VerifyOne = (request: VerifyRequest, chain: Chain, ports: VerifyPorts) => Promise<Proof>;

type Silent = Extract<Proof, { state: 'silent' }>;

/**
 * Every running instance of a scale set has to report, each by its own resource id; those that do not run cannot. The set reports when all of
 * them do: its record is then the last of the first ones. Where none is expected to (nothing runs, the model has no agent) that is the link.
 */
export async function verifySet(
  chain: Chain,
  request: VerifyRequest,
  ports: VerifyPorts,
  verify: VerifyOne,
): Promise<Proof> {
  const startedAt = ports.clock.now();
  const instances = chain.vm.set?.instances ?? [];
  const running = instances.filter(({ power }) => power === 'running');
  const workspaces = request.workspaces ?? (await destinationsOf(chain, ports.azure));
  const named = request.workspaces !== undefined;
  const broken = diagnoseSet(chain, running, { workspaces, named });
  const counts = { all: instances.length, running: running.length };
  if (broken !== undefined) {
    const silent = running.map((one) => ({ id: one.id, name: nameOf(one), broken }));
    return { state: 'silent', waitedMs: 0, broken, instances: { ...counts, reporting: 0, silent } };
  }
  const world = { ...ports, vm: sharedLook(ports) };
  const proofs = await Promise.all(
    running.map((instance) => {
      const asked = workspaces.length === 0 ? request : { ...request, workspaces };
      return verify({ ...asked, machine: instance.id }, chainOfInstance(chain, instance), world);
    }),
  );
  return together(proofs, running, counts, ports.clock.now() - startedAt);
}

/** So long is what was read of the set good enough for the next instance that asks. */
const SHARED_MS = 5_000;

function sharedLook({ azure, clock }: VerifyPorts): NonNullable<VerifyPorts['vm']> {
  const looks = new Map<string, { readonly at: number; readonly vm: Promise<AzureVm> }>();
  return (id) => {
    const known = looks.get(id);
    if (known !== undefined && clock.now() - known.at < SHARED_MS) return known.vm;
    const vm = azure.machines.vm(id);
    looks.set(id, { at: clock.now(), vm });
    return vm;
  };
}

const nameOf = ({ name, instanceId }: ScaleSetInstance): string => name || instanceId;

function together(
  proofs: readonly Proof[],
  running: readonly ScaleSetInstance[],
  counts: Pick<InstanceProofs, 'all' | 'running'>,
  waitedMs: number,
): Proof {
  const silent = proofs.flatMap((proof, index) => {
    const one = running[index];
    return proof.state === 'silent' && one !== undefined
      ? [{ id: one.id, name: nameOf(one), broken: proof.broken }]
      : [];
  });
  const reporting = proofs.filter((proof) => proof.state === 'reporting');
  const instances: InstanceProofs = { ...counts, reporting: reporting.length, silent };
  if (silent[0] !== undefined) return { state: 'silent', waitedMs, broken: worst(silent, proofs), instances };
  const last = reporting.reduce<(typeof reporting)[number] | undefined>(
    (latest, one) => (latest === undefined || one.latencyMs > latest.latencyMs ? one : latest),
    undefined,
  );
  return last === undefined ? (proofs[0] ?? { state: 'not-asked' }) : { ...last, instances };
}

/** What most of the silent ones have in common. */
function worst(silent: InstanceProofs['silent'], proofs: readonly Proof[]): BrokenLink {
  const counts = new Map<string, number>();
  for (const { broken } of silent) counts.set(broken.link, (counts.get(broken.link) ?? 0) + 1);
  const [link] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return (silent.find(({ broken }) => broken.link === link)?.broken ?? (proofs[0] as Silent).broken) as BrokenLink;
}
