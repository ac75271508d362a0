import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseBundle } from '../../src/app/host-bundle.ts';
import { hashIn } from '../../src/app/host-bundle-file.ts';
import { mendsOf } from '../../src/app/host-fix.ts';
import { type InstallHostFlags, installHosts } from '../../src/app/host-install.ts';
import { questionOf } from '../../src/app/question.ts';
import { assess } from '../../src/check/assess.ts';
import { parseProbeOutput } from '../../src/machine/probe-output.ts';
import { workspace } from '../support/azure-fake.ts';
import { KEY, WORKSPACE } from './deploy-door.ts';
import { refusal, through } from './host-others.ts';
import { factsOf, type HostOptions, installed, sha256Of, windowsFacts } from './host-stage.ts';

const HASH = 'a'.repeat(64);
const ID = WORKSPACE.workspaceId;
const FLAGS: InstallHostFlags = { workspace: 'logs-we', sha256: HASH, 'as-of': '2020-02-04', offline: true };

const install = (
  flags: InstallHostFlags,
  options: HostOptions,
  targets: readonly string[] = [],
  system: 'linux' | 'windows' = 'linux',
  world = {},
) =>
  through(
    (typed, door) => installHosts(system, targets, typed, door),
    `azmon install ${system}`,
    flags,
    options,
    world,
  );

const LINUX: HostOptions = { hosts: { local: { on: { install: installed() } } } };
const WINDOWS: HostOptions = {
  here: 'windows',
  hosts: { local: { facts: windowsFacts(), on: { install: installed() } } },
  fetched: { 'MOMAgent.msi': 'package' },
};
/** What a machine of so few facts would be stopped by. */
const LENIENT: InstallHostFlags = { ...FLAGS, bundle: 'MOMAgent.msi', sha256: sha256Of('package') };

describe('Windows', () => {
  test('cloud type, signer, TLS 1.2 and further workspaces with keys of their own', async () => {
    const [other, otherKey] = [
      workspace({ name: 'logs-us', workspaceId: '77777777-2222-3333-4444-555555555555' }),
      KEY.replace('Y', 'X'),
    ];
    const world = {
      workspaces: [WORKSPACE, other],
      keys: { [WORKSPACE.key]: [KEY, KEY.replace('Y', 'Z')], [other.key]: [otherKey, otherKey] },
    };
    const flags = {
      ...LENIENT,
      sha256: undefined,
      signer: 'Microsoft Corporation',
      'enable-tls12': true,
      'also-workspace': ['logs-us', 'logs-we'],
    };
    const { runs, exit } = await install(flags, WINDOWS, [], 'windows', world);
    expect(exit).toBe(0);
    expect(runs[0]?.parameters).toMatchObject({
      ...{ AZMON_WORKSPACE_ID: ID, AZMON_CLOUD_TYPE: '0', AZMON_ALSO_IDS: other.workspaceId, AZMON_TLS12: 'yes' },
      ...{
        AZMON_SIGNER: 'Microsoft Corporation',
        AZMON_BUNDLE: '/here/MOMAgent.msi',
        AZMON_BUNDLE_NAME: 'MOMAgent.msi',
      },
    });
    expect(runs[0]?.parameters).not.toHaveProperty('AZMON_DOMAIN');
    expect(runs[0]?.secrets).toEqual({ AZMON_WORKSPACE_KEY: KEY, AZMON_ALSO_KEY_1: otherKey });
  });

  test.for([
    ['windows', { 'windows.architecture': 'AMD64' }, 'MMASetup-AMD64.exe'],
    ['windows', { 'windows.architecture': 'x86' }, 'MMASetup-i386.exe'],
    ['linux', { 'kernel.machine': 'x86_64' }, 'omsagent-1.19.0-0.universal.x64.sh'],
    ['linux', { 'kernel.machine': 'i686' }, 'omsagent-1.12.15-0.universal.x86.sh'],
    ['linux', { 'kernel.machine': 'x86_64', 'userland.bits': 32 }, 'omsagent-1.12.15-0.universal.x86.sh'],
  ] as const)('the file for %s %j is %s', ([system, facts, name]) => {
    expect(chooseBundle({}, { kind: 'ssh' }, system, facts, (path) => path)).toMatchObject({ name, pushed: false });
  });

  test('over ssh it is looked at by a script, without the login of a proxy', async () => {
    const hosts = {
      'ssh://win-01': { system: 'windows', facts: windowsFacts(), on: { install: installed() } },
    } as const;
    const options = {
      hosts,
      fetched: { 'MOMAgent.msi': 'package' },
      files: { 'p.txt': 'ops:secret@proxy.example.com:3128' },
    };
    const flags = { ...LENIENT, 'proxy-file': 'p.txt' };
    const { exit, runs, pushes, probed } = await install(flags, options, ['ssh://win-01'], 'windows');
    expect([exit, runs.map(({ system }) => system), pushes.map(({ system }) => system)]).toEqual([
      0,
      ['windows'],
      ['windows'],
    ]);
    expect(probed).toEqual(['ssh://win-01 by script']);
  });

  test('more workspaces than an agent takes are refused', async () => {
    const flags = { ...LENIENT, 'also-workspace': ['a', 'b', 'c', 'd'] };
    expect(await refusal(install(flags, WINDOWS, [], 'windows'))).toMatchObject({
      code: 'AZMON-WORKSPACES-TOO-MANY',
      exit: 2,
    });
  });

  test('a proxy comes in parts, not encoded', async () => {
    const files = { 'p.txt': 'ops:p%40%20ss@proxy.example.com:3128' };
    const { runs } = await install({ ...LENIENT, 'proxy-file': 'p.txt' }, { ...WINDOWS, files }, [], 'windows');
    expect(runs[0]?.secrets).toMatchObject({
      AZMON_PROXY: 'http://proxy.example.com:3128',
      AZMON_PROXY_USER: 'ops',
      AZMON_PROXY_PASSWORD: 'p@ ss',
    });
  });
});

describe("the official script's own flags", () => {
  test.for([
    ['opinsights.azure.us', 'usgov'],
    ['OPINSIGHTS.AZURE.CN', 'china'],
  ] as const)('--domain %s is the cloud %s', async ([domain, cloud]) => {
    const flags = { ...FLAGS, workspace: undefined, 'workspace-id': ID, domain, verify: 'connected' } as const;
    const { runs, result } = await install(flags, LINUX);
    expect(runs[0]?.parameters.AZMON_DOMAIN).toBe(domain.toLowerCase());
    expect(result.targets[0]).toMatchObject({ destination: { cloud } });
  });

  test.for([
    [{ domain: 'example.com' }, 'AZMON-DOMAIN'],
    [{ domain: 'opinsights.azure.us', cloud: 'china' }, 'AZMON-FLAG-CONFLICT'],
    [{ 'proxy-pseudo-user': true, proxy: 'a.example.com:1', gateway: 'b.example.com' }, 'AZMON-PROXY-OR-GATEWAY'],
    [{ proxy: 'http://u:p@a.example.com:1' }, 'AZMON-PROXY-EXPOSED'],
    [{ sha256: HASH, signer: 'x' }, 'AZMON-FLAG-CONFLICT'],
    [{ verify: 'reporting', 'no-verify': true }, 'AZMON-FLAG-CONFLICT'],
    [{ 'workspace-key-file': 'a', 'workspace-key-vault': 'akvs://kv-prod/law-key' }, 'AZMON-WORKSPACE-KEY-TWICE'],
  ] as const)('%j: %s', async ([flags, code]) => {
    expect(await refusal(install({ ...FLAGS, ...flags }, LINUX))).toMatchObject({ code, exit: 2 });
  });

  test('a made-up login is given to a proxy that wants none', async () => {
    const { runs } = await install({ ...FLAGS, proxy: 'a.example.com:3128', 'proxy-pseudo-user': true }, LINUX);
    expect(runs[0]?.secrets.AZMON_PROXY).toBe('http://user:password@a.example.com:3128');
  });

  test('the successor ends with 4 and the way there, before anything is asked', async () => {
    const { code, exit, fix } = await refusal(install({ ...FLAGS, agent: 'azure-monitor' }, LINUX, ['ssh://web-01']));
    expect([code, exit]).toEqual(['AZMON-NEEDS-ARC', 4]);
    expect(JSON.stringify(fix)).toContain('azcmagent connect');
  });
});

describe('--fix', () => {
  const facts = factsOf({ 'python.path': '-', 'python.version': '-' });
  const options: HostOptions = { hosts: { local: { facts, on: { install: installed() } } } };
  const flags = { ...FLAGS, bundle: 'https://example.com/omsagent-1.12.15-0.universal.x64.sh' };

  test('without it the machine is not ready, and the way is named', async () => {
    const { exit, result } = await install(flags, options);
    expect([exit, JSON.stringify(result).includes('--fix')]).toEqual([4, true]);
  });

  test('shown first, and refused where nobody can agree', async () => {
    const problem = await refusal(install({ ...flags, fix: true }, options));
    expect(problem).toMatchObject({ code: 'AZMON-DECLINED', exit: 13 });
  });

  test('with --yes the commands go along, one a line, and were shown', async () => {
    const { runs, exit, talked } = await install({ ...flags, fix: true, yes: true }, options);
    expect(exit).toBe(0);
    const lines = runs[0]?.parameters.AZMON_FIX?.split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(talked).toContain(`  ${line}`);
  });

  test('a dry run needs no agreement', async () => {
    const { result, runs } = await install({ ...flags, fix: true, 'dry-run': true }, options);
    expect([result.targets[0]?.state, runs[0]?.parameters.AZMON_FIX !== undefined]).toEqual(['planned', true]);
  });

  test.for([
    [{ 'package.lock': '/var/lib/dpkg/lock 812 apt' }, []],
    [{ 'curl.path': '-', 'curl.version': '-' }, ['apt-get install -y curl']],
    [{ 'host.resolves': 'no' }, []],
    [{ fips: 'yes' }, []],
  ] as const)('%j is mended by %j', ([changed, commands]) => {
    const { facts: there } = parseProbeOutput(factsOf(changed));
    const question = questionOf({ agent: 'log-analytics', method: 'linux', offline: true }, '2020-02-04');
    const mends = mendsOf(
      assess({ facts: there, gathered: { startedAt: 1_580_817_600_000, finishedAt: 1_580_817_600_000 } }, question),
    );
    expect(mends.map(({ command }) => command)).toEqual(commands);
  });
});

describe('--script', () => {
  test('holds all but the secrets', async () => {
    const flags = {
      script: true,
      workspace: undefined,
      'workspace-id': ID,
      sha256: HASH,
      gateway: 'gw',
      'lock-wait': 90_000,
      replace: true,
    } as const;
    const { result, runs } = await install(flags, LINUX);
    const url =
      'https://github.com/microsoft/OMS-Agent-for-Linux/releases/download/OMSAgent_v1.19.0-0/omsagent-1.19.0-0.universal.x64.sh';
    expect(result.script?.split('\n')).toEqual([
      ...['#!/bin/sh', "AZMON_DO='install'", `AZMON_WORKSPACE_ID='${ID}'`, "AZMON_DOMAIN='opinsights.azure.com'"],
      ...[`AZMON_BUNDLE='${url}'`, "AZMON_BUNDLE_NAME='omsagent-1.19.0-0.universal.x64.sh'", `AZMON_SHA256='${HASH}'`],
      ...[
        "AZMON_RELEASE='1.19.0-0'",
        "AZMON_PROXY='http://gw:8080'",
        "AZMON_FETCH_DIRECT='yes'",
        "AZMON_REPLACE='yes'",
      ],
      ...["AZMON_LOCK_WAIT='90'", 'main', ''],
    ]);
    expect([runs, JSON.stringify(result).includes(KEY)]).toEqual([[], false]);
  });

  test('of a workspace by name: its id is looked up, its key is not', async () => {
    const { result, azure } = await install({ script: true, workspace: 'logs-we' }, LINUX);
    expect(result.script).toContain(`AZMON_WORKSPACE_ID='${ID}'`);
    expect(JSON.stringify(azure.calls)).not.toContain('keys');
  });

  test.for([
    [['ssh://web-01'], {}, 'AZMON-FLAG-CONFLICT'],
    [[], { fix: true }, 'AZMON-FLAG-CONFLICT'],
    [[], { push: true }, 'AZMON-FLAG-CONFLICT'],
    [[], { file: ['a'] }, 'AZMON-FLAG-CONFLICT'],
    [[], { 'proxy-file': 'p.txt' }, 'AZMON-SCRIPT-SECRET'],
    [[], { 'workspace-id': undefined }, 'AZMON-FLAG-MISSING'],
  ] as const)('%j %j: %s', async ([targets, flags, code]) => {
    const files = { 'p.txt': 'http://u:secret-one@a.example.com:1' };
    const problem = await refusal(
      install({ script: true, 'workspace-id': ID, ...flags }, { ...LINUX, files }, targets),
    );
    expect(problem).toMatchObject({ code, exit: 2 });
    expect(JSON.stringify(problem)).not.toContain('secret-one');
  });
});

describe('readers', () => {
  test('hashes beside a bundle: any text is read, and only 64 digits are a hash', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, name) => {
        const found = hashIn(text, name);
        return found === undefined || /^[0-9a-f]{64}$/.test(found);
      }),
    );
  });
});
