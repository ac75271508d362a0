import type { Agent } from '../agent/agent.ts';
import { explainHandler } from '../method/handler-meaning.ts';
import { printable } from '../printable.ts';
import { type AzureVm, extensionOf, type ScaleSetInstance } from '../target/azure-vm.ts';

/** An instance of a scale set and how the agent's extension does on it. */
export interface InstanceRow {
  readonly id: string;
  readonly instance: string;
  readonly name: string;
  readonly power: string;
  readonly latestModel?: boolean;
  readonly protected?: true;
  /** As Azure says it; `none`: it is not on the instance. */
  readonly extension: string;
  /** The handler's own words where it failed. */
  readonly says?: string;
  readonly meaning?: string;
}

/** The instances of a set, in its order; none of any other machine. Pure. */
export const instanceRows = (vm: AzureVm, agent: Agent | undefined): readonly InstanceRow[] =>
  (vm.set?.instances ?? []).map((instance) => rowOf(instance, vm, agent));

function rowOf(instance: ScaleSetInstance, vm: AzureVm, agent: Agent | undefined): InstanceRow {
  const { id, instanceId, name, power, latestModel, isProtected } = instance;
  return {
    ...{ id, instance: instanceId, name, power },
    ...(latestModel === undefined ? {} : { latestModel }),
    ...(isProtected === true ? { protected: true } : {}),
    ...(agent === undefined ? { extension: 'unknown' } : extensionState(instance, vm.system, agent)),
  };
}

function extensionState(
  { extensions }: ScaleSetInstance,
  system: AzureVm['system'],
  { extension }: Agent,
): Pick<InstanceRow, 'extension' | 'says' | 'meaning'> {
  const side = extension[system];
  const found = extensionOf(
    { extensions: extensions as AzureVm['extensions'] },
    { publisher: extension.publisher, type: side.type },
  );
  if (found === undefined) return { extension: 'none' };
  if (/^succeeded$/i.test(found.provisioning)) return { extension: found.provisioning };
  const says = found.statuses.flatMap(({ message }) => message ?? []).join(' ');
  const meaning = explainHandler(side, says)?.meaning;
  return {
    extension: found.provisioning,
    ...(says === '' ? {} : { says }),
    ...(meaning === undefined ? {} : { meaning }),
  };
}

/** So many instances are named in a report for people. */
const NAMED = 8;
const LONGEST = 300;

/** `3 of 4 instances have the extension`, and those where it failed, with what the handler says; empty for what has no instances. */
export function instanceLines(vm: AzureVm, agent: Agent | undefined): string[] {
  if (vm.set === undefined || agent === undefined) return [];
  const rows = instanceRows(vm, agent);
  const there = rows.filter(({ extension }) => /^succeeded$/i.test(extension));
  const failed = rows.filter(({ extension }) => /^(failed|cancell?ed)$/i.test(extension));
  const more = failed.length > NAMED ? [`and ${failed.length - NAMED} more (--json names all)`] : [];
  return [
    `${there.length} of ${rows.length} ${rows.length === 1 ? 'instance has' : 'instances have'} the extension`,
    ...failed.slice(0, NAMED).map(failedLine),
    ...more,
  ];
}

function failedLine({ name, extension, says = '', meaning }: InstanceRow): string {
  const words = printable(says).slice(0, LONGEST);
  const what = [meaning, words === '' ? undefined : `it says: ${words}`].filter((part) => part !== undefined);
  return `${name}: ${extension}${what.length === 0 ? '' : `: ${what.join('; ')}`}`;
}
