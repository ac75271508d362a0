import type { AzureVm, ImageReference } from '../target/azure-vm.ts';
import type { MachineFacts } from './facts.ts';
import { WINDOWS_CLIENT_IMAGES, WINDOWS_SERVER_IMAGES, type WindowsImage } from './image-systems.ts';

/** What the registry of such a machine would say, as far as its VM agent and its image tell. */
export function windowsOfVm({ os, image }: Pick<AzureVm, 'os' | 'image'>): MachineFacts {
  const made = image === undefined ? undefined : ofImage(image);
  const told = os === undefined ? {} : ofAgent(os);
  const isOther =
    told['windows.build'] !== undefined && made !== undefined && told['windows.build'] !== made['windows.build'];
  // A machine that was upgraded in place still shows the image it was made of; whether it is a server does not change by that.
  const kept = isOther ? without(made) : made;
  return { ...kept, ...told };
}

/** `Windows Server 2016 Datacenter` or just `windows`; `10.0.20348.2159` or `Microsoft Windows NT 10.0.14393.0`. */
function ofAgent({ name, version }: NonNullable<AzureVm['os']>): MachineFacts {
  const [, kernel, build, revision] = /(\d{1,2}\.\d{1,2})\.(\d{4,6})(?:\.(\d{1,6}))?/.exec(version) ?? [];
  return {
    ...(/^windows\s+\S/i.test(name) ? { 'windows.product': name } : {}),
    ...(kernel === undefined ? {} : { 'windows.version': kernel }),
    ...(build === undefined ? {} : { 'windows.build': Number(build) }),
    ...(revision === undefined || revision === '0' ? {} : { 'windows.revision': Number(revision) }),
  };
}

const KERNELS: Readonly<Record<number, string>> = { 7601: '6.1', 9200: '6.2', 9600: '6.3' };
const CLIENTS = /windowsdesktop|windowsclient/;

function ofImage({ publisher, offer, sku, version }: ImageReference): MachineFacts | undefined {
  const words = `${offer} ${sku}`.toLowerCase();
  const isClient = CLIENTS.test(publisher.toLowerCase()) || /\bwin(dows-)?(7|8\.1|10|11)\b/.test(words);
  const row = (isClient ? WINDOWS_CLIENT_IMAGES : WINDOWS_SERVER_IMAGES).find(({ pattern }) => pattern.test(words));
  // Images of Windows carry the build in their version: 17763.6293.240905.
  const [, build, revision] = /^(\d{4,5})\.(\d{1,6})\./.exec(version) ?? [];
  const known = build === undefined ? row?.build : Number(build);
  if (known === undefined) return undefined;
  return {
    'windows.build': known,
    'windows.version': KERNELS[known] ?? '10.0',
    ...(revision === undefined ? {} : { 'windows.revision': Number(revision) }),
    ...(isClient ? client(words, row) : server(words, row)),
  };
}

const multiSession = /\b[ae]vd\b/;

/** Sku words: ent, entn, pro, pron, enterprise, evd and avd (multi-session). */
function client(words: string, row: WindowsImage | undefined): MachineFacts {
  const edition = multiSession.test(words)
    ? 'ServerRdsh'
    : /\b(ent|entn|enterprise)\b/.test(words)
      ? 'Enterprise'
      : /\b(pro|pron|professional)\b/.test(words)
        ? 'Professional'
        : undefined;
  return {
    'windows.product-type': 'WinNT',
    'windows.installation': 'Client',
    ...(edition === undefined ? {} : { 'windows.edition': edition }),
    ...(row === undefined ? {} : { 'windows.product': row.name }),
  };
}

function server(words: string, row: WindowsImage | undefined): MachineFacts {
  const edition = /\bstandard\b/.test(words)
    ? 'ServerStandard'
    : /datacenter|\b2008-r2/.test(words)
      ? 'ServerDatacenter'
      : undefined;
  return {
    'windows.product-type': 'ServerNT',
    'windows.installation': /-core\b|^windowsserversemiannual/.test(words) ? 'Server Core' : 'Server',
    ...(edition === undefined ? {} : { 'windows.edition': edition }),
    ...(row === undefined
      ? {}
      : { 'windows.product': `${row.name}${edition === undefined ? '' : edition.replace('Server', ' ')}` }),
  };
}

const without = ({ 'windows.product': _, 'windows.revision': __, ...kept }: MachineFacts): MachineFacts => kept;
