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
  readonly command?: string;
  readonly transient?: true;
  /** Running the handler again ends the same way: the extension has to be taken off first. */
  readonly reinstall?: true;
}

export interface ExtensionOfSystem {
  readonly type: string;
  /** typeHandlerVersion that is asked for, major.minor. */
  readonly version: string;
  /** Name of the resource where none is there yet. */
  readonly name: string;
  /** typeHandlerVersion where it is to sign in with a user-assigned identity, if that takes a later one. */
  readonly userIdentityVersion?: string;
  /** enableAutomaticUpgrade is supported. */
  readonly automaticUpgrade: boolean;
  /** It is what a new install asks for. */
  readonly automaticByDefault?: true;
  /** How a proxy is told: one URL in the protected settings, or parts of which only the login is protected. Missing: no way is documented. */
  readonly proxy?: 'url' | 'parts';
  /** The protected setting `domain` overrides the cloud that the machine is in. */
  readonly takesDomain?: true;
  /** How another workspace is given to it: by the same PUT, or only by taking the extension off first. */
  readonly repoint?: 'put' | 'reinstall';
  /** WindowsSystem.id of systems on which Defender for Endpoint's old sensor runs inside this agent. */
  readonly sensorOn?: readonly string[];
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
  /** Those of them that say that it serves Operations Manager. */
  readonly operationsManagerCategories?: readonly string[];
  /** Who puts it on machines by itself. */
  readonly deployedBy: DeployedBy;
}

/** Policies that install an extension where it is missing. */
export interface DeployedBy {
  /** Built-in definitions and initiatives: GUID, in lower case. */
  readonly definitions: readonly string[];
  /** Title of an assignment of anybody's own definition; counts only where its effect deploys. */
  readonly title: RegExp;
}
