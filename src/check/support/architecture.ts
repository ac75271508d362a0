import type { LinuxArchitecture, LinuxEntry, SupportList } from '../../agent/agent.ts';
import { tableOf } from '../../agent/gate.ts';
import { rowsFor } from '../../agent/listing.ts';
import { baseOf, knownLists } from '../../agent/standing.ts';
import { windowsRowsFor } from '../../agent/windows-listing.ts';
import { type Architecture, architectureOf } from '../../machine/architecture.ts';
import type { LinuxSystem, WindowsSystem } from '../../machine/system.ts';
import { type Check, notObserved, type Outcome, type Subject } from '../check.ts';
import { titleOf } from './naming.ts';

/** There is a build for the processor, and a list names it for this system. */
export const architecture: Check = {
  id: 'support.architecture',
  severity: 'block',
  applies: () => true,
  judge(subject): Outcome {
    if (subject.system.family === 'windows') return judgeWindows(subject, subject.system);
    const seen = architectureOf(subject.facts);
    return seen === undefined ? notObserved('the architecture') : judgeLinux(subject, subject.system, seen);
  },
};

const impossible = (cause: string, measured: string, required: string): Outcome => ({
  status: 'fail',
  verdict: 'impossible',
  cause,
  evidence: { measured, required },
});

function judgeWindows(subject: Subject, system: WindowsSystem): Outcome {
  const builds: readonly string[] = subject.release.windows.architectures;
  const measured = system.architecture;
  if (measured === '') return notObserved('the architecture');
  if (!builds.includes(measured))
    return impossible('no build of the agent for this processor', measured, builds.join(', '));
  const base = windowsRowsFor(baseList(subject)?.windows ?? [], system).flatMap(
    (row): readonly string[] => row.architectures,
  );
  const required = [...new Set(base)].join(', ') || builds.join(', ');
  if (base.length > 0 && !base.includes(measured))
    return impossible('no list names this architecture for this system', measured, required);
  return outlived(subject, system) ?? { status: 'pass', evidence: { measured, required } };
}

/** The page is silent about 32 bits, and there is a package for them; documentation since 2021 names them for no Windows. */
function outlived({ agent, asOf }: Subject, { id, architecture: measured }: WindowsSystem): Outcome | undefined {
  const rows = (list: SupportList) => list.windows.filter((row) => row.id === id);
  const naming = knownLists(agent.support.lists, asOf).findLast((list) => rows(list).length > 0);
  const named: readonly string[] = naming === undefined ? [] : rows(naming).flatMap((row) => row.architectures);
  if (naming === undefined || named.includes(measured)) return undefined;
  return {
    status: 'fail',
    verdict: 'reserved',
    severity: 'warn',
    cause: 'later lists no longer name this architecture for this system',
    evidence: { measured, required: `${[...new Set(named)].join(', ')}: ${titleOf(naming)}` },
    fix: [{ text: 'move what runs there to a 64-bit system' }],
  };
}

function judgeLinux(subject: Subject, system: LinuxSystem, { kernel, userland }: Architecture): Outcome {
  const builds = subject.release.linux.architectures;
  const measured = kernel === userland ? kernel : `${kernel} kernel, ${userland} programs`;
  if (kernel !== userland) return impossible('32-bit programs under a 64-bit kernel', measured, builds.join(', '));
  if (!builds.some((build) => build === kernel))
    return impossible('no build of the agent for this processor', measured, builds.join(', '));
  const base = baseRows(subject, system);
  const required = architecturesOf(base).join(', ') || builds.join(', ');
  if (base.length === 0 || names(base, kernel)) return { status: 'pass', evidence: { measured, required } };
  const later = laterList(subject, system, kernel);
  if (later === undefined) return impossible('no list names this architecture for this system', measured, required);
  const evidence = { measured, required: titleOf(later) };
  return {
    status: 'fail',
    verdict: 'reserved',
    cause: 'only a later list names this architecture for this system',
    evidence,
  };
}

const names = (rows: readonly LinuxEntry[], wanted: string): boolean =>
  architecturesOf(rows).some((one) => one === wanted);

const architecturesOf = (rows: readonly LinuxEntry[]): readonly LinuxArchitecture[] => [
  ...new Set(rows.flatMap((row) => row.architectures)),
];

/** The rows by which the list that counts names the system; none where it does not, which is support.listed's matter. */
function baseRows(subject: Subject, system: LinuxSystem): readonly LinuxEntry[] {
  return rowsFor(baseList(subject)?.linux ?? [], system);
}

const baseList = ({ agent, asOf }: Subject): SupportList | undefined => baseOf(agent.support, asOf);

/** Another published list, or an extension's own table, that names the system on this architecture. */
function laterList({ agent, asOf }: Subject, system: LinuxSystem, kernel: string): SupportList | undefined {
  const list = knownLists(agent.support.lists, asOf).findLast(({ linux }) => names(rowsFor(linux, system), kernel));
  if (list !== undefined || agent.support.closed) return list;
  return agent.gates
    .flatMap((gate) => tableOf(gate, system, asOf) ?? [])
    .find(({ linux }) => names(rowsFor(linux, { ...system, id: tableName(linux, system) }), kernel));
}

/** The tables of the extensions hold beginnings of ids: `alma` stands for almalinux. */
const tableName = (linux: readonly LinuxEntry[], system: LinuxSystem): string =>
  linux.find(({ distro }) => system.id.startsWith(distro))?.distro ?? system.id;
