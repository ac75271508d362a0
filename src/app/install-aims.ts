import type { AgentId } from '../agent/agent.ts';
import { AGENTS } from '../agent/index.ts';
import { assess, type Question } from '../check/assess.ts';
import { evidenceOf } from '../check/azure/evidence.ts';
import type { Verdict } from '../check/check.ts';
import type { AgentWish } from '../method/choose.ts';
import type { Azure } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { TargetRow } from '../target/inventory-row.ts';
import type { Located } from './deploy-targets.ts';
import { type Aim, type Aiming, type AimWish, aimOf } from './install-aim.ts';

/** What each machine is to get: its aim, or why its row of a target file cannot be followed. */
export type Aims = (row: TargetRow) => Aim | Problem;

/**
 * Works out once for each distinct wish what it takes, before anything is touched. What is wrong with the flags ends the run (thrown);
 * what is wrong with a row is the trouble of its machines alone.
 */
export async function aimsFor(located: readonly Located[], ofFlags: AimWish, aiming: Aiming): Promise<Aims> {
  const aims = new Map<string, Aim | Problem>();
  for (const one of located) {
    if (!('row' in one)) continue;
    const wish = wishOf(one.row, ofFlags);
    const key = keyOf(wish);
    if (!aims.has(key)) aims.set(key, await oneAim(wish, wish === ofFlags, aiming));
  }
  // Nothing was found: what is wrong with the flags is still told first.
  if (aims.size === 0 && located.length === 0) await aimOf(ofFlags, aiming);
  return (row) => aims.get(keyOf(wishOf(row, ofFlags))) as Aim | Problem;
}

const keyOf = ({ agent, workspace, rule, defaultRule, ofRow }: AimWish): string =>
  JSON.stringify([agent, workspace, rule, defaultRule, ofRow]);

/** A row may name its own generation, workspace and rule; the rest stays as the flags say. */
function wishOf({ agent, workspace, rule }: TargetRow, ofFlags: AimWish): AimWish {
  if (agent === undefined && workspace === undefined && rule === undefined) return ofFlags;
  const ruleHere = rule ?? (workspace === undefined && mayTakeRule(agent) ? ofFlags.rule : undefined);
  return {
    key: ofFlags.key === undefined ? undefined : 'elsewhere',
    agent: (agent as AgentId | undefined) ?? (rule === undefined ? ofFlags.agent : undefined),
    workspace: workspace ?? ofFlags.workspace,
    rule: ruleHere,
    defaultRule: ruleHere === undefined && takesRule(agent, ofFlags),
    ofRow: workspace !== undefined,
  };
}

/** A row that names the generation that takes a rule, and none, gets the default one where it knows its workspace. */
const takesRule = (agent: string | undefined, { defaultRule }: AimWish): boolean =>
  agent === undefined ? defaultRule === true : AGENTS[agent as AgentId].extension.destination === 'rule';

const mayTakeRule = (agent: string | undefined): boolean =>
  agent === undefined || AGENTS[agent as AgentId].extension.destination === 'rule';

async function oneAim(wish: AimWish, isFlags: boolean, aiming: Aiming): Promise<Aim | Problem> {
  try {
    return await aimOf(wish, aiming);
  } catch (error) {
    if (error instanceof Problem && !isFlags) return error;
    throw error;
  }
}

/** So many machines are looked at to recommend a generation; more would keep somebody waiting for a question. */
const SAMPLE = 20;
const NO_WAY: readonly Verdict[] = ['impossible', 'refused', 'unlisted'];

/** Which generations run on the machines, by what Azure alone knows of their systems. What cannot be read is left open. */
export async function canRun(
  located: readonly Located[],
  azure: Azure,
  question: Question,
): Promise<NonNullable<AgentWish['machines']>> {
  const machines = located.flatMap((one) => ('id' in one ? [one.id.id] : [])).slice(0, SAMPLE);
  return Promise.all(
    machines.map(async (id) => {
      const vm = await azure.machines.vm(id).catch(() => undefined);
      return vm === undefined ? {} : byAgent({ vm, ...NOT_ASKED }, question);
    }),
  );
}

const unread = { unread: 'not asked' };
const NOT_ASKED = { locks: unread, permissions: unread, policies: unread, providers: {}, versions: {} };

function byAgent(look: Parameters<typeof evidenceOf>[0], question: Question): Partial<Record<AgentId, boolean>> {
  const evidence = evidenceOf(look, { asked: false, why: 'only its system counts here' });
  const { generations } = assess(evidence, { ...question, agents: Object.values(AGENTS) });
  return Object.fromEntries(
    generations.map(({ agent, findings }) => [
      agent,
      !findings.some(({ group, verdict }) => group === 'support' && NO_WAY.includes(verdict)),
    ]),
  );
}
