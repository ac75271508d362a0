import { EXIT, Problem } from '../problem.ts';
import { CLOUDS } from '../target/cloud.ts';
import type { ProtectedSettings } from './action.ts';
import type { DestinationWish, WishContext } from './extension-wish.ts';

/**
 * Workspace id and key. `stopOnMultipleConnections` is sent as a JSON boolean: handlers since June 2020 take no other form for yes
 * (a policy's "true" means nothing to them), and look at it only while they install.
 */
export function workspaceWish(context: WishContext<'workspace'>): DestinationWish {
  const { request, destination, found } = context;
  const { stopOnMultipleConnections: stop, proxy, updateKey } = request.options;
  const unread = found !== undefined && proxy !== undefined && updateKey !== true;
  return {
    settings: {
      workspaceId: destination.workspaceId,
      ...(stop === undefined ? {} : { stopOnMultipleConnections: stop }),
    },
    defaults: { stopOnMultipleConnections: stopsNow(found?.settings.stopOnMultipleConnections) },
    protectedSettings: {
      workspaceKey: { secret: 'workspace-key' },
      ...proxySetting(context),
      ...domainSetting(context),
    },
    before: [],
    after: [],
    notes: unread ? ['the proxy of an extension cannot be read back; --update-key sends it again'] : [],
  };
}

const stopsNow = (value: unknown): boolean => (value === undefined ? true : value === true || value === 'true');

function proxySetting({ request, side }: WishContext<'workspace'>): ProtectedSettings {
  const { options, vm } = request;
  if (options.proxy === undefined) return {};
  if (side.proxy !== undefined) return { proxy: { secret: 'proxy' } };
  throw new Problem({
    code: 'AZMON-EXTENSION-PROXY',
    exit: EXIT.usage,
    message: `the extension ${side.type} takes no proxy`,
    why: 'no setting for it is documented, and the agent does not read the one of the system',
    fix: [
      {
        text: 'install without --proxy where the machine has a direct way out; else set the proxy on the machine, in the Control Panel (Microsoft Monitoring Agent, Proxy Settings) or by the setup property OPINSIGHTS_PROXY_URL',
      },
    ],
    target: vm.id,
  });
}

/** The agent asks the machine's metadata which cloud it is in; only a workspace of another cloud has to be named. */
function domainSetting({ request, destination, side }: WishContext<'workspace'>): ProtectedSettings {
  const domain = CLOUDS[destination.cloud].workspaceDomain;
  if (domain === CLOUDS[request.machineCloud ?? destination.cloud].workspaceDomain) return {};
  if (side.takesDomain === true) return { domain };
  throw new Problem({
    code: 'AZMON-CLOUD-DIFFERS',
    exit: EXIT.usage,
    message: 'machine and workspace are in different clouds',
    why: `the extension ${side.type} looks for the workspace in the cloud of the machine`,
    fix: [{ text: 'choose a workspace of the same cloud' }],
    target: request.vm.id,
  });
}
