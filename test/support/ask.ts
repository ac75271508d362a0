import type { TestSandbox } from './sandbox.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the sandbox answered
  readonly body: any;
}

/** A request to a sandbox with the token that its path wants. */
export async function ask(azure: TestSandbox, method: string, path: string, body?: unknown): Promise<Asked> {
  const headers = {
    authorization: `Bearer ${await azure.token(audienceOf(path))}`,
    'content-type': 'application/json',
  };
  const response = await fetch(`${azure.origin}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

function audienceOf(path: string): string | undefined {
  if (path.startsWith('/secrets/')) return 'https://vault.azure.net';
  return path.startsWith('/v1/') ? 'https://api.loganalytics.io' : undefined;
}
