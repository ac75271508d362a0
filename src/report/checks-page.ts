import type { Check } from '../check/check.ts';
import type { CheckText } from '../check/check-text.ts';
import { anchor, groupOf } from '../check/finding.ts';
import { TEXT } from '../check/text.ts';

const SEVERITY = { block: 'blocks', warn: 'warns', info: 'informs' } as const;

/** The page docs/checks.md: every check with what it asks, what goes wrong without, and where the rule comes from. Pure. */
export function checksPage(catalogue: readonly Check[]): string {
  const groups = Map.groupBy(catalogue, (check) => groupOf(check.id));
  const lines = [
    '# Checks',
    '',
    'Written by `npm run docs` from the texts beside the checks; do not edit by hand.',
    '',
    `${catalogue.length} checks in ${groups.size} groups. \`--only\` and \`--ignore\` take the id of a check or the name of a group.`,
    'A check that blocks makes a machine not-ready (or worse) when it fails, and undetermined when it could not be observed;',
    'one that warns makes it reserved; one that informs changes nothing. A check may weigh a single case differently.',
    ...[...groups].flatMap(([group, checks]) => ['', `## ${group}`, ...checks.flatMap(entry)]),
  ];
  return `${lines.join('\n')}\n`;
}

function entry(check: Check): string[] {
  const text: CheckText = TEXT[check.id];
  return [
    '',
    `<a id="${anchor(check.id)}"></a>`,
    '',
    `### ${check.id}`,
    '',
    `**${text.title}** (${SEVERITY[check.severity]})`,
    '',
    text.why,
    '',
    `Source: ${text.source}`,
  ];
}
