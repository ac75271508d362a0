import { refuse } from './refusal.ts';
import type { SandboxMachine } from './state.ts';

/** What a PUT or PATCH says of identities. */
export interface IdentityWish {
  readonly type?: string;
  readonly userAssignedIdentities?: Readonly<Record<string, unknown>>;
}

const TYPES = ['none', 'systemassigned', 'userassigned', 'systemassigned, userassigned', 'systemassigned,userassigned'];

/** A PATCH keeps the user's identities that it does not name, and takes off those named with null; a PUT sets them. */
export function identityAsked(
  { identity }: Pick<SandboxMachine, 'identity'>,
  wanted: IdentityWish,
  merges: boolean,
): SandboxMachine['identity'] {
  const { type = 'None', userAssignedIdentities: named = {} } = wanted;
  if (!TYPES.includes(type.toLowerCase()))
    throw refuse(400, 'InvalidIdentityType', `The identity type '${type}' is not supported.`, {
      target: 'identity.type',
    });
  const kept = merges
    ? identity.user.filter((id) => !Object.keys(named).some((one) => one.toLowerCase() === id.toLowerCase()))
    : [];
  const added = Object.entries(named).flatMap(([id, value]) => (value === null ? [] : [id]));
  return {
    system: /systemassigned/i.test(type),
    user: /userassigned/i.test(type) ? [...kept, ...added] : [],
  };
}
