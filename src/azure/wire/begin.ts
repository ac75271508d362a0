import type { Answer } from './follow.ts';

/** As much of an SDK's raw answer as is needed. */
interface RawAnswer {
  readonly status: number;
  readonly rawHeaders?: Readonly<Record<string, string | undefined>>;
  readonly headers: { get(name: string): string | undefined };
  readonly bodyAsText?: string | null;
}

interface Submitted {
  submitted(): Promise<void>;
}

/**
 * Begins a long-running operation of an SDK and gives the first answer. Their pollers are not used beyond that: they look at once
 * whatever Retry-After says, drop code, details and request id of a failure, and end at the first look that does not come through.
 */
export async function begin(start: (options: { onResponse: (raw: RawAnswer) => void }) => Submitted): Promise<Answer> {
  const answers: Answer[] = [];
  await start({ onResponse: (raw) => void answers.push(answerOf(raw)) }).submitted();
  const [first] = answers;
  if (first === undefined) throw new Error('the SDK gave no answer');
  return first;
}

const answerOf = (raw: RawAnswer): Answer => ({
  status: raw.status,
  header: (name) => raw.headers.get(name),
  body: parsed(raw.bodyAsText ?? ''),
});

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
