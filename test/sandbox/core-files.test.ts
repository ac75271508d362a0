import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { KINDS, MEMBERS, parseFaults } from '../../src/sandbox/fault-file.ts';
import { fleet } from '../../src/sandbox/fleet.ts';
import { openSandboxServer } from '../../src/sandbox/open.ts';
import { newestTime, readState, writeState } from '../../src/sandbox/state-file.ts';
import { ROOT } from '../support/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'azmon-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const problem = async (call: () => unknown): Promise<readonly [code: string, exit: number, why: string]> => {
  try {
    await call();
  } catch (error) {
    if (error instanceof Problem) return [error.code, error.exit, error.why ?? ''];
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('a list of faults', () => {
  test('is read from YAML and from JSON', () => {
    const expected = [{ kind: 'status', status: 429, path: '/extensions/', times: 2, retryAfterS: 3 }, { kind: 'cut' }];
    const yaml = '- { kind: status, status: 429, path: /extensions/, times: 2, retryAfterS: 3 }\n- kind: cut\n';
    expect(parseFaults(yaml, 'f')).toEqual(expected);
    expect(parseFaults(JSON.stringify(expected), 'f')).toEqual(expected);
  });

  test.for([
    ['', 'it is no list'],
    ['a: 1', 'it is no list'],
    ['- a: [', 'it is neither YAML nor JSON (line 1)'],
    ['*!', 'an alias in it cannot be followed'],
    ['- kind', 'entry 1 is no fault'],
    ['- {}', 'entry 1 has no kind: one of status, cut, slow, extension, stuck, silent'],
    ['- { kind: cut }\n- { kind: explode }', 'entry 2: "kind" does not take that value'],
    ['- { kind: cut, time: 1 }', 'entry 1: a fault has no "time"'],
    ['- { kind: cut, constructor: 1 }', 'entry 1: a fault has no "constructor"'],
    ['- { kind: status, status: 200 }', 'entry 1: "status" does not take that value'],
    ['- { kind: cut, times: -1 }', 'entry 1: "times" does not take that value'],
    ['- { kind: cut, path: 5 }', 'entry 1: "path" does not take that value'],
  ] as const)('%j is refused: %s', async ([text, why]) =>
    expect(await problem(() => parseFaults(text, 'f'))).toEqual(['AZMON-SANDBOX-FAULTS', 2, why]),
  );

  test('docs/sandbox.md shows one that is read, and names every kind and member', () => {
    const page = readFileSync(join(ROOT, 'docs/sandbox.md'), 'utf8');
    expect(parseFaults(/```yaml\n([^`]*)```/.exec(page)?.[1] ?? '', 'f')).toHaveLength(2);
    for (const kind of KINDS) expect(page).toContain(`| \`${kind}\` |`);
    for (const member of Object.keys(MEMBERS)) expect(page).toContain(`\`${member}\``);
  });

  test('whatever stands there, it is a list or a Problem', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.array(fc.dictionary(fc.string(), fc.jsonValue())).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          try {
            expect(Array.isArray(parseFaults(text, 'f'))).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
          }
        },
      ),
    );
  });
});

describe('a kept state', () => {
  test('comes back as it was, and is for its owner only', async () => {
    const state = fleet({ machines: 50, now: 1_700_000_000_000 });
    await writeState(at('state.json'), state);
    expect(await readState(at('state.json'))).toEqual(state);
    expect(statSync(at('state.json')).mode & 0o777).toBe(0o600);
  });

  test('that is not there yet is none', async () => expect(await readState(at('absent.json'))).toBe(undefined));

  test.for([
    ['x', 'it is no JSON'],
    ['[]', 'it is no JSON object'],
    ['{}', 'its version is not 1'],
    ['{"version":2}', 'its version is not 1'],
    ['{"version":1}', '"groups" is missing or no object'],
  ] as const)('%s is refused: %s', async ([text, why]) => {
    writeFileSync(at('wrong.json'), text);
    expect(await problem(() => readState(at('wrong.json')))).toEqual(['AZMON-SANDBOX-STATE', 2, why]);
  });

  test('has a time that the clock does not fall behind', () => {
    const state = fleet({ machines: 1, now: 1000 });
    for (const workspace of Object.values(state.workspaces)) Object.assign(workspace, { createdAt: 5000 });
    expect(newestTime(state)).toBe(5000);
  });
});

describe('a sandbox by its flags', () => {
  test('keeps what was done, and writes down what was said', async () => {
    const wish = { machines: 3, delays: false, state: at('kept.json'), record: at('record.ndjson') };
    const first = await openSandboxServer(wish);
    expect(first.machines).toBe(3);
    await first.close();
    const kept = JSON.parse(readFileSync(at('kept.json'), 'utf8'));
    expect(Object.keys(kept.machines)).toHaveLength(3);
    expect(statSync(at('record.ndjson')).mode & 0o777).toBe(0o600);
    const again = await openSandboxServer({ ...wish, machines: 99 });
    expect(again.machines).toBe(3);
    await again.close();
  });

  test('leaves no certificate behind', async () => {
    const one = await openSandboxServer({ machines: 1 });
    expect(statSync(one.certificateFile).isFile()).toBe(true);
    await one.close();
    expect(() => statSync(one.certificateFile)).toThrow('ENOENT');
  });

  test('says so when a port is taken', async () => {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as { port: number };
    expect(await problem(() => openSandboxServer({ machines: 1, port }))).toEqual([
      'AZMON-SANDBOX-PORT',
      12,
      'the system says EADDRINUSE',
    ]);
    await new Promise((done) => server.close(done));
  });

  test.for([
    ['faults', 'read'],
    ['state', 'written'],
    ['record', 'written'],
  ] as const)('says so when the file of --%s cannot be %s', async ([flag]) => {
    expect(await problem(() => openSandboxServer({ machines: 1, [flag]: at('no/folder/x') }))).toEqual([
      'AZMON-SANDBOX-FILE',
      2,
      'the system says ENOENT',
    ]);
  });
});
