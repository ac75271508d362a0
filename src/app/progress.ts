import type { CheckedTarget } from '../check/checked.ts';
import { shortTarget } from '../target/resource-id.ts';

/** Says, while several machines are looked at, how far it is, and while one takes long, that it is still at work. */
export class Progress {
  readonly #total: number;
  readonly #talk: (line: string) => void;
  readonly #running = new Map<string, number>();
  #done = 0;
  #beat: NodeJS.Timeout | undefined;

  constructor(total: number, talk: (line: string) => void) {
    this.#total = total;
    this.#talk = talk;
  }

  started(target: string): void {
    this.#running.set(target, Date.now());
    this.#beat ??= setInterval(() => this.#heartbeat(), HEARTBEAT_MS).unref();
  }

  finished(checked: CheckedTarget): void {
    const looked = this.#running.delete(checked.target);
    this.#done += 1;
    if (this.#total > 1 && looked)
      this.#talk(
        `[${this.#done}/${this.#total}] ${shortTarget(checked.target)}: ${wordOf(checked)} (${seconds(checked.durationMs)})`,
      );
  }

  end(): void {
    clearInterval(this.#beat);
  }

  #heartbeat(): void {
    const now = Date.now();
    const waiting = [...this.#running].map(([target, since]) => `${shortTarget(target)} (${seconds(now - since)})`);
    const shown = waiting.slice(0, 3).join(', ');
    if (waiting.length > 0)
      this.#talk(`still looking at ${shown}${waiting.length > 3 ? ` and ${waiting.length - 3} more` : ''}`);
  }
}

const HEARTBEAT_MS = 10_000;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const wordOf = (checked: CheckedTarget): string =>
  'problem' in checked ? checked.problem.message : checked.assessment.verdict;
