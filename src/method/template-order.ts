import type { Action, ActionKind, PutRule } from './action.ts';

/** What comes before the deployment, what the deployment does, and what comes after it. */
type Phase = 0 | 1 | 2 | 3;

/** A template can neither take anything off, nor give a machine an identity without saying all of the machine again, nor start one. */
const PHASES: Readonly<Record<ActionKind, Phase>> = {
  start: 0,
  'add-identity': 0,
  'delete-extension': 0,
  dissociate: 0,
  'put-rule': 1,
  'put-extension': 2,
  associate: 2,
  'upgrade-instances': 3,
  stop: 3,
};

/** The same actions in the order in which a deployment of several machines can be made: what only one machine needs is not between. */
export const templateOrder = (actions: readonly Action[]): readonly Action[] =>
  actions.toSorted((a, b) => PHASES[a.kind] - PHASES[b.kind]);

/** An extension and the tie to a rule are deployed; a rule is where it is made (one that somebody changed is put right by the API). */
export const isDeployed = (action: Action): action is Extract<Action, { kind: 'put-extension' | 'associate' }> =>
  action.kind === 'put-extension' || action.kind === 'associate';

export const isDeployedRule = (action: Action): action is PutRule =>
  action.kind === 'put-rule' && action.change === 'create';
