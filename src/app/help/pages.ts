import { CATALOGUE } from '../../check/catalogue.ts';
import { EXIT, type ExitName } from '../../problem.ts';
import { checksPage } from '../../report/checks-page.ts';
import { VARIABLES } from '../variables.ts';
import { EXIT_TEXT, SEVERAL_TARGETS } from './exit-texts.ts';

const BY_DOCS = 'Written by `npm run docs` from the tables in the code; do not edit by hand.';

/** The pages under docs/ that repeat what the code knows. `npm run docs` writes them, a test holds them to it. */
export const PAGES: Readonly<Record<string, string>> = {
  'exit-codes.md': page('Exit codes', [
    'The same number stands in `exitCode` of the JSON answer and its name in `status`. Codes are fixed and never reused for another cause. `azmon help exit-codes` prints this table.',
    table(
      ['code', 'name', 'meaning'],
      (Object.keys(EXIT) as ExitName[]).map((name) => [String(EXIT[name]), `\`${name}\``, EXIT_TEXT[name]]),
    ),
    ...SEVERAL_TARGETS,
  ]),
  'environment.md': page('Environment variables', [
    'A flag on the command line wins over its variable; the variable wins over the configuration file ([workspace.md](workspace.md)), and that over the default. Yes is `1`, `t`, `true`, `y` or `yes`, no is `0`, `f`, `false`, `n` or `no`, in any case. A yes-or-no variable that says anything else is ignored with a warning; a wrong value of any other variable is an error (exit code 2). `azmon help environment` prints this table.',
    table(
      ['variable', 'flag', 'meaning'],
      VARIABLES.map(({ name, flag, text }) => [`\`${name}\``, flag === undefined ? '' : `\`--${flag}\``, text]),
    ),
  ]),
  'checks.md': checksPage(CATALOGUE),
};

function page(title: string, parts: readonly string[]): string {
  return `${[`# ${title}`, BY_DOCS, ...parts].join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
