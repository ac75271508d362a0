import * as Args from '@oclif/core/args';
import type { Answer } from '../app/answer.ts';
import { AzmonCommand } from '../app/command.ts';
import { commandHelp } from '../app/help/command-help.ts';
import type { Manual } from '../app/help/manual.ts';
import { commandRows, rootHelp, topicHelp } from '../app/help/root-help.ts';
import { isTopic, TOPICS } from '../app/help/topics.ts';
import { unknownCommand } from '../app/usage.ts';
import { EXIT } from '../problem.ts';

export default class Help extends AzmonCommand {
  static override summary = 'tell about a command or a topic';
  static override examples = [
    { description: 'all commands', command: 'azmon help' },
    { description: 'one command, the same as azmon check --help', command: 'azmon help check' },
    { description: 'what the exit codes mean', command: 'azmon help exit-codes' },
  ];
  static override args = {
    subject: Args.string({
      multiple: true,
      ignoreStdin: true,
      description: `a command, or one of: ${Object.keys(TOPICS).join(', ')}`,
    }),
  };

  protected async answer(): Promise<Answer> {
    const { args } = await this.parse(Help);
    const words = [args.subject ?? []].flat();
    const manuals = this.config.commands as unknown as readonly Manual[];
    return { exit: EXIT.ok, ...this.#about(words, manuals) };
  }

  #about(words: readonly string[], manuals: readonly Manual[]): Pick<Answer, 'result' | 'text'> {
    const id = words.join(':');
    const manual = manuals.find((candidate) => candidate.id === id);
    if (id === '') return { result: overview(manuals), text: (paint) => rootHelp(manuals, this.config.version, paint) };
    if (manual !== undefined) return { result: { command: id, manual }, text: (paint) => commandHelp(manual, paint) };
    if (isTopic(id))
      return {
        result: { topic: id, lines: TOPICS[id].lines(undefined) },
        text: (paint) => TOPICS[id].lines(paint.width),
      };
    const below = manuals.filter((candidate) => candidate.id.startsWith(`${id}:`));
    if (below.length > 0) return { result: overview(below), text: (paint) => topicHelp(id, manuals, paint) };
    throw unknownCommand(id, [...manuals.map((known) => known.id.replaceAll(':', ' ')), ...Object.keys(TOPICS)]);
  }
}

const overview = (manuals: readonly Manual[]): object => ({
  commands: commandRows(manuals).map(([command, summary]) => ({ command, summary })),
  topics: Object.entries(TOPICS).map(([topic, { summary }]) => ({ topic, summary })),
});
