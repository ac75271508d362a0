import type { SandboxAnswer } from './exchange.ts';
import type { Raw } from './pipeline.ts';

/** A request that Azure sends on behalf of a deployment, with the token of its caller: routed and judged like any other. */
export interface InnerRequest {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** With its query. */
  readonly address: string;
  readonly authorization: string;
  readonly body?: unknown;
}

export type Inner = (request: InnerRequest) => Promise<SandboxAnswer>;

/** Sends requests of deployments through the sandbox's own stages. A connection that is cut is answered 503 inside. */
export function innerRequests(answer: (raw: Raw) => Promise<SandboxAnswer | undefined>, origin: () => string): Inner {
  return async ({ method, address, authorization, body }) => {
    const { pathname, searchParams } = new URL(address, origin());
    const raw = { method, path: pathname, query: searchParams, headers: { authorization }, body };
    return (await answer(raw)) ?? { status: 503 };
  };
}
