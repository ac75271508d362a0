import * as Flags from '@oclif/core/flags';
import type { Answer } from '../../src/app/answer.ts';
import { AzmonCommand } from '../../src/app/command.ts';
import { FLAGS } from '../../src/app/flags.ts';
import { EXIT, Problem } from '../../src/problem.ts';

/** Commands that do nothing but end in one particular way, to see what the base class makes of it. */
const ending = (answer: () => Promise<Answer>): typeof AzmonCommand =>
  class extends AzmonCommand {
    protected async answer(): Promise<Answer> {
      await this.parse(this.ctor);
      return answer();
    }
  } as unknown as typeof AzmonCommand;

class Said extends AzmonCommand {
  static override flags = {
    cloud: FLAGS.cloud,
    concurrency: FLAGS.concurrency,
    strict: FLAGS.strict,
    only: FLAGS.only,
    timeout: FLAGS.timeout,
    'as-of': FLAGS['as-of'],
    proxy: FLAGS.proxy,
    hidden: Flags.string({ hidden: true }),
  };

  protected async answer(): Promise<Answer> {
    const { flags } = await this.parse(Said);
    this.talk('talk');
    this.detail('detail');
    this.notice({ code: 'AZMON-TEST', message: 'a notice' });
    this.event('target.finished', { target: 'local' });
    const may = this.interactive;
    return {
      result: { flags, given: Object.keys(flags).filter((flag) => this.given(flag)), may },
      exit: EXIT.ok,
      text: (paint) => [paint.good('answer')],
    };
  }
}

class Late extends AzmonCommand {
  protected async answer(): Promise<Answer> {
    await this.parse(Late);
    setTimeout(() => {
      throw new TypeError('CANARY-7d1f');
    }, 1);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    return { result: {}, exit: EXIT.ok, text: ['never'] };
  }
}

class Slow extends AzmonCommand {
  protected async answer(): Promise<Answer> {
    await this.parse(Slow);
    process.stderr.write('waiting\n');
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    return { result: {}, exit: EXIT.ok, text: [] };
  }
}

const problem = (exit: (typeof EXIT)[keyof typeof EXIT]): Problem =>
  new Problem({
    code: 'AZMON-TEST',
    exit,
    message: 'it failed',
    why: 'because',
    fix: [{ text: 'mend it', command: 'mend' }],
  });

export const COMMANDS: Readonly<Record<string, typeof AzmonCommand>> = {
  said: Said as unknown as typeof AzmonCommand,
  slow: Slow as unknown as typeof AzmonCommand,
  late: Late as unknown as typeof AzmonCommand,
  empty: ending(async () => ({ result: {}, exit: EXIT.ok, text: [] })),
  'not-ready': ending(async () => ({
    result: {},
    exit: EXIT['not-ready'],
    text: ['no'],
    errors: [problem(EXIT['not-ready']).on('ssh://a')],
  })),
  fails: ending(async () => {
    throw problem(EXIT.unavailable);
  }),
  bug: ending(async () => {
    throw new TypeError('CANARY-7d1f');
  }),
  big: ending(async () => ({
    result: { text: 'x'.repeat(4_000_000) },
    exit: EXIT.ok,
    text: Array.from({ length: 200_000 }, () => 'a line'),
  })),
  'topic:child': ending(async () => ({ result: {}, exit: EXIT.ok, text: ['child'] })),
};
