import { agentFacts } from './agent-facts.ts';
import type { SandboxMachine } from './state.ts';
import type { World } from './world.ts';

type Facts = ReturnType<typeof agentFacts>;

/** What azmon runs on machines of Azure by run-command: it looks, or starts the agent again. */
const VERBS: readonly string[] = ['show', 'restart', 'logs'];

/**
 * What the wrapper prints of the Log Analytics agent on a machine (docs/wrapper.md). A verb that azmon never sends through Azure is
 * refused. `agent` is what an extension or hands put there.
 */
export function wrapperLines(
  machine: SandboxMachine,
  verb: string,
  world: Pick<World, 'clock'>,
): { readonly lines: readonly string[]; readonly exit: number } {
  const facts = agentFacts(machine, world);
  const state = stateLines(machine, facts);
  const head = ['wrapper.version=1', `wrapper.system=${machine.system}`, 'wrapper.run=sandbox'];
  const end = (result: string): readonly string[] => [...state, `result=${result}`, 'wrapper.end=ok'];
  if (!VERBS.includes(verb))
    return { lines: [...head, 'fail=bad-value the sandbox plays show, restart and logs', ...end('failed')], exit: 2 };
  if (verb === 'show') return { lines: [...head, ...end('unchanged')], exit: 0 };
  if (!isThere(facts))
    return { lines: [...head, 'fail=no-agent there is no Log Analytics agent', ...end('failed')], exit: 11 };
  if (verb === 'logs') return { lines: [...head, ...logLines(machine, facts), ...end('unchanged')], exit: 0 };
  const steps = ["step=service begin restart the agent's service", 'step=service done the service runs'];
  return { lines: [...head, ...steps, ...end('changed')], exit: 0 };
}

const versionOf = (facts: Facts): string | undefined => one(facts['oms.version'] ?? facts['mma.version']);
const isThere = (facts: Facts): boolean => versionOf(facts) !== undefined;

function stateLines(machine: SandboxMachine, facts: Facts): readonly string[] {
  const version = versionOf(facts);
  const successor = one(facts['ama.version']);
  const rest = [
    ...(successor === undefined ? [] : [`state.successor=${successor}`]),
    ...(one(facts['oms.extension'] ?? facts['mma.extension']) === 'yes' ? ['state.extension=yes'] : []),
    `state.host=${machine.computerName}`,
  ];
  if (version === undefined) return ['state.agent=none', 'state.packages=none', 'state.service=absent', ...rest];
  const status = STATUS[machine.system][machine.networkBlocked === true ? 'blocked' : 'well'];
  return [
    ...['state.agent=log-analytics', `state.version=${version}`, 'state.packages=whole', 'state.by=other'],
    ...idsOf(facts).map((id) => `state.workspace=${id} ${status}`),
    ...groupsOf(facts).map((name) => `state.group=${name}`),
    ...['state.service=running', ...rest],
  ];
}

const STATUS = {
  linux: { well: 'onboarded OMSAgent Running', blocked: 'warning OMSAgent Registered, Not Running' },
  windows: {
    well: 'connected The Microsoft Monitoring Agent has successfully connected to the service.',
    blocked: 'not-connected The service cannot be reached.',
  },
} as const;

function logLines(machine: SandboxMachine, facts: Facts): readonly string[] {
  const [id = 'none'] = idsOf(facts);
  const path =
    machine.system === 'linux' ? `/var/opt/microsoft/omsagent/${id}/log/omsagent.log` : 'event log Operations Manager';
  const said = machine.networkBlocked === true ? 'cannot reach the service' : 'a heartbeat was sent';
  return [`log.file=${path}`, `log=${said}`];
}

const idsOf = (facts: Facts): readonly string[] => many(facts['oms.workspace'] ?? facts['mma.workspace']);

/** Linux tells no names: its port is open for Operations Manager or not. */
const groupsOf = (facts: Facts): readonly string[] =>
  one(facts['scom.linked']) === 'yes' ? ['scom'] : many(facts['mma.group']);

type Value = Facts[string] | undefined;
const one = (value: Value): string | undefined => (value === undefined ? undefined : String(value));
const many = (value: Value): readonly string[] =>
  value === undefined || value === '-' ? [] : Array.isArray(value) ? value : [String(value)];
