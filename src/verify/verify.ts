import { AGENTS } from '../agent/index.ts';
import type { Chain } from './chain.ts';
import { connectedProof } from './connected.ts';
import { destinationsOf } from './destinations.ts';
import { diagnose } from './diagnose.ts';
import type { Asked } from './diagnose-machine.ts';
import type { Proof } from './proof.ts';
import { readChain } from './read-chain.ts';
import { readWorkspaces } from './read-workspaces.ts';
import type { VerifyPorts, VerifyRequest } from './request.ts';
import { serviceMark } from './service-mark.ts';
import { verifySet } from './verify-set.ts';
import { type Waited, waitForRecord } from './wait-for-record.ts';

/**
 * Looks for the first record of a machine after a time, for a while, and names the broken link where none comes. Where none can come
 * (no extension, a failed one, no rule ...) it does not wait. Throws what the look at the machine throws, and the workspaces' own
 * Problem where none of them can be read.
 */
export async function verifyMachine(request: VerifyRequest, ports: VerifyPorts): Promise<Proof> {
  if (request.level === 'none') return { state: 'not-asked' };
  const chain = request.machine === undefined ? undefined : await readChain(request.machine, request.agent, ports);
  if (chain?.vm.set !== undefined) return verifySet(chain, request, ports, verifyChain);
  return verifyChain(request, chain, ports);
}

/** One machine, or one instance of a scale set, whose chain was read. */
async function verifyChain(request: VerifyRequest, chain: Chain | undefined, ports: VerifyPorts): Promise<Proof> {
  const startedAt = ports.clock.now();
  const workspaces = request.workspaces ?? (chain === undefined ? [] : await destinationsOf(chain, ports.azure));
  const asked: Asked = { workspaces, named: request.workspaces !== undefined };
  const proof = request.level === 'connected' ? connectedProof(chain, asked) : undefined;
  if (proof !== undefined) return proof;
  const waited = request.level === 'connected' ? UNSEEN : await look(request, asked, chain, ports);
  if (waited.record !== undefined) return waited.record;
  const last = waited.chain ?? chain;
  const broken = diagnose({
    ...{ agent: AGENTS[request.agent], asked, asOf: request.asOf, unread: waited.unread },
    ...(last === undefined ? {} : { chain: last }),
    workspaces: await readWorkspaces(workspaces, ports),
  });
  return { state: 'silent', waitedMs: ports.clock.now() - startedAt, broken };
}

const UNSEEN: Waited = { unread: [] };

async function look(
  request: VerifyRequest,
  asked: Asked,
  chain: Chain | undefined,
  ports: VerifyPorts,
): Promise<Waited> {
  if (asked.workspaces.length === 0) return UNSEEN;
  const since = request.since ?? (await sinceLookBack(request, asked, ports));
  return waitForRecord({ ...request, since }, asked, chain, ports);
}

async function sinceLookBack(
  { lookBackMs = 0 }: VerifyRequest,
  { workspaces }: Asked,
  { azure, signal }: VerifyPorts,
): Promise<string> {
  const mark = await serviceMark(azure.logs, workspaces, signal);
  return new Date(Date.parse(mark) - lookBackMs).toISOString();
}
