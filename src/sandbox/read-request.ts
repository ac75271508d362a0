import type { IncomingMessage } from 'node:http';
import { parseArmJson } from './arm-json.ts';
import type { Raw } from './pipeline.ts';

/** ARM takes requests up to 4 MB. */
const MOST_BYTES = 4_194_304;

/** Reads a request whole; undefined where it is longer than Azure takes. */
export async function readRequest(incoming: IncomingMessage, origin: string): Promise<Raw | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  const url = new URL(`${origin}${incoming.url ?? '/'}`);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: caseless(url.searchParams),
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: bodyOf(Buffer.concat(chunks).toString(), url.pathname),
  };
}

/** Azure reads `api-version` and `$expand` in any case. */
function caseless(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...query].map(([name, value]): [string, string] => [
      /^(api-version|\$)/i.test(name) ? name.toLowerCase() : name,
      value,
    ]),
  );
}

const DEPLOYMENT = /\/providers\/microsoft\.resources\/deployments\//i;

/** Of deployments in ARM's own lenient way, which also notes where things stand. */
function bodyOf(text: string, path: string): unknown {
  if (text === '') return undefined;
  try {
    return DEPLOYMENT.test(path) ? parseArmJson(text) : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
