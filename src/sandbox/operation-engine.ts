import { createHash, randomUUID } from 'node:crypto';
import type { SandboxAnswer } from './exchange.ts';
import type { Operations, OperationWork } from './operations.ts';
import type { SandboxClock, SandboxSettings } from './world.ts';

/** How an operation ended, and when. */
type Ending = ReturnType<OperationWork['settle']> & { readonly at: number };

interface Operation {
  readonly id: string;
  /** Gone when it has ended: what it was told may hold keys. */
  work?: OperationWork;
  readonly begun: number;
  readonly due: number;
  /** The query of its address: an address that was changed on the way is refused. */
  readonly signature: string;
  /** Of Hybrid Compute: what stands on every answer until it has ended. */
  readonly hybrid?: Readonly<Record<string, string>>;
  ending?: Ending;
}

export interface OperationEngine extends Operations {
  /** Ends what is due, in the order in which it is due: also what nobody asks about. */
  settleDue(): void;
  /** Ends everything that ends at all, due or not: the sandbox is going to be closed, and its state kept. */
  settleAll(): void;
  /** The operation behind an address; undefined: no such operation, or the address was changed. */
  find(id: string, query: URLSearchParams): Found | undefined;
}

interface Found {
  readonly done: boolean;
  readonly failed: boolean;
  /** The address of its result, while it runs. */
  readonly location?: string;
}

const YEAR_MS = 365 * 86_400_000;

interface Engine {
  readonly clock: SandboxClock;
  readonly origin: () => string;
  readonly settings: Pick<SandboxSettings, 'retryAfterS'>;
}

const inOrder = (operations: readonly Operation[]): readonly Operation[] =>
  [...operations].sort((a, b) => a.due - b.due);

const foundOf = ({ ending }: Operation, location: string | undefined): Found => ({
  ...{ done: ending !== undefined, failed: ending?.status === 'Failed' },
  ...(location === undefined ? {} : { location }),
});

export function operationEngine({ clock, origin, settings }: Engine): OperationEngine {
  const all = new Map<string, Operation>();
  const running = new Set<Operation>();
  const retryAfter = retryAfterOf(settings.retryAfterS, clock.speed);

  function end(operation: Operation): void {
    running.delete(operation);
    const { work, due } = operation;
    if (work === undefined) return;
    operation.ending = { ...work.settle(), at: due };
    delete operation.work;
  }

  return {
    begin(work) {
      const id = randomUUID();
      const begun = clock.now();
      const plain: Operation = { id, work, begun, due: begun + work.lastsMs, signature: signatureOf(id) };
      const addresses = addressesOf(plain, work, origin());
      const operation: Operation = work.style === 'hybrid' ? { ...plain, hybrid: addresses } : plain;
      all.set(id, operation);
      running.add(operation);
      // What is done at the first look is looked for at once.
      const wait = work.lastsMs === 0 ? { 'retry-after': '0' } : retryAfter;
      return { id, headers: { ...addresses, ...wait } };
    },
    settleDue() {
      if (running.size === 0) return;
      const now = clock.now();
      for (const operation of inOrder([...running].filter(({ due }) => due <= now))) end(operation);
    },
    settleAll() {
      const ending = [...running].filter(({ begun, due }) => due - begun < YEAR_MS);
      for (const operation of inOrder(ending)) end(operation);
    },
    find(id, query) {
      const operation = all.get(id);
      if (operation === undefined || query.get('s') !== operation.signature) return undefined;
      return foundOf(operation, operation.work && addressesOf(operation, operation.work, origin()).location);
    },
    look(id) {
      const operation = all.get(id);
      if (operation === undefined) return { status: 404 };
      return operation.hybrid === undefined
        ? statusOf(operation, retryAfter)
        : hybridStatusOf(operation, clock.now(), { ...retryAfter, ...operation.hybrid });
    },
  };
}

/** Whole seconds of the caller's own clock; nothing to wait for: no header. */
function retryAfterOf(seconds: number, speed: number): Record<string, string> {
  return seconds === 0 ? {} : { 'retry-after': `${Math.max(1, Math.round(seconds / speed))}` };
}

const signatureOf = (id: string): string => createHash('sha512').update(id).digest('base64url');

/** As long as Azure's since 2023, where a certificate stands in the query: clients must take 4 kB, and change nothing. */
const CERTIFICATE = Array.from({ length: 24 }, (_, index) => signatureOf(`certificate ${index}`)).join('');

function addressesOf({ id, begun, signature }: Operation, work: OperationWork, origin: string): Record<string, string> {
  const place = `${origin}/subscriptions/${work.subscription}/providers/${work.namespace}/locations/${work.location}`;
  const path = `${place}/operations/${id}`;
  const query = `api-version=${work.apiVersion ?? '2024-07-01'}&t=${begun}&c=${CERTIFICATE}&s=${signature}&h=${signature.slice(0, 43)}`;
  if (work.style === 'hybrid')
    return {
      'azure-asyncoperation': `${place}/operationstatus/${id}?${query}`,
      location: `${place}/operationresults/${id}?${query}`,
    };
  const partition = `p=${id.slice(0, 8)}-0000-4000-8000-000000000000`;
  return {
    'azure-asyncnotification': 'Enabled',
    'azure-asyncoperation': `${path}?${partition}&${query}`,
    ...(work.withLocation === true ? { location: `${path}?${partition}&monitor=true&${query}` } : {}),
  };
}

/** HTTP 200 whatever became of it, as Azure answers. */
function statusOf({ id, begun, ending }: Operation, retryAfter: Record<string, string>): SandboxAnswer {
  const startTime = new Date(begun).toISOString();
  if (ending === undefined)
    return { status: 200, headers: retryAfter, body: { startTime, status: 'InProgress', name: id } };
  const times = { startTime, endTime: new Date(ending.at).toISOString(), status: ending.status };
  if (ending.status === 'Failed') return { status: 200, body: { ...times, error: ending.error, name: id } };
  const properties = ending.output === undefined ? {} : { properties: { output: ending.output } };
  return { status: 200, body: { ...times, ...properties, name: id } };
}

/** Queued at first; what it made stands in `properties`, also where it failed (recorded, 2023-10-03-preview). */
function hybridStatusOf(
  { id: name, begun, due, ending }: Operation,
  now: number,
  headers: Readonly<Record<string, string>>,
): SandboxAnswer {
  const startTime = new Date(begun).toISOString();
  const waits = now < begun + (due - begun) / 4;
  if (ending === undefined)
    return { status: 200, headers, body: { name, status: waits ? 'Queued' : 'InProgress', startTime } };
  const { status, output } = ending;
  const error = ending.status === 'Failed' ? { error: ending.error } : {};
  return {
    status: 200,
    body: { name, status, startTime, ...error, ...(output === undefined ? {} : { properties: output }) },
  };
}
