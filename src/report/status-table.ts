import { ageText } from '../manage/age.ts';
import type { MachineStatus } from '../manage/machine-state.ts';
import { printable } from '../printable.ts';
import { detail } from './check-words.ts';
import type { Paint } from './paint.ts';
import { stateDress } from './status-words.ts';

const HEADS = ['state', 'machine', 'system', 'agents', 'workspace', 'last record'] as const;

/** Left out in this order where the lines would not fit: the state says much of both. */
const DISPENSABLE: readonly (typeof HEADS)[number][] = ['agents', 'system'];

/**
 * A line for each machine; columns are as wide as what they hold, and the reason, which may be long, ends the line. Where somebody reads
 * at a narrow terminal it stands below, and columns that the state makes up for are left out. `names`: of workspaces by GUID.
 */
export function statusTable(all: readonly MachineStatus[], names: ReadonlyMap<string, string>, paint: Paint): string[] {
  const rows = all.map((one) => cellsOf(one, names));
  const widths = HEADS.map((head, column) =>
    rows.reduce((width, cells) => Math.max(width, cells[column]?.length ?? 0), head.length),
  );
  const kept = columnsWithin(widths, paint.width);
  const padded = (cells: readonly string[]): string[] =>
    kept.map((column) => (cells[column] ?? '').padEnd(widths[column] ?? 0));
  const longest = Math.max(0, ...all.map(({ reason }) => (reason === undefined ? 0 : reason.length + 2)));
  const isNarrow = paint.width !== undefined && widthOf(kept, widths) + longest > paint.width;
  return [
    paint.dim(`  ${padded(HEADS).join('  ').trimEnd()}`),
    ...all.flatMap((one, index) => {
      const { sign, dress } = stateDress(one.state, paint);
      const [state = '', ...cells] = padded(rows[index] ?? []);
      const why = one.reason === undefined ? '' : printable(one.reason);
      const line = `${dress(sign)} ${dress(state)}  ${cells.join('  ')}`;
      if (why === '') return line.trimEnd();
      return isNarrow ? [line.trimEnd(), ...detail('', why, paint)] : `${line}${paint.dim(`  ${why}`)}`;
    }),
  ];
}

/** Of a line without its reason: the sign, the columns and two blanks between them. */
const widthOf = (columns: readonly number[], widths: readonly number[]): number =>
  columns.reduce((sum, column) => sum + (widths[column] ?? 0) + 2, 0);

/** Numbers of the columns that fit; of those that nothing makes up for all stay. */
function columnsWithin(widths: readonly number[], width: number | undefined): readonly number[] {
  let kept = HEADS.map((_, column) => column);
  for (const head of DISPENSABLE)
    if (width !== undefined && widthOf(kept, widths) > width) kept = kept.filter((column) => HEADS[column] !== head);
  return kept;
}

function cellsOf(one: MachineStatus, names: ReadonlyMap<string, string>): string[] {
  const workspaces = [...new Set(one.agents.flatMap((agent) => agent.workspaces))];
  const ages = one.agents.flatMap(({ lastRecordAgeMs }) => lastRecordAgeMs ?? []);
  return [
    one.state,
    printable(one.name),
    printable(one.systemName ?? one.system),
    one.agents.map(({ agent }) => agent).join(' + ') || '-',
    shortList(workspaces.map((id) => printable(names.get(id) ?? id))),
    ages.length === 0 ? '-' : `${ageText(Math.min(...ages))} ago`,
  ];
}

/** The first, and how many more. */
function shortList([first = '-', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} +${others.length}`;
}
