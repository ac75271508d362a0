import type { Agent, MethodId, Place } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import type { PageVerdict } from '../agent/page-verdict.ts';
import { pageVerdict } from '../agent/page-verdict.ts';
import { baseOf } from '../agent/standing.ts';
import type { AzureLook } from '../machine/azure-look.ts';
import { detectSystem } from '../machine/detect.ts';
import type { MachineFacts } from '../machine/facts.ts';
import type { NetworkLook } from '../machine/network-look.ts';
import { parseNetworkLook } from '../machine/network-look.ts';
import type { System } from '../machine/system.ts';
import { EXIT, type ExitCode } from '../problem.ts';
import type { Cloud } from '../target/cloud.ts';
import type { ProxyRoute } from '../target/proxy.ts';
import { AZURE_CHECKS } from './azure/index.ts';
import { azureIdentity } from './both/azure-identity.ts';
import { isOperationsManagerOnly } from './both/operations-manager.ts';
import { type Subject, type Unprobed, VERDICTS, type Verdict } from './check.ts';
import { type Judgement, type JudgeOptions, judge } from './judge.ts';
import { SUPPORT_CHECKS } from './support/index.ts';

/** What is asked of every machine of a run. */
export interface Question {
  /** The generations to judge, in the order in which they are shown. */
  readonly agents: readonly Agent[];
  /** Version of a release of the agent; missing: the agent's first. */
  readonly release?: string;
  readonly method?: MethodId;
  /** YYYY-MM-DD */
  readonly asOf: string;
  readonly cloud: Cloud;
  readonly place: Place;
  readonly proxy?: ProxyRoute;
  readonly offline: boolean;
  readonly judging: JudgeOptions;
}

/** What is known of one machine when it is judged. */
export interface Evidenced {
  readonly facts: MachineFacts;
  /** Azure's own account of it; missing: Azure was not asked. */
  readonly azure?: AzureLook;
  /** The facts are what Azure tells: only the checks that it answers are asked. Missing: they come from the machine. */
  readonly unprobed?: Unprobed;
  readonly gathered?: { readonly startedAt: number; readonly finishedAt: number };
}

/** One machine judged for each generation asked for. */
export interface Assessment {
  readonly system: System;
  /** By the page of 2020-02-04, from name and version only, whatever the date. */
  readonly page: PageVerdict;
  readonly generations: readonly Judgement[];
  /** The better of the generations' verdicts. */
  readonly verdict: Verdict;
  /** The successor cannot take this machine at all: no later agent is waiting for it. */
  readonly stranded: boolean;
  /** It reports to Operations Manager and to no workspace: the retirement does not concern it. */
  readonly operationsManagerOnly: boolean;
}

/** Judges one machine's facts for each generation asked for. Pure. */
export function assess(machine: Evidenced, question: Question): Assessment {
  const system = systemOf(machine.facts);
  const looks = looksOf(machine.facts);
  const subjects = question.agents.map((agent) => subjectFor(agent, machine, system, looks, question));
  const generations = subjects.map((subject) => judge(subject, judgingOf(machine, question)));
  return {
    system,
    page: pageVerdict(system),
    generations,
    verdict: best(generations.map((generation) => generation.verdict)),
    stranded: subjects.some((subject) => isStranded(subject, question, generations)),
    operationsManagerOnly: isOperationsManagerOnly(machine.facts),
  };
}

/**
 * Forty answers of "not observed" would hide the few that Azure gives. Checks that were asked for by name are asked all the same: none
 * of them may pass for want of a question.
 */
const judgingOf = ({ unprobed }: Evidenced, { judging }: Question): JudgeOptions =>
  unprobed === undefined || judging.only !== undefined ? judging : { ...judging, catalogue: TOLD_BY_AZURE };

/** What Azure's account of a machine and of its image can answer. Every C library of a listed system is glibc; its version is not told. */
const TOLD_BY_AZURE = [...SUPPORT_CHECKS.filter(({ id }) => id !== 'support.libc'), ...AZURE_CHECKS, azureIdentity];

const systems = new Map<string, System>();

/** Machines of one kind share their system, so that what follows from it alone is worked out once. */
function systemOf(facts: MachineFacts): System {
  const { 'os.family': family, release } = facts;
  // The release files decide for Linux and are quick to compare; for Windows it is many facts.
  const key = family === 'windows' ? JSON.stringify(detectSystem(facts)) : `${release?.join('\n')}`;
  const known = systems.get(key);
  if (known !== undefined) return known;
  // Through JSON, so that no piece of text of any one machine is kept alive.
  const own = JSON.parse(JSON.stringify(detectSystem(facts))) as System;
  if (systems.size < MOST_SYSTEMS) systems.set(key, own);
  return own;
}

const MOST_SYSTEMS = 1000;

/** The exit code a verdict stands for; warnings count only when asked to. */
export function exitOf(verdict: Verdict, strict: boolean): ExitCode {
  if (verdict === 'ready') return EXIT.ok;
  if (verdict === 'reserved') return strict ? EXIT.warnings : EXIT.ok;
  return EXIT['not-ready'];
}

function best(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.findLast((verdict) => verdicts.includes(verdict)) ?? 'undetermined';
}

function subjectFor(
  agent: Agent,
  machine: Evidenced,
  system: System,
  looks: ReadonlyMap<string, NetworkLook>,
  question: Question,
): Subject {
  const { asOf, cloud, place, offline, method, proxy } = question;
  const release = agent.releases.find(({ version }) => version === question.release) ?? agent.releases[0];
  return {
    ...{ facts: machine.facts, system, looks, agent, release, asOf, cloud, place, offline },
    ...(method === undefined ? {} : { method }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(machine.azure === undefined ? {} : { azure: machine.azure }),
    ...(machine.unprobed === undefined ? {} : { unprobed: machine.unprobed }),
    ...(machine.gathered === undefined ? {} : { gathered: machine.gathered }),
  };
}

const NO_WAY: readonly Verdict[] = ['impossible', 'refused', 'unlisted'];

/** Asks the successor's support rules only, without the chosen method: what is not ready today may become so. */
function isStranded(subject: Subject, question: Question, judged: readonly Judgement[]): boolean {
  const successor = subject.agent.successor === undefined ? undefined : AGENTS[subject.agent.successor];
  // Before the successor's first list nothing was known of what it takes.
  if (successor === undefined || baseOf(successor.support, subject.asOf) === undefined) return false;
  const known = isUnconditional(question) ? judged.find(({ agent }) => agent === successor.id) : undefined;
  if (known !== undefined)
    return known.findings.some(({ group, verdict }) => group === 'support' && NO_WAY.includes(verdict));
  const { method: _, ...anyMethod } = subject;
  const asked = { ...anyMethod, agent: successor, release: successor.releases[0] };
  return NO_WAY.includes(judge(asked, { catalogue: SUPPORT_CHECKS }).verdict);
}

/** Nothing was chosen, lowered or left out: the successor's own judgement holds its support rules as they are. */
const isUnconditional = ({ method, judging }: Question): boolean =>
  method === undefined && judging.only === undefined && (judging.ignore ?? []).length === 0;

function looksOf(facts: MachineFacts): ReadonlyMap<string, NetworkLook> {
  const looks = (facts.net ?? []).map(parseNetworkLook).filter((look) => look !== undefined);
  return new Map(looks.map((look) => [look.host, look]));
}
