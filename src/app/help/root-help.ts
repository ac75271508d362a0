import type { Paint } from '../../report/paint.ts';
import { columns } from './columns.ts';
import { section } from './command-help.ts';
import { type Manual, typed } from './manual.ts';
import { TOPICS } from './topics.ts';

/** What `azmon` alone says: what it is, what it can do, where to go on. Pure. */
export function rootHelp(commands: readonly Manual[], version: string, paint: Paint): string[] {
  return [
    `${paint.strong('azmon')} ${version}: put the Azure monitoring agent on machines, and prove that it reports; check first.`,
    ...section('USAGE', ['  azmon COMMAND [FLAGS]'], paint),
    ...section(
      'EXAMPLES',
      EXAMPLES.map(([why, command]) => `  ${command.padEnd(44)}${paint.dim(`# ${why}`)}`),
      paint,
    ),
    ...section('COMMANDS', columns(commandRows(commands), paint.width), paint),
    ...section(
      'TOPICS',
      columns(
        Object.entries(TOPICS).map(([name, topic]) => [`help ${name}`, topic.summary]),
        paint.width,
      ),
      paint,
    ),
    '',
    'azmon COMMAND --help tells more about each.',
  ];
}

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['this machine', 'azmon check'],
  ['a machine behind ssh', 'azmon check ssh://admin@web-07'],
  ['who runs which agent, and whether it reports', 'azmon status'],
  ['an Azure of your own to try all this on', 'azmon sandbox run -- azmon status'],
];

/** Help of a topic such as `azmon probe`: the commands below it. Pure. */
export function topicHelp(topic: string, commands: readonly Manual[], paint: Paint): string[] {
  const below = commands.filter((command) => command.id.startsWith(`${topic}:`));
  return [
    ...section('USAGE', [`  ${typed(topic)} COMMAND [FLAGS]`], paint).slice(1),
    ...section('COMMANDS', columns(commandRows(below), paint.width), paint),
  ];
}

export const commandRows = (commands: readonly Manual[]): [string, string][] =>
  commands
    .filter((command) => command.hidden !== true)
    .map((command) => [command.id.replaceAll(':', ' '), command.summary ?? '']);
