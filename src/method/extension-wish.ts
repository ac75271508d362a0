import type { ExtensionOfSystem } from '../agent/extension.ts';
import { EXIT, Problem } from '../problem.ts';
import { extensionOf, type VmExtension } from '../target/azure-vm.ts';
import type { Action, ProtectedSettings } from './action.ts';
import { ruleWish } from './extension-wish-rule.ts';
import { workspaceWish } from './extension-wish-workspace.ts';
import type { Destination, ExtensionRequest } from './request.ts';

/** What follows from where the data goes: settings, and what has to be there beside the extension. */
export interface DestinationWish {
  /** Settings that were asked for: what differs from them is changed. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Settings of a new install; on one that is there its own stay. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly protectedSettings: ProtectedSettings;
  readonly minimumVersion?: string;
  readonly before: readonly Action[];
  readonly after: readonly Action[];
  readonly notes: readonly string[];
  /** Why no PUT can be sent, should one be needed. */
  readonly refusePut?: Problem;
}

export interface ExtensionWish extends DestinationWish {
  readonly publisher: string;
  readonly type: string;
  readonly side: ExtensionOfSystem;
  /** The one that is there, whatever its name. */
  readonly found: VmExtension | undefined;
}

/** What an ask for one kind of destination sees. */
export interface WishContext<K extends Destination['kind'] = Destination['kind']> {
  readonly request: ExtensionRequest;
  readonly destination: Extract<Destination, { kind: K }>;
  readonly side: ExtensionOfSystem;
  readonly found: VmExtension | undefined;
}

const BY_DESTINATION: { readonly [K in Destination['kind']]: (context: WishContext<K>) => DestinationWish } = {
  workspace: workspaceWish,
  rule: ruleWish,
};

/** Everything the machine's extension should be. Throws a Problem (2 or 4) where that cannot be had. */
export function wishOf(request: ExtensionRequest): ExtensionWish {
  const { vm, agent, destination, options } = request;
  const side = agent.extension[vm.system];
  const handler = { publisher: agent.extension.publisher, type: side.type };
  const found = extensionOf(vm, handler);
  if (destination.kind !== agent.extension.destination) throw wrongDestination(request);
  refuseVersion(options.extensionVersion);
  refuseAutomaticUpgrade(request, side);
  const ask = BY_DESTINATION[destination.kind] as (context: WishContext) => DestinationWish;
  return { ...handler, side, found, ...ask({ request, destination, side, found }) };
}

const wrongDestination = ({ agent }: ExtensionRequest): Problem =>
  new Problem({
    code: 'AZMON-AGENT-DESTINATION',
    exit: EXIT.usage,
    message: `the ${agent.title} does not take its destination that way`,
    why:
      agent.extension.destination === 'rule'
        ? 'it takes a data collection rule, and no workspace id and key'
        : 'it takes a workspace id and key, and no data collection rule',
    fix: [
      {
        text:
          agent.extension.destination === 'rule'
            ? 'give --rule ID or --default-rule'
            : 'give --workspace-id with the key, or --workspace',
      },
    ],
  });

function refuseVersion(version: string | undefined): void {
  if (version === undefined || /^\d{1,5}\.\d{1,5}$/.test(version)) return;
  throw new Problem({
    code: 'AZMON-EXTENSION-VERSION',
    exit: EXIT.usage,
    message: 'the version of the extension is not MAJOR.MINOR',
    why: 'Azure takes two numbers and chooses the build itself',
    fix: [{ text: 'write it as 1.13' }],
  });
}

function refuseAutomaticUpgrade({ options, vm }: ExtensionRequest, side: ExtensionOfSystem): void {
  if (options.automaticUpgrade !== true || side.automaticUpgrade) return;
  throw new Problem({
    code: 'AZMON-EXTENSION-UPGRADE',
    exit: EXIT.usage,
    message: `Azure does not upgrade the extension ${side.type} by itself`,
    why: 'automatic upgrade is not supported for it',
    fix: [{ text: 'leave out --automatic-upgrade; --auto-upgrade-minor takes the newest version at the install' }],
    target: vm.id,
  });
}
