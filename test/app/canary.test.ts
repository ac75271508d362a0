import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

/** A proxy's password is planted in every place it may come from; it must come out nowhere, in no form. */
const CANARY = 'k4n4r1-9x/v0g3l';
const LOGIN = `ops:${encodeURIComponent(CANARY)}`;
const FORMS = [
  CANARY,
  encodeURIComponent(CANARY),
  Buffer.from(CANARY).toString('base64'),
  Buffer.from(`ops:${CANARY}`).toString('base64'),
];
const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'azmon-canary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

const PROXY = `http://${LOGIN}@127.0.0.1:9`;
const proxyFile = put('proxy.txt', `${PROXY}\n`);
const wrongProxyFile = put('wrong-proxy.txt', `http://ops:${CANARY}@@127.0.0.1:9:x\n`);
const csv = put('machines.csv', `target,proxy\nlocal,${PROXY}\nssh://ops@127.0.0.1:9,http://ops:${CANARY}@@x:y\n`);
const json = put(
  'machines.json',
  JSON.stringify([
    { target: 'local', proxy: PROXY },
    { target: 'nonsense', proxy: PROXY, key: null },
  ]),
);
const keyed = put('keyed.csv', `target,workspaceKey\nlocal,${CANARY}\n`);

const SOURCES: [title: string, argv: string[], env: Record<string, string>][] = [
  ['AZMON_PROXY', ['check'], { AZMON_PROXY: PROXY }],
  ['AZMON_PROXY that cannot be read', ['check'], { AZMON_PROXY: `http://ops:${CANARY}@@x:y` }],
  ['--proxy', ['check', '--proxy', PROXY], {}],
  ['--proxy=', ['check', `--proxy=${PROXY}`], {}],
  ['a misspelt --proxy', ['check', '--prxoy', PROXY], {}],
  ['--proxy-file', ['check', '--proxy-file', proxyFile], {}],
  ['--proxy-file that cannot be read', ['check', '--proxy-file', wrongProxyFile], {}],
  ['a CSV file', ['check', '--file', csv], {}],
  ['a JSON file', ['check', '--file', json], {}],
  ['a key column', ['check', '--file', keyed], {}],
  ['a target', ['check', `ssh://ops:${CANARY}@127.0.0.1:9`], {}],
  ['a printed probe', ['probe', 'linux'], { AZMON_PROXY: PROXY }],
  ['a gateway', ['check', '--gateway', `ops:${CANARY}@gateway`], {}],
];
const OUTPUTS: [title: string, argv: string[], env: Record<string, string>][] = [
  ['text', ['-v', '--debug'], {}],
  ['JSON', ['--json', '--debug'], {}],
  ['NDJSON', ['-o', 'ndjson', '--debug'], {}],
  ['DEBUG=*', [], { DEBUG: '*' }],
];

describe('a password given by', () => {
  describe.each(SOURCES)('%s', (_, argv, env) => {
    it.each(OUTPUTS)('comes out nowhere in %s', (__, more, moreEnv) => {
      const { PATH = '' } = process.env;
      const { stdout, stderr, status } = spawnSync(process.execPath, [RUN, ...argv, ...more], {
        encoding: 'utf8',
        input: '',
        env: { PATH, HOME: folder, ...env, ...moreEnv },
      });
      expect(status).not.toBe(1);
      expect(stdout.length + stderr.length).toBeGreaterThan(0);
      for (const form of FORMS) expect(stdout + stderr).not.toContain(form);
    });
  });
});
