/** A code that an extension's handler ends with, in words. */
export interface HandlerCode {
  readonly code: number;
  /** What it means; lower case, no full stop. */
  readonly meaning: string;
  /** What to do about it. */
  readonly fix: string;
  readonly command?: string;
  /** The same run may well succeed later. */
  readonly transient?: true;
}

/** Text of a handler that gives no code, or one that says more than its code. */
export interface HandlerText {
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly fix: string;
  readonly transient?: true;
}

export interface ExtensionOfSystem {
  readonly type: string;
  /** typeHandlerVersion that is asked for, major.minor. */
  readonly version: string;
  /** Name of the resource where none is there yet. */
  readonly name: string;
  /** enableAutomaticUpgrade is supported. */
  readonly automaticUpgrade: boolean;
  readonly codes: readonly HandlerCode[];
  readonly texts: readonly HandlerText[];
  /** Where the handler and the agent write their logs on the machine. */
  readonly logs: readonly string[];
}

/** A generation of the agent as a VM extension. */
export interface AgentExtension {
  readonly publisher: string;
  readonly linux: ExtensionOfSystem;
  readonly windows: ExtensionOfSystem;
  /** What it takes to know where data goes: workspace id and key in its settings, or a data collection rule and an identity. */
  readonly destination: 'workspace' | 'rule';
  /** Resource providers that must be registered. */
  readonly providers: readonly string[];
  /** Category of its rows in Heartbeat. */
  readonly heartbeatCategories: readonly [string, ...string[]];
}
