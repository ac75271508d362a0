import type { Assessment } from '../check/assess.ts';
import type { Finding } from '../check/check.ts';
import { FACT_KINDS, type FactKey, type MachineFacts } from '../machine/facts.ts';
import type { Problem } from '../problem.ts';
import type { AgentState } from './agent-state.ts';
import type { LedgerEntry } from './ledger.ts';
import { masked, maskedValue } from './masked.ts';

/** What is known of one machine when its support bundle is made; what is missing could not be had. */
export interface SupportSource {
  /** Version of azmon. */
  readonly azmon: string;
  /** ISO 8601 */
  readonly at: string;
  /** The target's key. */
  readonly target: string;
  readonly facts?: MachineFacts | undefined;
  readonly assessment?: Assessment | undefined;
  readonly state?: AgentState | undefined;
  readonly ledger?: readonly LedgerEntry[] | undefined;
  readonly logs?: readonly { readonly path: string; readonly lines: readonly string[] }[] | undefined;
  /** Why a part could not be had. */
  readonly problems?: readonly Problem[] | undefined;
}

/** A file of a support bundle. */
export interface SupportFile {
  /** Below the bundle's folder; letters, digits and `-._/`. */
  readonly path: string;
  readonly text: string;
  /** What it is, for the list. */
  readonly about: string;
  /** How often something that may be a secret was taken out. */
  readonly masked: number;
}

/**
 * The files of a support bundle. Only fields that are known to hold no secret go in, each of their texts without what may be one all the
 * same; the facts can be judged again with `azmon check --facts`. Pure.
 */
export function supportFiles(source: SupportSource): readonly SupportFile[] {
  const { azmon, at, target, facts, assessment, state, ledger = [], logs = [], problems = [] } = source;
  const parts = [
    ...(facts === undefined
      ? []
      : [
          json('facts.json', 'what a look at the machine found', {
            schema: 'azmon-facts/v1',
            target,
            facts: known(facts),
          }),
        ]),
    ...(assessment === undefined
      ? []
      : [json('findings.json', 'what the checks say of it', assessment.generations.map(judgementOf))]),
    ...(state === undefined ? [] : [json('agent.json', 'the agent, as it tells itself', stateOf(state))]),
    ...(ledger.length === 0 ? [] : [lines('ledger.ndjson', 'what azmon changed on the machine', ledger.map(entryOf))]),
    ...(problems.length === 0 ? [] : [json('missing.json', 'what could not be had, and why', problems.map(problemOf))]),
    ...logs.map(logFile),
  ];
  return [json('azmon.json', 'who made this, when, and of which machine', { azmon, at, target }), ...parts];
}

function json(path: string, about: string, content: unknown): SupportFile {
  const { value, count } = maskedValue(content);
  return { path, about, text: `${JSON.stringify(value, undefined, 2)}\n`, masked: count };
}

function lines(path: string, about: string, rows: readonly object[]): SupportFile {
  const { value, count } = maskedValue(rows);
  return {
    path,
    about,
    text: (value as readonly object[]).map((row) => `${JSON.stringify(row)}\n`).join(''),
    masked: count,
  };
}

function logFile(
  { path, lines }: { readonly path: string; readonly lines: readonly string[] },
  index: number,
): SupportFile {
  const { text, count } = masked([`# ${path}`, ...lines, ''].join('\n'));
  const name = masked(path)
    .text.replace(/^.*[/\\]/, '')
    .replaceAll(/[^\w.-]/g, '-')
    .slice(-LONGEST_NAME);
  return { path: `logs/${index + 1}-${name}`, about: 'the last lines of a log', text, masked: count };
}

const LONGEST_NAME = 80;

/** Facts that azmon knows the meaning of; what a file of facts may hold besides stays out. */
const known = (facts: MachineFacts): Partial<Record<FactKey, unknown>> =>
  Object.fromEntries(
    (Object.keys(FACT_KINDS) as FactKey[]).filter((key) => key in facts).map((key) => [key, facts[key]]),
  );

const judgementOf = ({ agent, verdict, findings }: Assessment['generations'][number]): object => ({
  ...{ agent, verdict },
  findings: findings.map(({ id, status, severity, verdict: alone, cause, reason, evidence }: Finding) => ({
    ...{ id, status, severity, verdict: alone },
    ...(cause === undefined ? {} : { cause }),
    ...(reason === undefined ? {} : { reason }),
    ...(evidence === undefined ? {} : { evidence }),
  })),
});

const stateOf = (state: AgentState): object => {
  const { system, installed, version, packages, by, service, proxy, extension, successor, host } = state;
  return {
    ...{ system, installed, version, packages, by, service, proxy, extension, successor, host },
    workspaces: state.workspaces.map(({ id, status, text, certificate, through, lastHeartbeat }) => ({
      ...{ id, status, text, certificate, through, lastHeartbeat },
    })),
    groups: state.groups.map(({ name, server, workspace }) => ({ name, server, workspace })),
  };
};

const entryOf = ({ seq, at, run, by, do: verb, kind, what, before }: LedgerEntry): object => ({
  ...{ v: 1, seq, at, run, by, do: verb, kind, what, before },
});

const problemOf = ({ code, message, why }: Problem): object => ({ code, message, why });
