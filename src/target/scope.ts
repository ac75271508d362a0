/** What Azure says about a scope (a machine, group or subscription) beside its resources. */

/** A management lock. Source: docs "Lock your resources": CanNotDelete forbids removal, ReadOnly any change, extensions included. */
export interface ManagementLock {
  readonly name: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  /** The scope it stands on: the machine itself or something above it. */
  readonly scope: string;
  readonly notes?: string;
}

/** What the signed-in caller may do at a scope, as patterns: `Microsoft.Compute/*`, `*\/read`. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** A policy assignment that applies to a scope, with as much of its definition as azmon judges. */
export interface PolicyAssignment {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly scope: string;
  /** Resource ids of the definitions: one, or those of the initiative. */
  readonly definitions: readonly string[];
  /** As in force (parameters resolved), lower case: deny | audit | deployifnotexists | disabled | ...; missing: not known. */
  readonly effect?: string;
  /** enforcementMode DoNotEnforce: it does nothing. */
  readonly enforced: boolean;
  readonly excluded: readonly string[];
}

/** A subscription the signed-in caller can see. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly tenant?: string;
  /** Enabled | Warned | PastDue | Disabled | Deleted */
  readonly state: string;
}

/** Whether an action is among those of the permissions, as Azure compares them: `*` stands for anything, case does not count. */
export function isPermitted(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) =>
      actions.some((one) => covers(one, action)) && !notActions.some((one) => covers(one, action)),
  );
}

function covers(pattern: string, action: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
