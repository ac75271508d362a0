import { EXIT, type ExitName } from '../../problem.ts';
import type { Paint } from '../../report/paint.ts';
import { wrapped } from '../../report/wrapped.ts';
import { VARIABLES } from '../variables.ts';
import { columns } from './columns.ts';
import { EXIT_TEXT } from './exit-texts.ts';
import { type Manual, type ManualArg, type ManualFlag, typed } from './manual.ts';

/** Help of one command: examples first, because that is what people came for; then flags by group, variables, exit codes. Pure. */
export function commandHelp(manual: Manual, paint: Paint): string[] {
  const flags = Object.values(manual.flags).filter((flag) => flag.hidden !== true);
  return [
    ...wrapped(sentence(manual.summary ?? ''), paint.width),
    ...section('EXAMPLES', examples(manual, paint), paint),
    ...section('USAGE', [`  ${usage(manual)}`], paint),
    ...section('DESCRIPTION', paragraphs(manual.description, paint), paint),
    ...section(
      'ARGUMENTS',
      columns(
        args(manual).map((arg) => [arg.name, arg.description ?? '']),
        paint.width,
      ),
      paint,
    ),
    ...groups(flags).flatMap(([title, group]) => section(title, columns(group.map(flagRow), paint.width), paint)),
    ...section('ENVIRONMENT', columns(variables(flags), paint.width), paint),
    ...section('EXIT CODES', columns(exits(manual.exits ?? ['ok']), paint.width), paint),
  ];
}

export function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : ['', paint.strong(title), ...lines];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function examples(manual: Manual, paint: Paint): string[] {
  return (manual.examples ?? []).flatMap((example) =>
    typeof example === 'string'
      ? [`  ${example}`]
      : [`  ${paint.dim(`# ${example.description}`)}`, `  ${example.command}`],
  );
}

const args = (manual: Manual): ManualArg[] => Object.values(manual.args).filter((arg) => arg.hidden !== true);

function usage(manual: Manual): string {
  if (typeof manual.usage === 'string') return `azmon ${manual.usage}`;
  const words = args(manual).map((arg) => {
    const name = `${arg.name.toUpperCase()}${arg.multiple === true ? '...' : ''}`;
    return arg.required === true ? name : `[${name}]`;
  });
  return [typed(manual.id), ...words, '[FLAGS]'].join(' ');
}

const paragraphs = (text: string | undefined, paint: Paint): string[] =>
  (text ?? '')
    .split('\n')
    .filter((line, _, all) => all.length > 1 || line !== '')
    .flatMap((line) => wrapped(line, paint.width === undefined ? undefined : paint.width - 2))
    .map((line) => (line === '' ? '' : `  ${line}`));

/** A command's own flags first, the common ones after them. */
function groups(flags: readonly ManualFlag[]): [string, ManualFlag[]][] {
  const titles = [...new Set(['FLAGS', ...flags.map((flag) => flag.helpGroup ?? 'FLAGS')])];
  const sorted = titles.filter((title) => title !== 'OUTPUT').concat('OUTPUT');
  return sorted.map((title) => [title, flags.filter((flag) => (flag.helpGroup ?? 'FLAGS') === title)]);
}

function flagRow(flag: ManualFlag): [string, string] {
  const short = flag.char === undefined ? '    ' : `-${flag.char}, `;
  const name = flag.allowNo === true ? `--[no-]${flag.name}` : `--${flag.name}`;
  const value = flag.type === 'option' ? ` ${flag.helpValue ?? flag.options?.join('|') ?? 'VALUE'}` : '';
  return [`${short}${name}${value}`, `${flag.summary ?? ''}${flag.multiple === true ? '; may be repeated' : ''}`];
}

const variables = (flags: readonly ManualFlag[]): [string, string][] =>
  flags
    .filter((flag) => flag.helpGroup !== 'OUTPUT')
    .flatMap(({ name }) => VARIABLES.filter(({ flag, beside }) => flag === name || beside === name))
    .map((variable) => [variable.name, variable.text]);

function exits(names: readonly ExitName[]): [string, string][] {
  const all = new Set<ExitName>([...names, 'internal', 'usage']);
  return (Object.keys(EXIT) as ExitName[])
    .filter((name) => all.has(name))
    .map((name) => [`${EXIT[name]} ${name}`, EXIT_TEXT[name]]);
}
