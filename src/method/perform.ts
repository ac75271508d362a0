import type { ExtensionOfSystem } from '../agent/extension.ts';
import { AGENTS } from '../agent/index.ts';
import type { Azure, ExtensionPut, Waiting } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { Secret } from '../secret.ts';
import type { Action, ActionKind, PutExtension, SecretName, SecretSlot } from './action.ts';
import { handlerProblem } from './handler-problem.ts';

type Secrets = ReadonlyMap<SecretName, Secret>;
type Of<K extends ActionKind> = Extract<Action, { kind: K }>;
type Doing<K extends ActionKind> = (
  action: Of<K>,
  azure: Azure,
  waiting: Waiting,
  secrets: Secrets,
) => Promise<unknown>;

const DOINGS: { readonly [K in ActionKind]: Doing<K> } = {
  'put-extension': (put, { machines }, waiting, secrets) => machines.putExtension(filled(put, secrets), waiting),
  'delete-extension': ({ machine, name }, { machines }, waiting) => machines.deleteExtension(machine, name, waiting),
  'add-identity': ({ machine }, { machines }, waiting) => machines.addSystemIdentity(machine, waiting),
  'put-rule': ({ rule, location, system, tags, properties }, { rules }) =>
    rules.put({ id: rule, location, tags, properties, ...(system === undefined ? {} : { kind: system }) }),
  associate: ({ machine, name, rule }, { rules }) => rules.associate(machine, name, rule),
  dissociate: ({ machine, name }, { rules }) => rules.dissociate(machine, name),
  'upgrade-instances': ({ machine, instances }, { machines }, waiting) =>
    machines.upgradeInstances(machine, instances, waiting),
  start: ({ machine }, { machines }, waiting) => machines.power(machine, 'start', waiting),
  stop: ({ machine, to }, { machines }, waiting) =>
    machines.power(machine, to === 'deallocated' ? 'deallocate' : 'power-off', waiting),
};

/**
 * Does one action of a plan. Secrets are put into their slots here, still closed: azure/ opens them. Throws what the port throws, a
 * failed handler in the words of its generation; a RangeError where a slot's secret was not handed over, before anything is sent.
 */
export async function perform(action: Action, azure: Azure, secrets: Secrets, waiting: Waiting): Promise<void> {
  const doing = DOINGS[action.kind] as Doing<ActionKind>;
  try {
    await doing(action, azure, waiting, secrets);
  } catch (error) {
    throw translated(error, action);
  }
}

function translated(error: unknown, action: Action): unknown {
  if (!(error instanceof Problem)) return error;
  const extension = action.kind === 'put-extension' ? extensionOf(action) : undefined;
  const owned = error.target === undefined && 'machine' in action ? error.on(action.machine) : error;
  return extension === undefined ? owned : handlerProblem(owned, extension);
}

const extensionOf = ({ publisher, type }: PutExtension): ExtensionOfSystem | undefined =>
  Object.values(AGENTS)
    .filter(({ extension }) => extension.publisher === publisher)
    .flatMap(({ extension }) => [extension.linux, extension.windows])
    .find((one) => one.type === type);

/** The request as the port takes it. */
function filled(
  { kind: _, change: __, why: ___, protectedSettings, ...put }: PutExtension,
  secrets: Secrets,
): ExtensionPut {
  const entries = Object.entries(protectedSettings).map(([name, value]) => [name, fill(value, secrets)] as const);
  return { ...put, protectedSettings: Object.fromEntries(entries) };
}

type Value = PutExtension['protectedSettings'][string];
type Filled = ExtensionPut['protectedSettings'][string];

function fill(value: Value, secrets: Secrets): Filled {
  if (typeof value === 'string') return value;
  if (isSlot(value)) return secretOf(value.secret, secrets);
  const inner = Object.entries(value).map(([name, one]) => [name, leaf(one, secrets)] as const);
  return Object.fromEntries(inner);
}

const leaf = (value: string | SecretSlot, secrets: Secrets): Secret | string =>
  typeof value === 'string' ? value : secretOf(value.secret, secrets);

/** A slot is an object with one member, `secret`; a group of settings has no member of that name. */
const isSlot = (value: Exclude<Value, string>): value is SecretSlot =>
  'secret' in value && typeof value.secret === 'string';

function secretOf(name: SecretName, secrets: Secrets): Secret {
  const secret = secrets.get(name);
  if (secret === undefined) throw new RangeError(`the secret ${name} was not handed over`);
  return secret;
}
