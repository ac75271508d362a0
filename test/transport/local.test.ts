import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stackOf } from '../../src/app/envelope.ts';
import { gather } from '../../src/machine/gather.ts';
import type { ProbeRequest } from '../../src/ports.ts';
import { Secret } from '../../src/secret.ts';
import { parseTarget } from '../../src/target/parse-target.ts';
import { transports } from '../../src/transport/index.ts';

const PROBE = readFileSync(new URL('../../templates/probe/linux.sh', import.meta.url), 'utf8');
const answering = (body: string): string => `printf 'probe.version=1\\n'\n${body}\nprintf 'probe.end=ok\\n'\n`;

const NO_AZURE = () => Promise.reject(new Error('nobody expected Azure to be opened'));

function look(more: Partial<ProbeRequest> = {}, target = 'local', env: NodeJS.ProcessEnv = process.env) {
  const transport = transports({
    platform: 'linux',
    env,
    windowsScript: '',
    interactive: false,
    connectTimeoutS: 1,
    azure: NO_AZURE,
  });
  const request = { linux: PROBE, windows: '', parameters: {}, secrets: {}, timeoutMs: 60_000, ...more };
  return gather(transport, parseTarget(target), request);
}

describe('this machine', () => {
  it('is looked at', async () => {
    expect(await look()).toMatchObject({ facts: { 'os.family': 'linux', 'user.id': process.getuid?.() } });
  });

  it('gets parameters and secrets that no other process can see', async () => {
    const everywhere = `for f in /proc/self/environ /proc/$$/environ /proc/$$/cmdline; do tr '\\000' ' ' < $f; done | sed 's/^/release=/'`;
    const seen = await look({
      linux: answering(`${everywhere}; printf '\\nhost.name=%s %s\\n' "$AZMON_HOSTS" "$AZMON_PROXY"`),
      parameters: { AZMON_HOSTS: 'Canary-1' },
      secrets: { AZMON_PROXY: new Secret('Canary-2') },
    });
    expect(seen).toMatchObject({
      facts: { 'host.name': 'Canary-1 Canary-2', release: [expect.not.stringContaining('Canary')] },
    });
  });

  it('does not hand azmon’s own variables to the probe', async () => {
    const env = { ...process.env, AZMON_WORKSPACE_KEY: 'Canary', PLAIN: 'kept' };
    const seen = await look(
      { linux: answering(`env | sed -n 's/^AZMON_/release=/p; s/^PLAIN=/release=/p'`) },
      'local',
      env,
    );
    expect(seen).toMatchObject({ facts: { release: ['kept'] } });
  });

  it('ends with the whole family of the probe when its time is up', async () => {
    const mark = `3${process.pid}.5`;
    const seen = await look({ linux: answering(`sleep ${mark} & (sleep ${mark}) ; wait`), timeoutMs: 500 });
    expect(seen).toMatchObject({ problem: { code: 'AZMON-PROBE-TIMEOUT', exit: 7, target: 'local' } });
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(`sleep ${mark}`);
  });

  it.each([
    ['breaks off', { linux: "printf 'probe.version=1\\n'; exit 0" }, { code: 'AZMON-PROBE-INCOMPLETE', exit: 7 }],
    ['says nothing', { linux: 'exit 3' }, { code: 'AZMON-PROBE-INCOMPLETE', exit: 7 }],
    [
      'never stops talking',
      { linux: 'while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyy; done' },
      { code: 'AZMON-PROBE-FLOOD', exit: 7 },
    ],
    ['is cancelled before it begins', { signal: AbortSignal.abort() }, { code: 'AZMON-CANCELLED', exit: 130 }],
  ])('a probe that %s', async (_title, request, problem) => {
    expect(await look(request)).toMatchObject({ problem: { ...problem, target: 'local' } });
  });

  it('without a shell says so', async () => {
    expect(await look({}, 'local', { PATH: '/nonexistent' })).toMatchObject({
      problem: { code: 'AZMON-PROBE-SHELL', exit: 7 },
    });
  });
});

describe('an error nobody expected', () => {
  it('stays with its target', async () => {
    const broken = { probe: () => Promise.reject(new TypeError('x is undefined')) };
    const request = { linux: '', windows: '', parameters: {}, secrets: {}, timeoutMs: 1 };
    expect(await gather(broken, { kind: 'local', key: 'local' }, request)).toMatchObject({
      problem: { code: 'AZMON-INTERNAL', exit: 1, target: 'local' },
    });
  });

  it('is told without its words, which may quote a secret; --debug shows where it happened', async () => {
    const thrown = new TypeError('cannot read CANARY-7d1f');
    const broken = { probe: () => Promise.reject(thrown) };
    const request = { linux: '', windows: '', parameters: {}, secrets: {}, timeoutMs: 1 };
    const seen = await gather(broken, { kind: 'local', key: 'local' }, request);
    const problem = 'problem' in seen ? seen.problem : expect.fail('looked');
    expect([problem.message, problem.why, JSON.stringify(problem.fix), stackOf(problem)].join('\n')).not.toContain(
      'CANARY',
    );
    expect(stackOf(problem)).toMatch(/caused by TypeError\n +at /);
  });
});
