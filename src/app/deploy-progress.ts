import { timeWords } from '../report/deploy-words.ts';
import type { DeployedTarget } from '../rollout/deploy-run.ts';
import type { JournalLine } from '../rollout/task.ts';

/** Tells whoever waits: of one machine every step, of several what became of each, and now and then what is still under way. */
export class DeployProgress {
  readonly #total: number;
  readonly #talk: (line: string) => void;
  readonly #running = new Map<string, { readonly since: number; step: string }>();
  #done = 0;
  #beat: NodeJS.Timeout | undefined;

  constructor(total: number, talk: (line: string) => void) {
    this.#total = total;
    this.#talk = talk;
  }

  line({ target, event, text, at }: JournalLine, name: string): void {
    if (event === 'started') this.#running.set(name, { since: at, step: 'looking' });
    const running = this.#running.get(name);
    if (running === undefined || event === 'finished') return;
    this.#beat ??= setInterval(() => this.#heartbeat(), HEARTBEAT_MS).unref();
    if (event === 'step') running.step = text;
    if (event === 'step' && this.#total === 1) this.#talk(`${name === target ? '' : `${name}: `}${text}`);
  }

  finished({
    name,
    state,
    durationMs,
    problem,
  }: Pick<DeployedTarget, 'name' | 'state' | 'durationMs' | 'problem'>): void {
    this.#running.delete(name);
    this.#done += 1;
    const why = problem === undefined ? '' : `: ${problem.message}`;
    if (this.#total > 1)
      this.#talk(`[${this.#done}/${this.#total}] ${name}: ${state}${why} (${timeWords(durationMs)})`);
  }

  end(): void {
    clearInterval(this.#beat);
  }

  #heartbeat(): void {
    const now = Date.now();
    const waiting = [...this.#running].map(([name, { since, step }]) => `${name} (${step}, ${timeWords(now - since)})`);
    const more = waiting.length > SHOWN ? ` and ${waiting.length - SHOWN} more` : '';
    if (waiting.length > 0) this.#talk(`still at work on ${waiting.slice(0, SHOWN).join(', ')}${more}`);
  }
}

const HEARTBEAT_MS = 10_000;
const SHOWN = 3;
