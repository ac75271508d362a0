import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange } from '../../src/sandbox/exchange.ts';
import { ROOT } from './source.ts';

/** Where every exchange with a sandbox of this run is kept: one file a sandbox, one exchange a line. Set by own-exchanges.ts. */
export const EXCHANGES = process.env.AZMON_TEST_EXCHANGES ?? join(ROOT, 'node_modules/.cache/azmon/exchanges/0');

/** What all sandboxes of this run recorded, file by file. A line that was cut off by the end of its process is left out. */
export function recordedExchanges(): readonly { readonly file: string; readonly exchanges: readonly Exchange[] }[] {
  return readdirSync(EXCHANGES)
    .filter((name) => name.endsWith('.ndjson'))
    .map((file) => ({ file, exchanges: linesOf(readFileSync(join(EXCHANGES, file), 'utf8')) }));
}

const linesOf = (text: string): Exchange[] =>
  text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Exchange);
