import type { Pipeline } from '@azure/core-rest-pipeline';
import { type Client, getClient } from '@azure-rest/core-client';
import { Problem } from '../../problem.ts';
import type { Management } from '../../target/management.ts';
import type { Attempt } from '../problem/attempt.ts';
import type { Answer, Following } from './follow.ts';
import type { Pace } from './pace.ts';
import { pipelineFor, type WireOptions } from './pipeline.ts';

/** What the clients of the room share: where to, by which way, in whose name. */
export interface Wire extends WireOptions {
  readonly management: Management;
  /** To Azure Resource Manager. */
  readonly arm: Pipeline;
  readonly client: Client;
}

export interface Asking {
  readonly version: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export function wireTo(management: Management, options: WireOptions): Wire {
  const arm = pipelineFor(management.arm, management.armScope, options);
  return { ...options, management, arm, client: getClient(management.arm, { pipeline: arm }) };
}

/** What every generated client is made with. Endpoint and scope both: the SDKs would ask for public Azure's token on any endpoint. */
export const sdkOptions = ({ management, arm }: Pick<Wire, 'management' | 'arm'>) => ({
  endpoint: management.arm,
  credentials: { scopes: [management.armScope] },
  pipeline: arm,
});

type Method = 'get' | 'put' | 'post' | 'delete';

/** One call of Resource Manager beyond what the SDKs are used for; the parsed body. Throws the pipeline's Problems. */
export async function ask<T>(wire: Wire, method: Method, path: string, asking: Asking): Promise<T> {
  return (await send(wire, method, path, asking)).body as T;
}

/** As `ask`, with the headers. */
export async function send(
  wire: Wire,
  method: Method,
  path: string,
  { version, query, body, signal }: Asking,
): Promise<Answer> {
  const answer = await wire.client.pathUnchecked(path)[method]({
    queryParameters: { 'api-version': version, ...query },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  });
  return { status: Number(answer.status), header: (name) => answer.headers[name], body: answer.body };
}

/** GET of an address that Azure gave, byte for byte. */
export async function look(wire: Wire, url: string, signal?: AbortSignal): Promise<Answer> {
  const answer = await wire.client.pathUnchecked(url).get(signal === undefined ? {} : { abortSignal: signal });
  return { status: Number(answer.status), header: (name) => answer.headers[name], body: answer.body };
}

/** All pages of a list, or the Problem of the page that failed: half a list reads like a whole one. */
export async function listAll<T>(wire: Wire, path: string, asking: Asking): Promise<readonly T[]> {
  const items: T[] = [];
  let page = await ask<Page<T>>(wire, 'get', path, asking);
  for (;;) {
    items.push(...(page.value ?? []));
    if (page.nextLink === undefined || page.nextLink === null || page.nextLink === '') return items;
    page = (await look(wire, page.nextLink, asking.signal)).body as Page<T>;
  }
}

interface Page<T> {
  readonly value?: readonly T[];
  readonly nextLink?: string | null;
}

export const following = (wire: Wire, attempt: Attempt): Following => ({
  get: (url, signal) => look(wire, url, signal),
  pace: wire.pace,
  signal: wire.signal,
  attempt,
});

/** Absent is done: undefined in place of AZMON-AZURE-NOT-FOUND. */
export async function unlessAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem && error.code === 'AZMON-AZURE-NOT-FOUND') return undefined;
    throw error;
  }
}

export type { Pace };
