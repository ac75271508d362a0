import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Exchange } from './exchange.ts';
import { fileTrouble } from './sandbox-problem.ts';

export interface Recorder {
  readonly record: (exchange: Exchange) => void;
  close(): Promise<void>;
}

/** Writes exchanges one a line, keys included, into a file that its owner alone may read. Throws AZMON-SANDBOX-FILE (2). */
export async function recordTo(path: string): Promise<Recorder> {
  const stream = createWriteStream(path, { mode: 0o600 });
  await once(stream, 'open').catch((error: unknown) => {
    throw fileTrouble(path, 'written', error);
  });
  return {
    record: (exchange) => void stream.write(`${JSON.stringify(exchange)}\n`),
    close: () => new Promise((done) => stream.end(() => done())),
  };
}
