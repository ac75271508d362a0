import type { ExtensionWish } from './extension-request.ts';
import type { SandboxExtension, SandboxMachine } from './state.ts';
import type { World } from './world.ts';

/** What a handler is told when it is to install, enable or take off its agent. */
export interface Assignment {
  readonly machine: SandboxMachine;
  /** As it stands in the state already. */
  readonly extension: SandboxExtension;
  readonly wish: ExtensionWish;
  readonly world: World;
}

/** How a handler ended. */
export type Verdict =
  | {
      readonly state: 'enabled';
      readonly message: string;
      /** Of the Log Analytics agent: GUID of the workspace that took it in. */
      readonly workspaceId?: string;
    }
  | {
      readonly state: 'failed';
      /** Installing fails for good, enabling may be tried again. */
      readonly phase: 'install' | 'enable' | 'uninstall';
      readonly code: number;
      /** The handler's own words. */
      readonly text: string;
    };

export type Handler = (assignment: Assignment) => Verdict;

export const failed = (phase: 'install' | 'enable' | 'uninstall', code: number, text: string): Verdict => ({
  ...{ state: 'failed', phase, code, text },
});
