/** Secrets that an action may name. They are handed to `perform` beside the actions, and stand in no plan. */
export const SECRET_NAMES = ['workspace-key', 'proxy', 'proxy-user', 'proxy-password'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** In the place of a secret value: which secret goes there. */
export interface SecretSlot {
  readonly secret: SecretName;
}

/** Values of protected settings: plain text, or which secret goes there. */
export type ProtectedSettings = Readonly<
  Record<string, string | SecretSlot | Readonly<Record<string, string | SecretSlot>>>
>;

/**
 * One change. Plain, serialisable, free of secrets: a dry run prints exactly the value that a real run performs. `machine`, `rule`
 * and the like are ARM resource ids.
 */
export type Action =
  | PutExtension
  | { readonly kind: 'delete-extension'; readonly machine: string; readonly name: string; readonly why: string }
  | { readonly kind: 'add-identity'; readonly machine: string; readonly why: string }
  | PutRule
  | {
      readonly kind: 'associate';
      readonly machine: string;
      readonly name: string;
      readonly rule: string;
      readonly why: string;
    }
  | { readonly kind: 'dissociate'; readonly machine: string; readonly name: string; readonly why: string }
  | UpgradeInstances
  | { readonly kind: 'start'; readonly machine: string; readonly why: string }
  /** Back to the power state in which it was found. */
  | { readonly kind: 'stop'; readonly machine: string; readonly to: 'stopped' | 'deallocated'; readonly why: string };

/** Brings instances of a scale set to its newest model, so many at a time as one action names. */
export interface UpgradeInstances {
  readonly kind: 'upgrade-instances';
  readonly machine: string;
  readonly instances: readonly string[];
  readonly why: string;
}

export interface PutRule {
  readonly kind: 'put-rule';
  readonly change: 'create' | 'update';
  readonly rule: string;
  readonly location: string;
  readonly system?: 'Linux' | 'Windows';
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly why: string;
}

export interface PutExtension {
  readonly kind: 'put-extension';
  readonly change: 'create' | 'update';
  readonly machine: string;
  readonly name: string;
  readonly location: string;
  readonly publisher: string;
  readonly type: string;
  readonly version: string;
  readonly autoUpgradeMinor: boolean;
  readonly automaticUpgrade?: boolean;
  readonly forceUpdateTag?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly protectedSettings: ProtectedSettings;
  /** install, update settings, replace the workspace ... for people. */
  readonly why: string;
}

export type ActionKind = Action['kind'];

/** What is left to do after a plan, by somebody who is asked to: instances of a scale set that keep its older model. */
export interface Outstanding {
  readonly instances: readonly string[];
  /** Protected from scale set actions: only taking that away helps. */
  readonly shielded: readonly string[];
}

/** What would have to happen to a machine, and what it then would be. */
export type Plan = (
  | { readonly state: 'unchanged'; readonly actions: readonly []; readonly note: string }
  | { readonly state: 'changes'; readonly actions: readonly [Action, ...Action[]]; readonly note: string }
) & { readonly outstanding?: Outstanding };
