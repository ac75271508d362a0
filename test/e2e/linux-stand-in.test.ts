import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentBundle, BUNDLE_COMMANDS, type ReleaseName } from '../support/linux-agent/bundle.ts';
import { AgentWorld, WORLD_COMMANDS } from '../support/linux-agent/world.ts';
import { fileOn, linuxHost, setFaults } from '../support/linux-host.ts';
import { changes, type MachineState, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { type Lan, openLan, SSHD_NEEDS, type SshHost } from '../support/sshd.ts';

/** What is tested against a stand-in is worth as much as the stand-in: the behaviour of the real agent, its weaknesses first. */
const WS = '11111111-2222-3333-4444-555555555555';
const OTHER = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const KEY = Buffer.alloc(64, 7).toString('base64');
const WRONG = Buffer.alloc(64, 8).toString('base64');
const OTHER_KEY = Buffer.alloc(64, 9).toString('base64');
const LOGIN = { user: 'ops', password: 'proxy-pass' };
const ADMIN = '/opt/microsoft/omsagent/bin/omsadmin.sh';
const NEEDS = { ...SSHD_NEEDS, commands: { ...SSHD_NEEDS.commands, ...BUNDLE_COMMANDS, ...WORLD_COMMANDS } };

describeWith(NEEDS)('the stand-in of the Linux agent', { timeout: 180_000 }, () => {
  let lan: Lan;
  let world: AgentWorld;
  let host: SshHost;
  let before: MachineState;

  beforeAll(async () => {
    lan = openLan();
    world = await AgentWorld.open(lan, { workspaces: { [WS]: [KEY], [OTHER]: [OTHER_KEY] }, login: LOGIN });
    host = await linuxHost(lan, world, 'stand-in');
    for (const version of ['1.12.15-0', '1.19.0-0'] as const) {
      const { path, name } = agentBundle(version);
      cpSync(path, join(host.root, 'tmp', name));
    }
    before = stateOf(host);
  });
  afterAll(async () => {
    await world?.close();
    await lan?.stop();
  });

  const run = (command: string): { exit: number; out: string } => {
    const out = host.run(`cd /tmp; { ${command}; } 2>&1; echo "exit=$?"`);
    const [, said = '', exit = ''] = /^([\s\S]*)exit=(\d+)\n$/.exec(out) ?? [];
    return { exit: Number(exit), out: said };
  };
  const bundle = (version: ReleaseName, words: string) => run(`sh ./omsagent-${version}.universal.x64.sh ${words}`);
  const onboardFile = (id: string, key: string, ...more: string[]) =>
    host.run(
      `umask 077; printf '%s\\n' WORKSPACE_ID=${id} 'SHARED_KEY=${key}' ${more.join(' ')} > /etc/omsagent-onboard.conf`,
    );
  const version = () => host.run("dpkg -s omsagent | sed -n 's/^Version: //p'").trim();
  /** The events of the service come while this process waits. */
  const heard = async (kind: 'registration' | 'heartbeat', count: number) => {
    await expect.poll(() => world.of(kind).length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
    return world.of(kind).at(-1);
  };

  it('onboards while it installs, and leaves the key behind though all is well', async () => {
    onboardFile(WS, KEY);
    const { exit, out } = bundle('1.12.15-0', '--upgrade');
    expect(out).toContain('-e info\tOnboarding success');
    expect(out).toContain('-e error\tMetaConfig generation script not available at');
    expect([exit, out.includes('Shell bundle exiting with code 0')]).toEqual([0, true]);
    expect(fileOn(host, '/etc/omsagent-onboard.conf')).toContain(KEY);
    expect(run(`${ADMIN} -l`).out).toBe(`Primary Workspace: ${WS}    Status: Onboarded(OMSAgent Running)\n`);
    expect(await heard('registration', 1)).toMatchObject({ workspace: WS, machine: 'stand-in', status: 200 });
    expect(await heard('heartbeat', 1)).toMatchObject({ workspace: WS, status: 200, from: host.address });
    expect(version()).toBe('1.12.15.0');
  });

  it('does not onboard another workspace, says it is there already, and forgets the file', () => {
    onboardFile(OTHER, OTHER_KEY);
    expect(run(ADMIN)).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`Workspace ${OTHER} already onboarded and agent is running.`),
    });
    expect(fileOn(host, '/etc/omsagent-onboard.conf')).toBeUndefined();
    expect(run(`${ADMIN} -l`).out).toBe(`Primary Workspace: ${WS}    Status: Onboarded(OMSAgent Running)\n`);
  });

  it('skips packages that are there, and with them the onboarding', () => {
    onboardFile(WS, WRONG);
    const { exit, out } = bundle('1.12.15-0', '--upgrade');
    expect([exit, out.includes('Skipping package since existing version >= version available')]).toEqual([0, true]);
    expect(fileOn(host, '/etc/omsagent-onboard.conf')).toContain(WRONG);
    host.run('rm /etc/omsagent-onboard.conf');
  });

  it('is upgraded and keeps its workspace', () => {
    const { exit, out } = bundle('1.19.0-0', '--upgrade');
    expect(out).toContain('OMS agent shell bundle exiting with status code 0');
    expect([exit, version()]).toEqual([0, '1.19.0.0']);
    expect(run(`${ADMIN} -l`).out).toBe(`Primary Workspace: ${WS}    Status: Onboarded(OMSAgent Running)\n`);
    expect(bundle('1.12.15-0', '--upgrade')).toMatchObject({ exit: 0 });
    expect(version()).toBe('1.19.0.0');
  });

  describe('refused by the service or the network', () => {
    const [good, bad] = [`http://ops:proxy-pass@proxy.example`, `http://ops:wrong@proxy.example`];
    type Row = readonly [
      title: string,
      exit: number,
      line: string,
      more?: string,
      change?: Parameters<AgentWorld['set']>[0],
    ];
    const ROWS: readonly Row[] = [
      ['a wrong key', 5, 'HTTP code 403, Reason: InvalidWorkspaceKey.'],
      ['a clock that is off', 5, 'HTTP code 403, Reason: .', '', { skewMs: 20 * 60_000 }],
      ['an error of the service', 6, 'Error onboarding. HTTP code 500', '', { registration: { status: 500 } }],
      ['a cloud without this workspace', 7, 'Error resolving host', 'URL_TLD=opinsights.azure.cn'],
      ['a proxy of no name', 4, 'Proxy could not be resolved', 'PROXY=http://nobody.example:1'],
      ['a proxy that listens not', 4, 'Error connecting to OMS service through proxy', 'PROXY=http://proxy.example:1'],
      ['a wrong login at squid', 8, 'curl returned 56', `PROXY=${bad}:3128`],
      ['a wrong login at tinyproxy', 8, 'curl returned 56', `PROXY=${bad}:8888`],
      ['the right login, a wrong key', 5, 'InvalidWorkspaceKey', `PROXY=${good}:8888`],
    ];
    beforeAll(() => void run(`${ADMIN} -X`));
    it.for(ROWS)('%s', async ([, exit, line, more = '', change = {}]) => {
      host.run('rm -f /etc/opt/microsoft/omsagent/proxy.conf');
      await world.set(change);
      onboardFile(OTHER, WRONG, ...(more === '' ? [] : [more]));
      const ran = run(ADMIN);
      expect(ran.out).toMatch(/^-e error\t/m);
      expect(ran.out).toContain(line);
      expect([ran.exit, fileOn(host, '/etc/omsagent-onboard.conf')?.includes(WRONG)]).toEqual([exit, true]);
      // A workspace without configuration counts as running.
      expect(run(`${ADMIN} -l`).out).toBe(`Workspace: ${OTHER}    Status: Onboarded(OMSAgent Running)\n`);
      await world.set({});
    });
  });

  it.for([
    ['tinyproxy', 8888],
    ['squid', 3128],
  ] as const)('registers through %s and uploads through it', async ([, port]) => {
    run(`${ADMIN} -X`);
    onboardFile(OTHER, OTHER_KEY, `PROXY=http://ops:proxy-pass@proxy.example:${port}`);
    expect(run(ADMIN)).toMatchObject({ exit: 0, out: expect.stringContaining('Onboarding success') });
    for (const kind of ['registration', 'heartbeat'] as const)
      await expect
        .poll(() => world.of(kind).at(-1), { timeout: 15_000 })
        .toMatchObject({ workspace: OTHER, status: 200, from: '10.77.0.10' });
  });

  it('opens and closes the port of Operations Manager', () => {
    expect(run(`${ADMIN} -o`).exit).toBe(1);
    expect(run(`${ADMIN} -w scom -s scom`).out).toContain('Opening port 1270');
    expect(run(`${ADMIN} -o`).exit).toBe(0);
    expect(run(`${ADMIN} -l`).out).toContain('Workspace(SCOM Workspace): scom');
  });

  it('purges, and leaves what the real packages leave', () => {
    expect(bundle('1.19.0-0', '--purge').exit).toBe(0);
    const left = changes(before, stateOf(host)).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(left).toEqual([
      ...['~ /etc/group', '~ /etc/gshadow', '- /etc/opt', '~ /etc/passwd', '~ /etc/shadow'],
      ...['+ /home/nxautomation', '+ /home/nxautomation/run', '- /var/opt'],
    ]);
    expect(readFileSync(join(host.root, 'etc/passwd'), 'utf8')).toMatch(/^omi:/m);
  });

  const ROWS: readonly (readonly [words: string, exit: number, line: string])[] = [
    ['', 3, 'No options specified'],
    ['--frobnicate', 2, "Unknown argument: '--frobnicate'"],
    ['--install --upgrade', 2, 'Conflicting qualifiers'],
    [`--upgrade -w ${WS}`, 2, 'Must specify both workspace ID'],
    ['--upgrade -d opinsights.azure.us', 2, 'Must specify both workspace ID'],
    ['--version', 0, 'Version: 1.19.0.0'],
    ['--version-check', 0, 'omsagent       None           1.19.0.0       Yes'],
    ['--help', 0, '--purge'],
  ];
  it.for(ROWS)('%s answers %i', ([words, exit, line]) => {
    const ran = bundle('1.19.0-0', words);
    expect(ran.out).toContain(line);
    expect(ran.exit).toBe(exit);
  });

  it.for([
    ['bundle-exit=55', 55],
    ['postinst-fails=omi', 19],
    ['postinst-fails=omsagent', 17],
    ['postinst-fails=auoms', 22],
  ] as const)('told %s it ends with %i', ([fault, exit]) => {
    setFaults(host, fault, 'bundle-says=told so');
    expect(bundle('1.19.0-0', '--upgrade').exit).toBe(exit);
    setFaults(host);
    bundle('1.19.0-0', '--purge');
  });
});
