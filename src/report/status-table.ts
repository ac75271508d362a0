import { ageText } from '../manage/age.ts';
import type { MachineStatus } from '../manage/machine-state.ts';
import { printable } from '../printable.ts';
import type { Paint } from './paint.ts';
import { stateDress } from './status-words.ts';

const HEADS = ['state', 'machine', 'system', 'agents', 'workspace', 'last record'] as const;

/** A line for each machine; columns are as wide as what they hold, and the reason, which may be long, ends the line. `names`: of workspaces by GUID. */
export function statusTable(all: readonly MachineStatus[], names: ReadonlyMap<string, string>, paint: Paint): string[] {
  const rows = all.map((one) => cellsOf(one, names));
  const widths = HEADS.map((head, column) =>
    rows.reduce((width, cells) => Math.max(width, cells[column]?.length ?? 0), head.length),
  );
  const padded = (cells: readonly string[]): string[] => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return [
    paint.dim(`  ${padded(HEADS).join('  ').trimEnd()}`),
    ...all.map((one, index) => {
      const { sign, dress } = stateDress(one.state, paint);
      const [state = '', ...cells] = padded(rows[index] ?? []);
      const reason = one.reason === undefined ? '' : paint.dim(`  ${printable(one.reason)}`);
      return `${dress(sign)} ${dress(state)}  ${cells.join('  ')}${reason}`.trimEnd();
    }),
  ];
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
