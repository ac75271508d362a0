/** The Log Analytics agent of a machine, as the wrapper saw it there (docs/wrapper.md). What is missing is not known. */
export interface AgentState {
  readonly system: 'linux' | 'windows';
  readonly installed: boolean;
  readonly version?: string;
  readonly packages?: 'whole' | 'half' | 'none';
  /** Whose installation it is: azmon's ledger has it, or not. */
  readonly by?: 'azmon' | 'other';
  readonly workspaces: readonly ConnectedWorkspace[];
  readonly service?: 'running' | 'stopped' | 'absent';
  /** Without a password. */
  readonly proxy?: string;
  readonly groups: readonly ManagementGroup[];
  /** A VM extension manages it: what azmon changes by hand, the extension changes back. */
  readonly extension?: boolean;
  /** The system has to be restarted before what was changed is whole. */
  readonly restart?: true;
  /** Version of the Azure Monitor Agent beside it. */
  readonly successor?: string;
  /** Under which name it reports. */
  readonly host?: string;
}

export interface ConnectedWorkspace {
  /** GUID, lower case. */
  readonly id: string;
  readonly status: 'onboarded' | 'warning' | 'saved' | 'failure' | 'connected' | 'not-connected';
  /** The agent's own words. */
  readonly text: string;
  /** Last day of the agent's certificate, ISO 8601. */
  readonly certificate?: string;
  /** A management group is integrated with it: what goes there goes through the group. */
  readonly through?: string;
  /** Newest record in the workspace, ISO 8601; missing: not asked or none. */
  readonly lastHeartbeat?: string;
}

export interface ManagementGroup {
  readonly name: string;
  /** `server:port` */
  readonly server?: string;
  /** GUID of the workspace that it is integrated with. */
  readonly workspace?: string;
}

/** Registered, as its agent says. */
export const isRegistered = ({ status }: ConnectedWorkspace): boolean =>
  status === 'onboarded' || status === 'connected';
