import { afterAll, beforeAll, expect, it } from 'vitest';
import { changes, stateOf } from '../support/linux-host-state.ts';
import { describeWith } from '../support/needs.ts';
import { Bench, KEY, NEEDS, type Parameters, WS } from './linux-bench.ts';

const HERE = { AZMON_DO: 'install', AZMON_WORKSPACE_ID: WS, AZMON_WORKSPACE_KEY: KEY, AZMON_BUNDLE: '/tmp/x.sh' };
const CANARY = 'touch /canary';
type Row = readonly [title: string, parameters: Parameters, text: string];

/** The agent's own tools source the file that the values are put into, and expand them unquoted. */
const BAD: readonly Row[] = [
  ['a workspace that is none', { AZMON_WORKSPACE_ID: 'production' }, 'the workspace ID is no GUID'],
  ['a workspace with a command behind it', { AZMON_WORKSPACE_ID: `${WS}; ${CANARY}` }, 'the workspace ID is no GUID'],
  ['a workspace of two lines', { AZMON_WORKSPACE_ID: `${WS}\n${CANARY}` }, 'the workspace ID is no GUID'],
  ['no workspace', { AZMON_WORKSPACE_ID: '' }, 'the ID of the workspace is missing'],
  ['no key', { AZMON_WORKSPACE_KEY: '' }, 'the key of the workspace is missing'],
  ['a key that breaks out', { AZMON_WORKSPACE_KEY: `${KEY}'; ${CANARY} #` }, 'characters that are no base64'],
  ['a key of two lines', { AZMON_WORKSPACE_KEY: `${KEY}\n${CANARY}` }, 'characters that are no base64'],
  ['half a key', { AZMON_WORKSPACE_KEY: KEY.slice(0, 30) }, 'it has 30 characters, and 88 are usual'],
  ['a key that goes on behind its end', { AZMON_WORKSPACE_KEY: `${KEY}AAAA` }, 'the key of the workspace is no base64'],
  ['a domain of nobody', { AZMON_DOMAIN: 'example.com' }, 'the domain is none of the workspaces'],
  ['a proxy that breaks out', { AZMON_PROXY: `http://a:b'; ${CANARY};@h:1` }, 'the proxy is not of the form'],
  ['a proxy with a blank', { AZMON_PROXY: 'http://a b:c@h:1' }, 'the proxy is not of the form'],
  ['a proxy with a slash behind', { AZMON_PROXY: 'http://proxy:3128/' }, 'the proxy is not of the form'],
  ['a proxy with an @ in its password', { AZMON_PROXY: 'http://a:b@c@h:1' }, 'the proxy is not of the form'],
  ['a proxy with a user alone', { AZMON_PROXY: 'http://a@h:1' }, 'the proxy is not of the form'],
  ['a proxy of another protocol', { AZMON_PROXY: 'socks5://h:1' }, 'the proxy is not of the form'],
  ['a bundle by http', { AZMON_BUNDLE: 'http://example.com/x.sh' }, 'neither an absolute path nor an https://'],
  ['a bundle beside us', { AZMON_BUNDLE: 'x.sh' }, 'neither an absolute path nor an https://'],
  ['an address with a quotation mark', { AZMON_BUNDLE: 'https://h/x.sh"' }, 'have to be percent-encoded'],
  ['a name that leads elsewhere', { AZMON_BUNDLE_NAME: '../x.sh' }, 'the file name of the bundle'],
  ['a name that is an option', { AZMON_BUNDLE_NAME: '-x.sh' }, 'the file name of the bundle'],
  ['half a hash', { AZMON_SHA256: 'abc123' }, 'not 64 hexadecimal digits'],
  ['a hash with a letter too many', { AZMON_SHA256: `${'a'.repeat(63)}g` }, 'not 64 hexadecimal digits'],
  ['a hash that is too long', { AZMON_SHA256: 'a'.repeat(65) }, 'not 64 hexadecimal digits'],
  ['a run that is no id', { AZMON_RUN: 'x","do":"y' }, 'the id of the run'],
  ['a wait that is no number', { AZMON_LOCK_WAIT: '1m' }, 'no number of seconds'],
  ['nothing that can be done', { AZMON_DO: 'rm -rf /' }, 'there is no such thing to do'],
  ['a second workspace', { AZMON_DO: 'add-workspace' }, 'knows one workspace'],
];
const SHELLS = [
  ['dash', '-s'],
  ['bash', '--posix', '-s'],
  ['busybox', 'ash', '-s'],
  ['mksh', '-s'],
];

describeWith(NEEDS)('values that the Linux wrapper is given', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open('values');
  });
  afterAll(() => bench?.close());

  it.each(BAD)('%s is refused, and nothing was done', (_title, parameters, text) => {
    const { exit, value, stderr, lines } = bench.run({ ...HERE, ...parameters });
    expect(value('fail')).toMatch(/^bad-value /);
    expect(value('fail')).toContain(text);
    expect([exit, stderr, value('result'), lines.at(-1)]).toEqual([2, '', 'failed', 'wrapper.end=ok']);
    for (const secret of [KEY, parameters.AZMON_WORKSPACE_KEY || KEY, parameters.AZMON_PROXY ?? KEY])
      expect(lines.join('\n')).not.toContain(secret);
    expect(bench.holds('[ -e /canary ] || [ -e /run/azmon.lock ] || [ -e /var/lib/azmon ] || ls -d /run/azmon.*')).toBe(
      false,
    );
  });

  it.each(SHELLS)('%s %s: a look and a dry run say the same and write nothing', (...shell) => {
    const before = stateOf(bench.host);
    const look = bench.run({ AZMON_DO: 'show' }, shell);
    expect(look).toMatchObject({ exit: 0, stderr: '' });
    expect(look.lines.filter((line) => !line.startsWith('wrapper.run='))).toEqual([
      ...[
        'wrapper.version=1',
        'wrapper.system=linux',
        'state.agent=none',
        'state.packages=none',
        'state.service=absent',
      ],
      ...['state.host=values', 'result=unchanged', 'wrapper.end=ok'],
    ]);
    const plan = bench.run({ ...bench.install, AZMON_DRY_RUN: 'yes', AZMON_FIX: "echo 'it''s'\nexit 3" }, shell);
    expect(plan.values('plan')).toEqual([
      "fix run: echo 'it''s'",
      'fix run: exit 3',
      `fetch fetch the bundle from /tmp/${bench.bundle.name}`,
      'hash compare the SHA-256 hash of the bundle',
      `packages install the agent from ${bench.bundle.name}`,
      `onboard connect the agent to workspace ${WS}`,
    ]);
    expect([plan.exit, plan.value('result'), plan.stderr]).toEqual([0, 'planned', '']);
    expect(changes(before, stateOf(bench.host))).toEqual([]);
  });

  it('an ID in capitals is the same one', () => {
    const capitals = {
      ...bench.install,
      AZMON_WORKSPACE_ID: 'ABCDEF01-2222-3333-4444-555555555555',
      AZMON_DRY_RUN: 'yes',
    };
    expect(bench.run(capitals).values('plan').at(-1)).toBe(
      'onboard connect the agent to workspace abcdef01-2222-3333-4444-555555555555',
    );
  });

  it('variables of the environment reach no program', () => {
    const env = ['env', 'AZMON_WORKSPACE_KEY=environment-canary', 'sh', '-s'];
    const fix = { ...bench.install, AZMON_FIX: 'env', AZMON_SHA256: 'a'.repeat(64) };
    const { values, value } = bench.run(fix, env);
    expect(values('say').length).toBeGreaterThan(2);
    expect(values('say').filter((line) => /AZMON_(WORKSPACE|DO|LINES|FIX)|canary/.test(line))).toEqual([]);
    expect(value('fail')).toMatch(/^hash-wrong /);
  });
});
