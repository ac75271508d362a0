/** An identity as machines and scale sets have it. */
interface Identity {
  readonly type?: string;
  readonly userAssignedIdentities?: Readonly<Record<string, unknown>>;
}

export const hasSystem = (identity: Identity | undefined): boolean => /SystemAssigned/i.test(identity?.type ?? '');

/** A PATCH replaces the kind of identity as a whole: those of users that are there are named again, or the machine would lose them. */
export function withSystem(identity: Identity | undefined) {
  const user = Object.keys(identity?.userAssignedIdentities ?? {});
  if (user.length === 0) return { type: 'SystemAssigned' as const };
  const userAssignedIdentities = Object.fromEntries(user.map((id) => [id, {}]));
  return { type: 'SystemAssigned, UserAssigned' as const, userAssignedIdentities };
}
