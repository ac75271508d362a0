import type { PutRule } from '../method/action.ts';
import type { AzureRule } from '../target/azure-rule.ts';
import type { AzureWorkspace } from '../target/azure-workspace.ts';

export interface DefaultRuleRequest {
  readonly workspace: AzureWorkspace;
  readonly system: 'linux' | 'windows';
  /** All rules of the workspace's subscription. */
  readonly rules: readonly AzureRule[];
}

/** The rule to tie machines to, and what has to happen before it is there. */
export interface DefaultRule {
  readonly rule: Pick<AzureRule, 'id' | 'name' | 'kind'>;
  /** Missing: it is there and right. One action for all machines of the workspace and system. */
  readonly action?: PutRule;
  readonly note: string;
}

/** One rule per workspace and system with the base set, in the workspace's resource group and region. */
export function defaultRule(_request: DefaultRuleRequest): DefaultRule {
  throw new Error('to be written');
}
