import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canaryKey } from '../support/canary.ts';
import { describeWith } from '../support/needs.ts';
import { STRACE } from '../support/strace.ts';
import { AGENT_NEEDS, EXTRACTORS, PACKAGES, sha256Of } from '../support/windows-agent/build.ts';
import { AGENT_FOLDER, WindowsHost } from '../support/windows-host.ts';
import { WINE_NEEDS } from '../support/wine.ts';

const FIRST = '7d3c6d9e-0a51-4b7e-8f10-5b7c3a1f0e42';
const SECOND = '2b9f0c11-63d4-4a0e-9f6d-1c5e8a7b3d90';
const THROUGH_GROUP = 'c0ffee00-1111-4222-8333-444455556666';
const [FIRST_KEY, SECOND_KEY] = [canaryKey('the first workspace'), canaryKey('the second workspace')];
const PASSWORD = 'p%PATH%!x!&"^|<>;=0';
const GROUPS = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HealthService\\Parameters\\Management Groups';
/** Wine on a busy machine. */
const SLOW = 240_000;

interface Host {
  readonly state?: string;
  readonly steps?: readonly { readonly step: string; readonly state: string }[];
  readonly agent?: {
    readonly version?: string;
    readonly by?: string;
    readonly service?: string;
    readonly proxy?: string;
    readonly workspaces: readonly { readonly id: string; readonly status: string }[];
    readonly groups: readonly { readonly name: string; readonly server?: string; readonly workspace?: string }[];
  };
}

/** One machine from its first install to the last trace of it, by azmon as it is shipped, on Node for Windows. */
describeWith({ commands: { ...WINE_NEEDS.commands, ...AGENT_NEEDS, ...STRACE } })(
  'azmon install windows, under Wine',
  () => {
    let host: WindowsHost;
    let before: { registry: ReadonlySet<string>; files: ReadonlyMap<string, string> };

    beforeAll(() => {
      host = new WindowsHost();
      host.ship();
      host.accepts(FIRST, FIRST_KEY);
      host.accepts(SECOND, SECOND_KEY);
      before = { registry: host.registry(), files: host.files() };
    }, SLOW);
    afterAll(() => host?.end());

    /** The one machine of azmon's answer; it ended with that code. */
    function azmon(code: number, words: readonly string[], input = '', wrapped: readonly string[] = []): Host {
      const run = host.azmon([...words, '--json'], { input, before: wrapped, timeoutMs: SLOW });
      const envelope = JSON.parse(run.stdout);
      expect(envelope, run.stdout).toMatchObject({ schema: 'azmon/v1', exitCode: code });
      expect(run.code).toBe(code);
      return envelope.result.targets?.[0] ?? {};
    }

    const KEY_ON_STDIN = ['--workspace-key-file', '-'];
    const packaged = (name: string): string[] => ['--bundle', `C:\\packages\\${name}`, '--sha256', sha256Of(name)];
    const INSTALL = ['install', 'windows', '--workspace-id', FIRST, ...KEY_ON_STDIN, ...packaged(PACKAGES.older.name)];
    const HOW = ['--offline', '--verify', 'connected'];
    const shown = (): NonNullable<Host['agent']> => {
      const { agent } = azmon(0, ['agent', 'show']);
      expect(agent).toBeDefined();
      return agent as NonNullable<Host['agent']>;
    };

    it('plans first, and changes nothing', { timeout: SLOW }, () => {
      expect(azmon(0, [...INSTALL, ...HOW, '--dry-run'], FIRST_KEY).state).toBe('planned');
      expect(host.service()).toBe('');
      expect([...host.files()]).toEqual([...before.files]);
    });

    it('installs and connects the agent, and no program sees the key', { timeout: SLOW }, () => {
      const trace = join(host.drive, '..', 'install.trace');
      const strace = [
        'strace',
        '-f',
        '-v',
        '-s',
        '65535',
        '-e',
        'signal=none',
        '-e',
        'trace=execve',
        '--seccomp-bpf',
        '-o',
        trace,
      ];
      const { state, agent, steps } = azmon(0, [...INSTALL, ...HOW], FIRST_KEY, strace);
      expect(state).toBe('changed');
      expect(steps?.map(({ step, state }) => `${step} ${state}`)).toEqual(
        expect.arrayContaining(['hash done', 'install done', 'connect done', 'verify done']),
      );
      expect(agent).toMatchObject({ version: PACKAGES.older.version, by: 'azmon', service: 'running' });
      expect(agent?.workspaces).toMatchObject([{ id: FIRST, status: 'connected' }]);
      expect(host.service()).toBe('RUNNING');
      const started = readFileSync(trace, 'utf8');
      expect(started).toMatch(/msiexec\.exe/);
      expect(started).not.toContain(FIRST_KEY);
      expect(host.filesWith(FIRST_KEY)).toEqual([]);
    });

    it('finds nothing to do the second time', { timeout: SLOW }, () => {
      expect(azmon(0, [...INSTALL, ...HOW], FIRST_KEY).state).toBe('unchanged');
    });

    it('adds a second workspace, and a proxy whose login cmd would take apart', { timeout: SLOW }, () => {
      const added = azmon(0, ['agent', 'add-workspace', '--workspace-id', SECOND, ...KEY_ON_STDIN], SECOND_KEY);
      expect(added.state).toBe('changed');
      expect(added.agent?.workspaces.map(({ id, status }) => [id, status])).toEqual(
        expect.arrayContaining([
          [FIRST, 'connected'],
          [SECOND, 'connected'],
        ]),
      );
      const login = `${encodeURIComponent('DOM\\u&ser')}:${encodeURIComponent(PASSWORD)}`;
      const set = azmon(0, ['agent', 'set-proxy', '--proxy-file', '-'], `http://${login}@proxy.contoso.local:3128`);
      expect(set.agent?.proxy).toMatch(/^http:\/\/.*:\*\*\*@proxy\.contoso\.local:3128$/);
      expect(host.proxyPassword(PASSWORD)).toBe(true);
      expect(host.filesWith(PASSWORD)).toEqual([]);
    });

    it('reports to a management group too, and leaves it alone when a workspace goes', { timeout: SLOW }, () => {
      const words = ['--management-group', 'MG1', '--management-server', 'om-01.contoso.local'];
      expect(azmon(0, ['agent', 'add-group', ...words]).state).toBe('changed');
      // Operations Manager itself integrates the group with a workspace.
      host.set({ [`${GROUPS}\\MG1`]: { Workspace: THROUGH_GROUP } });
      const group = { name: 'MG1', server: 'om-01.contoso.local:5723', workspace: THROUGH_GROUP };
      expect(shown().groups).toEqual([group]);
      const left = azmon(0, ['agent', 'remove-workspace', '--workspace-id', FIRST]);
      expect(left.agent?.groups).toEqual([group]);
      expect(left.agent?.workspaces.map(({ id }) => id)).not.toContain(FIRST);
    });

    it('upgrades from the package that extracts itself, and keeps what was configured', { timeout: SLOW }, () => {
      const { state, agent } = azmon(0, ['agent', 'upgrade', ...packaged(EXTRACTORS.newer)]);
      expect(state).toBe('changed');
      expect(agent).toMatchObject({ version: PACKAGES.newer.version, service: 'running', groups: [{ name: 'MG1' }] });
      expect(agent?.workspaces.map(({ id }) => id)).toContain(SECOND);
      expect(agent?.proxy).toContain('proxy.contoso.local:3128');
    });

    it('goes without a trace, once nobody minds its management group', { timeout: SLOW }, () => {
      azmon(10, ['remove', 'windows', '--yes']);
      expect(azmon(0, ['remove', 'windows', '--yes', '--ignore', 'operations-manager']).state).toBe('removed');
      const [registry, files] = [host.registry(), host.files()];
      expect([...registry].filter((line) => !before.registry.has(line))).toEqual([]);
      expect([...before.registry].filter((line) => !registry.has(line))).toEqual([]);
      expect([...files]).toEqual([...before.files]);
      expect(host.service()).toBe('');
      for (const secret of [FIRST_KEY, SECOND_KEY, PASSWORD]) expect(host.filesWith(secret)).toEqual([]);
      expect([...files.keys()].filter((path) => path.startsWith(AGENT_FOLDER.slice(3)))).toEqual([]);
    });
  },
);
