import type { MachineFacts } from './facts.ts';
import type { WindowsSystem } from './system.ts';

/**
 * What Windows a machine runs. Total: whatever is missing leaves `unknown`, 0 or an empty text behind.
 *
 * The build number decides: `CurrentVersion` says 6.3 from Windows 8.1 on for ever, and `ProductName` says "Windows 10" on Windows 11.
 * Source of the numbers: Microsoft, "Operating System Version" (win32 documentation) and "Windows Server release information".
 */
export function detectWindows(facts: MachineFacts): WindowsSystem {
  const told = isServer(facts, editionOf(facts));
  if (told !== undefined) return systemAs(facts, told);
  const [server, client] = [systemAs(facts, true), systemAs(facts, false)];
  // Where only one of the two ever had this build, the build tells.
  if (client.id === 'unknown' || !isReleased(server)) return client;
  if (NEVER_CLIENTS.includes(server.build)) return server;
  return { ...client, id: 'unknown', name: `Windows, build ${client.build}`, readings: [server, client] };
}

function systemAs(facts: MachineFacts, server: boolean): WindowsSystem {
  const [build, edition] = [buildOf(facts), editionOf(facts)];
  const id = idOf(facts, build, server, edition);
  return {
    family: 'windows',
    id,
    name: nameOf(facts, id),
    build,
    servicePack: servicePackOf(facts, build),
    server,
    edition,
    core: server && isCore(facts, id, edition),
    multiSession: isMultiSession(edition),
    architecture: architectureOf(facts),
  };
}

const isMultiSession = (edition: string): boolean => edition === 'ServerRdsh';

/** Kernels from before the numbering by build: build -> server, client. 6003 is 2008 SP2 after the updates of April 2019. */
const KERNELS: Readonly<Record<number, readonly [server: string, client: string]>> = {
  2600: ['unknown', 'xp'],
  3790: ['2003', 'xp'],
  6000: ['unknown', 'vista'],
  6001: ['2008', 'vista'],
  6002: ['2008', 'vista'],
  6003: ['2008', 'vista'],
  7600: ['2008-r2', '7'],
  7601: ['2008-r2', '7'],
  9200: ['2012', '8'],
  9600: ['2012-r2', '8.1'],
};

/** Servers since 2016. Those with a version in place of a year had no desktop at all until 23H2, which has none either. */
const SERVERS: Readonly<Record<number, string>> = {
  14393: '2016',
  16299: '1709',
  17134: '1803',
  17763: '2019',
  18362: '1903',
  18363: '1909',
  19041: '2004',
  19042: '20h2',
  20348: '2022',
  25398: '23h2',
  26100: '2025',
};
const NEWEST_SERVER = Math.max(...Object.keys(SERVERS).map(Number));

/** A Windows Server that came after all that this table knows. */
export const isNewerServer = ({ id, build }: WindowsSystem): boolean =>
  id.startsWith('server-') && build > NEWEST_SERVER;

/** There is, or by now may be, a Windows Server of that build. */
const isReleased = ({ id, build }: WindowsSystem): boolean =>
  id !== 'unknown' && (!id.startsWith('server-') || build > NEWEST_SERVER);

/** Builds of which there is no client. */
const NEVER_CLIENTS: readonly number[] = [20348, 25398];
const WITHOUT_DESKTOP = ['1709', '1803', '1903', '1909', '2004', '20h2', '23h2'];

const FIRST_WINDOWS_10 = 10240;
const FIRST_WINDOWS_11 = 22000;

function idOf(facts: MachineFacts, build: number, server: boolean, edition: string): string {
  if (facts['windows.installation'] === 'Nano Server') return 'nano-server';
  if (/^ServerAzureStackHCI/i.test(edition)) return 'azure-local';
  const old = KERNELS[build];
  if (old !== undefined) return old[server ? 0 : 1];
  if (build < FIRST_WINDOWS_10) return 'unknown';
  // A build of which nothing is known yet keeps its number: it is a Windows Server all the same.
  if (server) return SERVERS[build] ?? `server-${build}`;
  return build < FIRST_WINDOWS_11 ? '10' : '11';
}

/** Facts from elsewhere may hold the version with the build behind it (`10.0.17763`) and nothing else. */
function buildOf(facts: MachineFacts): number {
  const build = facts['windows.build'];
  if (typeof build === 'number') return build;
  return Number(/^\d{1,2}\.\d{1,2}\.(\d{4,6})(\.|$)/.exec(facts['windows.version'] ?? '')?.[1] ?? 0);
}

/** undefined: nothing tells. Enterprise multi-session calls itself ServerNT, so its edition is asked first. */
function isServer(facts: MachineFacts, edition: string): boolean | undefined {
  if (isMultiSession(edition)) return false;
  const type = facts['windows.product-type'];
  if (typeof type === 'string' && type !== '') return type.toLowerCase() !== 'winnt';
  const installation = facts['windows.installation'];
  if (typeof installation === 'string' && installation !== '') return installation.toLowerCase() !== 'client';
  const name = facts['windows.product'] || edition;
  return name === '' ? undefined : /server/i.test(name);
}

/** EditionID; where there is none (Windows from before 7), what the product's name tells. */
function editionOf(facts: MachineFacts): string {
  const edition = facts['windows.edition'];
  if (typeof edition === 'string' && edition !== '') return edition;
  const product = facts['windows.product'] ?? '';
  return EDITION_WORDS.find(([word]) => word.test(product))?.[1] ?? '';
}

const EDITION_WORDS: readonly (readonly [RegExp, string])[] = [
  [/enterprise.*multi-session|virtual desktops/i, 'ServerRdsh'],
  [/server.*datacenter/i, 'ServerDatacenter'],
  [/server.*standard/i, 'ServerStandard'],
  [/server.*enterprise/i, 'ServerEnterprise'],
  [/\benterprise\b/i, 'Enterprise'],
  [/\beducation\b/i, 'Education'],
  [/\bultimate\b/i, 'Ultimate'],
  [/\bhome premium\b/i, 'HomePremium'],
  [/\bhome basic\b/i, 'HomeBasic'],
  [/\bhome\b/i, 'Core'],
  [/\bpro(fessional)?$/i, 'Professional'],
];

function isCore(facts: MachineFacts, id: string, edition: string): boolean {
  const installation = facts['windows.installation'];
  if (WITHOUT_DESKTOP.includes(id)) return true;
  if (typeof installation === 'string') return /^(server core|nano server)$/i.test(installation);
  return /^Server.*Core$/i.test(edition);
}

/** CSDVersion, which Windows has had until 7; builds made with a service pack tell it too. */
function servicePackOf(facts: MachineFacts, build: number): number {
  const told = /service pack (\d{1,2})/i.exec(facts['windows.service-pack'] ?? '')?.[1];
  if (told !== undefined) return Number(told);
  return { 6001: 1, 6002: 2, 6003: 2, 7601: 1 }[build] ?? 0;
}

function architectureOf(facts: MachineFacts): string {
  const told = facts['windows.architecture'] ?? '';
  return ['AMD64', 'x86', 'ARM64'].find((name) => name.toLowerCase() === told.toLowerCase()) ?? told;
}

function nameOf(facts: MachineFacts, id: string): string {
  const product = facts['windows.product'];
  if (typeof product !== 'string' || product === '') return id === 'unknown' ? 'unknown Windows' : `Windows ${id}`;
  return id === '11' ? product.replace(/\bWindows 10\b/, 'Windows 11') : product;
}
