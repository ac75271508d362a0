import { afterEach } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { processIdentity } from './identity-endpoint.ts';
import { azureAt, type Loopback, loopback, noWaiting, type Reply, type Request } from './loopback.ts';
import { withEnvironment } from './replay.ts';

export type Script = Readonly<Record<string, Reply | readonly Reply[] | ((request: Request, origin: string) => Reply)>>;

const open: Loopback[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/**
 * Azure at a server that answers by `METHOD end-of-path` (without the query; `{origin}` in headers is its own); a list is answered one
 * after the other, the last one from then on. What no line says is 418, so that nothing unexpected passes.
 */
export async function stage(script: Script) {
  const seen = new Map<string, number>();
  const pace = noWaiting();
  const server = await loopback((request, origin) => {
    const path = decodeURIComponent(request.url.split('?')[0] ?? '');
    const key = Object.keys(script).find((one) => {
      const [method, end = ''] = one.split(' ');
      return method === request.method && path.toLowerCase().endsWith(end.toLowerCase());
    });
    const line = script[key ?? ''];
    if (line === undefined) return { status: 418, body: { error: { code: 'Unexpected', message: request.url } } };
    if (typeof line === 'function') return line(request, origin);
    if (!Array.isArray(line)) return at(line as Reply, origin);
    const count = seen.get(key ?? '') ?? 0;
    seen.set(key ?? '', count + 1);
    return at(line[Math.min(count, line.length - 1)] ?? 'cut', origin);
  });
  open.push(server);
  const { env } = await processIdentity();
  const azure = azureAt(server.origin, pace, { env });
  const run = <T>(work: () => Promise<T>): Promise<T> => withEnvironment(env, work);
  return { azure, requests: server.requests, pace, run };
}

function at(reply: Reply, origin: string): Reply {
  if (reply === 'cut' || reply.headers === undefined) return reply;
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, value.replace('{origin}', origin)]);
  return { ...reply, headers: Object.fromEntries(headers) };
}

export const thrownBy = async (work: Promise<unknown>): Promise<Problem> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Problem)) throw new Error('no Problem was thrown', { cause: error });
  return error;
};
