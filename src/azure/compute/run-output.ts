/** The streams of a script, as run-command gives them back. */
export interface RunOutput {
  readonly stdout: string;
  readonly stderr: string;
}

interface Status {
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * Reads the result of an action run command: the body of the finished operation (`properties.output.value`) or of its Location (`value`).
 * Linux has both streams in one message with `[stdout]` and `[stderr]` before them, Windows one status each
 * (`ComponentStatus/StdOut/succeeded`). Total: what is not there is empty.
 */
export function runOutput(body: unknown): RunOutput {
  const statuses = statusesOf(body);
  const windows = statuses.filter(({ code }) => typeof code === 'string' && /\/Std(Out|Err)\//i.test(code));
  if (windows.length > 0) return { stdout: streamOf(windows, /StdOut/i), stderr: streamOf(windows, /StdErr/i) };
  return ofMessage(statuses.map(messageOf).join('\n'));
}

function statusesOf(body: unknown): readonly Status[] {
  const operation = body as { properties?: { output?: { value?: unknown } }; value?: unknown } | null | undefined;
  const value = operation?.properties?.output?.value ?? operation?.value;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}

const messageOf = ({ message }: Status): string => (typeof message === 'string' ? message : '');

const streamOf = (statuses: readonly Status[], which: RegExp): string =>
  statuses
    .filter(({ code }) => which.test(String(code)))
    .map(messageOf)
    .join('');

/** The script may print the words itself: the first `[stdout]` and the last `[stderr]` are Azure's. */
function ofMessage(message: string): RunOutput {
  const start = /(^|\n)\[stdout\]\n?/.exec(message);
  if (start === null) return { stdout: message, stderr: '' };
  const rest = message.slice(start.index + start[0].length);
  const end = rest.lastIndexOf('\n[stderr]');
  if (end < 0)
    return rest.startsWith('[stderr]')
      ? { stdout: '', stderr: rest.slice(8).replace(/^\n/, '') }
      : { stdout: rest, stderr: '' };
  return { stdout: rest.slice(0, end), stderr: rest.slice(end + '\n[stderr]'.length).replace(/^\n/, '') };
}
