import type { WrapperRun } from '../manage/wrapper-run.ts';
import type { Paint } from './paint.ts';

/** Logs of a machine: each file by its path, then its last lines. */
export const logLines = (logs: WrapperRun['logs'], { strong, dim }: Paint): string[] =>
  logs.flatMap(({ path, lines }, index) => [
    ...(index === 0 ? [] : ['']),
    strong(path),
    ...(lines.length === 0 ? [dim('  nothing is in it')] : lines.map((line) => `  ${line}`)),
  ]);
