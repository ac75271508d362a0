import type { Chain } from './chain.ts';
import { type Asked, diagnoseMachine } from './diagnose-machine.ts';
import { firstRecord, type Look, type Reporting } from './first-record.ts';
import { readAgain } from './read-chain.ts';
import type { VerifyPorts, VerifyRequest } from './request.ts';

export interface Waited {
  readonly record?: Reporting;
  /** As it was read last. */
  readonly chain?: Chain;
  /** Workspaces that could not be read, and why, a sentence each. */
  readonly unread: readonly string[];
}

/** Records come once a minute and take a few seconds to be taken in: quick looks first, then about two a minute. */
const FIRST_MS = 2_000;
const LONGEST_MS = 20_000;
const GROWTH = 1.5;
/** The machine itself is read again with every fourth look. */
const REREAD = 4;

/**
 * Looks until there is a record, the time is up, or the machine shows that none can come. Throws the Problem of the workspaces where
 * none of them can be read: at once where that will not change, else when the time is up.
 */
export async function waitForRecord(
  request: VerifyRequest & { readonly since: string },
  asked: Asked,
  first: Chain | undefined,
  ports: VerifyPorts,
): Promise<Waited> {
  const { clock, azure, signal, sleep } = ports;
  const end = clock.now() + request.timeoutMs;
  let chain = first;
  let delay = FIRST_MS;
  for (let looks = 1; ; looks += 1) {
    signal?.throwIfAborted();
    const look = await firstRecord(azure.logs, { request, workspaces: asked.workspaces, since: request.since }, signal);
    if (look.record !== undefined) return { record: look.record, unread: [] };
    const left = end - clock.now();
    throwIfBlind(look, asked, left);
    if (chain !== undefined && looks % REREAD === 0) chain = await readAgain(chain, request.agent, ports);
    const hopeless = chain !== undefined && diagnoseMachine(chain, asked)?.final === true;
    if (hopeless || left <= 0) return { unread: sentences(look), ...(chain === undefined ? {} : { chain }) };
    if (looks === 1) ports.step?.('waiting for the first record');
    await sleep(Math.min(delay, left), signal);
    delay = Math.min(delay * GROWTH, LONGEST_MS);
  }
}

function throwIfBlind({ unread }: Look, { workspaces }: Asked, left: number): void {
  if (unread.size < workspaces.length) return;
  const lasting = [...unread.values()].find(({ retryable }) => !retryable || left <= 0);
  if (lasting !== undefined) throw lasting;
}

const sentences = ({ unread }: Look): string[] =>
  [...unread].map(([id, { message, why }]) => `${id}: ${message}${why === undefined ? '' : ` (${why})`}`);
