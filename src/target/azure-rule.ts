/** A data collection rule. `body` is the whole document as Azure returned it (a PUT replaces it whole: unknown parts must be kept). */
export interface AzureRule {
  readonly id: string;
  readonly key: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  /** Missing: applies to both systems. */
  readonly kind?: 'Linux' | 'Windows';
  /** dcr-<32 hex> */
  readonly immutableId?: string;
  readonly provisioning: string;
  /** Resource ids of the Log Analytics workspaces that it sends to. */
  readonly workspaces: readonly string[];
  /** metadata.provisionedBy: another service owns it, and azmon leaves it alone. */
  readonly provisionedBy?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What ties a machine to a rule, or to an endpoint (then without `rule`). */
export interface RuleAssociation {
  readonly id: string;
  readonly name: string;
  /** Resource id of the rule. */
  readonly rule?: string;
  readonly endpoint?: string;
  readonly provisionedBy?: string;
}

/** A resource id of a data collection rule, in any case. */
export const isRuleId = (text: string): boolean =>
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/\s]+\/providers\/Microsoft\.Insights\/dataCollectionRules\/[^/\s?#]+$/i.test(
    text,
  );
