import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../support/needs.ts';
import { AGENT_NEEDS, EXTRACTORS, PACKAGES } from '../support/windows-agent/build.ts';
import { type Fault, WindowsHost } from '../support/windows-host.ts';
import { WINE_NEEDS } from '../support/wine.ts';

const ID = '7d3c6d9e-0a51-4b7e-8f10-5b7c3a1f0e42';
const KEY = 'bm90IGEgcmVhbCBrZXksIGJ1dCBvbmUgdGhhdCBpcyBhcyBsb25nIGFzIHRoZSByZWFsIG9uZXMgYXJlLCA2NCE=';
const QUIET = ['/qn', 'AcceptEndUserLicenseAgreement=1'];

/** What the real agent is known to do, so that what is shown with the stand-in is worth something. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS } })('the stand-in for the Windows agent', () => {
  let host: WindowsHost;

  beforeAll(() => {
    host = new WindowsHost();
    host.accepts(ID, KEY);
    host.fault('ConnectAfter', 50);
  });
  afterAll(() => host?.end());

  const installer = (...words: readonly string[]): number => host.run(['msiexec', ...words]).code;
  const install = (name: string): number => installer('/i', `C:\\packages\\${name}`, ...QUIET);
  const remove = (product: string): number => installer('/x', `{${product}}`, '/qn');
  /** Windows codes as Linux sees them. */
  const low = (code: number): number => code & 0xff;

  /** JScript with `agent` for the object and say(); what it said, or why it failed. */
  function ask(...lines: readonly string[]): readonly string[] {
    const body = ['var agent = new ActiveXObject("AgentConfigManager.MgmtSvcCfg");', ...lines].join('\r\n');
    host.write(
      'ask.js',
      `function say(t) { WScript.Echo(t); }\r\ntry {\r\n${body}\r\n} catch (e) { say(e.message); }\r\n`,
    );
    return host.run(['cscript', '//nologo', 'C:\\ask.js']).stdout.trim().split(/\r?\n/);
  }

  const RELOAD = 'agent.ReloadConfiguration();';
  /** cscript of Wine cannot wait. */
  const settled = (wanted: string): Promise<void> =>
    expect.poll(() => ask(STATUS), { timeout: 30_000 }).toEqual([wanted]) as unknown as Promise<void>;
  const STATUS = `var found = agent.GetCloudWorkspace("${ID}"); say(found === null ? "none" : found.ConnectionStatus);`;

  it('is installed, connected only when its configuration is read again, kept by an upgrade, and removed', async () => {
    expect(install(PACKAGES.older.name)).toBe(0);
    expect(host.service()).toBe('RUNNING');
    expect(ask(`agent.AddCloudWorkspace("${ID}", "${KEY}", 0);`, STATUS)).not.toEqual(['0']);
    expect(ask(STATUS)).not.toEqual(['0']);
    ask(RELOAD);
    await settled('0');
    expect(install(PACKAGES.newer.name)).toBe(0);
    await settled('0');
    expect(install(PACKAGES.older.name)).toBe(low(1603));
    expect(remove(PACKAGES.newer.product)).toBe(0);
    expect(host.service()).toBe('');
    expect(ask(STATUS)).not.toEqual(['none']);
  });

  it.each<[Fault, number, code: number]>([
    ['SetupRefuses', 1, 1603],
    ['SetupFails', 1, 1603],
    ['SetupExit', 3010, 3010],
    ['SetupExit', 1641, 1641],
  ])('ends its setup with what %s = %i asks for', (which, value, code) => {
    host.fault(which, value);
    expect(install(PACKAGES.older.name)).toBe(low(code));
    host.fault(which, null);
    remove(PACKAGES.older.product);
    expect(host.service()).toBe('');
  });

  it('has its licence accepted, one installation at a time, and one package of a product', async () => {
    expect(installer('/i', `C:\\packages\\${PACKAGES.older.name}`, '/qn')).toBe(low(1603));
    expect(install('nothing.msi')).toBe(low(1619));
    const other = host.start([join(host.made, 'hold-installer.exe'), 'C:\\let-go']);
    await expect.poll(() => other.output(), { timeout: 60_000 }).toMatch(/held/);
    expect(install(PACKAGES.older.name)).toBe(low(1618));
    host.write('let-go', '');
    await other.end;
    expect(install(PACKAGES.older.name)).toBe(0);
    expect(install(PACKAGES.rebuilt.name)).toBe(low(1638));
  });

  it('comes in a package that extracts itself, with a setup that hands on what the installer said', () => {
    const extract = (...words: readonly string[]): number =>
      host.run([`C:\\packages\\${EXTRACTORS.older}`, ...words]).code;
    expect(extract('/c', '/t:C:\\extracted dir', '/q')).toBe(0);
    expect(extract('/c', '/x:y')).toBe(87);
    host.fault('SetupRefuses', 1);
    expect(host.run(['C:\\extracted dir\\setup.exe', ...QUIET]).code).toBe(0);
    remove(PACKAGES.older.product);
    expect(host.run(['C:\\extracted dir\\setup.exe', ...QUIET]).code).toBe(low(1603));
    host.fault('SetupRefuses', null);
    expect(host.run(['C:\\extracted dir\\setup.exe', ...QUIET]).code).toBe(0);
  });

  it('does not connect with a wrong key', async () => {
    expect(ask(`agent.AddCloudWorkspace("${ID}", "${KEY}x");`, RELOAD, 'say("added");')).toEqual(['added']);
    await settled('-2147012889');
  });

  it.each<[what: string, lines: readonly string[], said: readonly string[]]>([
    ['a workspace twice', [`agent.AddCloudWorkspace("${ID}", "${KEY}")`], ['The workspace is already configured.']],
    [
      'another cloud',
      [`agent.AddCloudWorkspace("${ID.replace('7', '8')}", "k", 1)`],
      [expect.stringContaining('a different Azure Cloud')],
    ],
    ['no such cloud', [`agent.AddCloudWorkspace("${ID.replace('7', '8')}", "k", 3)`], ['The cloud type is not valid.']],
    [
      'an unknown workspace',
      [`agent.RemoveCloudWorkspace("${ID.replace('7', '8')}")`],
      ['The workspace is not configured.'],
    ],
    ['workspaces one by one', ['var e = new Enumerator(agent.GetCloudWorkspaces()); say(e.item().workspaceId);'], [ID]],
    ['a removed one', [`agent.RemoveCloudWorkspace("${ID}");`, STATUS], ['none']],
    [
      'a proxy',
      ['agent.SetProxyInfo("http://p:1", "%u&", "\\"!"); say(agent.proxyUrl + " " + agent.proxyUsername);'],
      ['http://p:1 %u&'],
    ],
    [
      'a group',
      [
        'agent.AddManagementGroup("MG1", "om.contoso.local", 5723); var e = new Enumerator(agent.GetManagementGroups());',
        'say(e.item().managementGroupName + e.item().ManagementServer + e.item().managementServerPort);',
      ],
      ['MG1om.contoso.local5723'],
    ],
    [
      'a group without a name',
      ['agent.AddManagementGroup("M G", "om", 5723)'],
      ['The management group name is not valid.'],
    ],
  ])('answers about %s as the object of the agent does', (_, lines, said) => {
    expect(ask(...lines)).toEqual(said);
  });

  it('takes four workspaces', () => {
    const add = [1, 2, 3, 4, 5].map((n) => `agent.AddCloudWorkspace("${ID.slice(0, -1)}${n}", "k"); say(${n});`);
    expect(ask(...add)).toEqual(['1', '2', '3', '4', 'The maximum number of workspaces is configured.']);
  });

  it('lacks what an old agent lacks', () => {
    host.fault('OldObject', 1);
    expect(ask('agent.SetProxyInfo("", "", "");')).not.toEqual(['']);
    host.fault('OldObject', null);
    expect(ask('agent.SetProxyInfo("", "", ""); say("cleared");')).toEqual(['cleared']);
  });
});
