import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { parseInventory } from '../../src/target/inventory.ts';
import { INVENTORY_FORMATS } from '../../src/target/inventory-format.ts';

const words = { method: ['linux', 'extension'], agent: ['log-analytics', 'azure-monitor'] };
const read = (text: string, path = 'list') => parseInventory(text, { path, words });

/** What comes of a program or an archive that is read as UTF-8. */
const program = readFileSync(process.execPath).subarray(0, 100_000).toString('utf8');
const archive = gzipSync(randomBytes(5000)).toString('utf8');

/** One row as a short text: its line, and its key or its problem. */
async function told(text: string, path?: string): Promise<string[]> {
  const rows = await read(text, path);
  return rows.map((row) => ('problem' in row ? `${row.line} ${row.problem.code}` : `${row.line} ${row.target.key}`));
}

describe('a list of targets', () => {
  it.each([
    ['one a line', 'local\nssh://a\n', 'list', ['1 local', '2 ssh://a']],
    ['Windows line ends and a byte order mark', '\uFEFFlocal\r\nssh://a\r\n', 'list', ['1 local', '2 ssh://a']],
    ['comments and blank lines', '# all\n\nlocal\n  ssh://a  # the first\n', 'list', ['3 local', '4 ssh://a']],
    ['separated by NUL', 'local\0ssh://a\0', '-', ['1 local', '2 ssh://a']],
    ['JSON texts', '[\n "local",\n "ssh://a"\n]', 'i.json', ['2 local', '3 ssh://a']],
    ['JSON on stdin', '["local", {"target": "ssh://a"}]', '-', ['1 local', '1 ssh://a']],
    [
      'JSON below targets',
      '{"x": {"targets": ["q"]},\n"targets": [\n{\n"target": "local"},\n"ssh://a"]}',
      'i.json',
      ['3 local', '5 ssh://a'],
    ],
    ['YAML', '# all\n- local\n- target: ssh://a\n', 'i.yml', ['2 local', '3 ssh://a']],
    ['YAML below targets', 'targets:\n  - local\n  - {target: ssh://a}\n', '-', ['2 local', '3 ssh://a']],
    ['CSV', 'target,site\nlocal,x\nssh://a,y\n', 'i.csv', ['2 local', '3 ssh://a']],
    ['CSV on stdin', '# all\nsite,target\n,local\n', '-', ['3 local']],
    ['CSV of a German spreadsheet', '\uFEFFTarget;Site\r\nlocal;x\r\n', 'i.csv', ['2 local']],
    ['a few characters of another encoding', 'target,site\nlocal,Z\ufffdrich\n', 'i.csv', ['2 local']],
    ['CSV with comments and blank lines', 'target,site\n\n# all\nlocal,x\n', 'i.csv', ['4 local']],
  ])('%s', async (_title, text, path, rows) => {
    expect(await told(text, path)).toEqual(rows);
  });

  it.each([
    ['lines', 'local\nweb-01\nssh://a:x\n', 'list', ['1 local', '2 AZMON-TARGET-UNKNOWN', '3 AZMON-TARGET-SSH']],
    ['a wrong id', '/subscriptions/x\nlocal\n', 'list', ['1 AZMON-TARGET-ID', '2 local']],
    [
      'JSON',
      '["local",\n5,\n{"method":"linux"},\n{"target":"ssh://a","x":[1]},\n"ssh://b"]',
      'i.json',
      ['1 local', '2 AZMON-INVENTORY-ROW', '3 AZMON-INVENTORY-ROW', '4 AZMON-INVENTORY-ROW', '5 ssh://b'],
    ],
    [
      'YAML',
      '- local\n- [x]\n- target: ssh://a\n  method: magic\n- ssh://b\n',
      'i.yaml',
      ['1 local', '2 AZMON-INVENTORY-ROW', '3 AZMON-INVENTORY-ROW', '5 ssh://b'],
    ],
    ['too many fields', 'target,site\nlocal,x,y\nssh://a,x\n', 'i.csv', ['2 AZMON-INVENTORY-ROW', '3 ssh://a']],
    ['too few fields', 'target,site\nlocal\nssh://a,x\n', 'i.csv', ['2 AZMON-INVENTORY-ROW', '3 ssh://a']],
    ['a missing target', 'target,site\n,x\nssh://a,x\n', 'i.csv', ['2 AZMON-INVENTORY-ROW', '3 ssh://a']],
    [
      'an unknown agent',
      'target,agent\nlocal,oms\nssh://a,azure-monitor\n',
      'i.csv',
      ['2 AZMON-INVENTORY-ROW', '3 ssh://a'],
    ],
    ['a wrong proxy', 'target,proxy\nlocal,ftp://p\nssh://a,p:8080\n', 'i.csv', ['2 AZMON-PROXY-SYNTAX', '3 ssh://a']],
    ['an open quotation mark', 'target,site\nlocal,x\n"ssh://a,x\n', 'i.csv', ['2 local', '3 AZMON-INVENTORY-ROW']],
    [
      'the same machine twice',
      'ssh://A\nlocal\nssh://a\n',
      'list',
      ['1 ssh://a', '2 local', '3 AZMON-INVENTORY-DUPLICATE'],
    ],
  ])('a wrong row has its line, and the others go on: %s', async (_title, text, path, rows) => {
    expect(await told(text, path)).toEqual(rows);
  });

  it.each([
    ['target,site\nlocal,x,y\n', 'the row has 3 fields, the header has 2'],
    ['target,site\nlocal\n', 'the row has 1 field, the header has 2'],
    ['target,site\n"local,x\n', 'a quotation mark of this row or of the lines just above is not closed'],
    ['target,site\n,x\n', 'the target is missing'],
    ['target,agent\nlocal,oms\n', 'the agent is not one that azmon knows'],
    ['target,workspace\nlocal,law\n', 'the workspace is neither an id (a GUID) nor a name of one'],
    ['[5]', 'this is neither a target nor an object with a target', 'i.json'],
    ['[{"target":"local","x":[1]}]', 'the value of "x" is not a plain text', 'i.json'],
  ])('says what is wrong with a row, and what to do: %j', async (text, message, path = 'i.csv') => {
    const [row] = await read(text, path);
    expect(row).toMatchObject({
      problem: {
        code: 'AZMON-INVENTORY-ROW',
        message: expect.stringMatching(/^i\.\w+ line \d: /),
        fix: [expect.anything()],
      },
    });
    expect((row as { problem: Problem }).problem.message).toContain(message);
  });

  const GUID = '11111111-2222-3333-4444-555555555555';
  const ARM = `/subscriptions/${GUID}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces`;
  it.each([
    [GUID, true],
    [GUID.toUpperCase().replaceAll('1', 'A'), true],
    ['law-01', true],
    [`${ARM}/law-01`, true],
    [`${ARM.toLowerCase()}/law-01`, true],
    ['law', false],
    ['-law-01', false],
    ['my law', false],
    ['a'.repeat(64), false],
    [GUID.slice(1), false],
    [`${GUID}5`, false],
    [`{${GUID}}`, false],
    [GUID.replaceAll('-', ''), false],
    ['1111-2222-3333-4444-5555', false],
    [`${ARM}/law`, false],
    [`/subscriptions/${GUID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/law-01`, false],
  ])('takes the workspace %s: %s', async (workspace, taken) => {
    const [row] = await read(`target,workspace\nlocal,${workspace}\n`, 'i.csv');
    expect('problem' in (row ?? {})).toBe(!taken);
    if (taken) expect(row).toMatchObject({ workspace });
  });

  it('names file and line in what it says, and the line of the first of two', async () => {
    const [, row] = await read('local\nlocal\n', 'web.txt');
    expect(row).toMatchObject({
      line: 2,
      problem: { exit: 2, message: 'web.txt line 2: local was named before', why: 'line 1 names the same machine' },
    });
  });

  it('knows its columns, and keeps others as labels', async () => {
    const header = 'Target,METHOD,agent,workspace,rule,proxy,Site,rack';
    const [row] = await read(
      `${header}\nssh://a,linux,log-analytics,law-01,dcr,http://p:81,"Berlin, ""Mitte""",007`,
      'i.csv',
    );
    expect(row).toEqual({
      line: 2,
      target: { kind: 'ssh', key: 'ssh://a', host: 'a' },
      ...{ method: 'linux', agent: 'log-analytics', workspace: 'law-01', rule: 'dcr' },
      proxy: expect.objectContaining({ host: 'p', port: 81 }),
      labels: { site: 'Berlin, "Mitte"', rack: '007' },
    });
  });

  it.each([
    ['i.yaml', '- target: local\n  rack: 007\n  live: true\n  empty:\n', { rack: '007', live: 'true' }],
    ['i.json', '[{"target":"local","rack":7,"live":true,"empty":null}]', { rack: '7', live: 'true' }],
  ])('%s: labels are texts, empty ones are absent', async (path, text, labels) => {
    expect(await read(text, path)).toMatchObject([{ labels }]);
    expect(((await read(text, path))[0] as { labels: object }).labels).toEqual(labels);
  });

  it('drops from labels what a terminal acts on', async () => {
    expect(
      await read(JSON.stringify([{ target: 'local', 'si\u001bte': 'Os\u009b31mlo\u202e' }]), 'i.json'),
    ).toMatchObject([{ labels: { site: 'Os31mlo' } }]);
  });

  it.each([
    'key',
    'workspaceKey',
    'workspace_key',
    'SharedKey',
    'primarykey',
    'password',
    'proxy-password',
    'pwd',
    'clientSecret',
    'api token',
    'sas',
    'credentials',
  ])('refuses the whole file for a column %s', async (column) => {
    const refusal = expect.objectContaining({ code: 'AZMON-INVENTORY-KEY', exit: 2 });
    await expect(read(`target,${column}\nlocal,x`, 'i.csv')).rejects.toEqual(refusal);
    await expect(read(JSON.stringify(['local', { target: 'ssh://a', [column]: 'x' }]), 'i.json')).rejects.toEqual(
      refusal,
    );
    await expect(read(`- {target: local, "${column}": x}`, 'i.yaml')).rejects.toEqual(refusal);
  });

  it.each(['keyvault', 'monkeys', 'passenger', 'keyboard', 'bypass'])(
    'takes the column %s for a label',
    async (column) => {
      expect(await read(`target,${column}\nlocal,x`, 'i.csv')).toMatchObject([{ labels: { [column]: 'x' } }]);
    },
  );

  it.each([
    ['nothing in it', '', 'list', 'AZMON-INVENTORY-EMPTY'],
    ['only comments', '# none\n', '-', 'AZMON-INVENTORY-EMPTY'],
    ['an empty array', '[]', 'i.json', 'AZMON-INVENTORY-EMPTY'],
    ['only a header', 'target\n', 'i.csv', 'AZMON-INVENTORY-EMPTY'],
    ['a program', program, 'ls', 'AZMON-INVENTORY-TEXT'],
    ['a program called a table', program, 'i.csv', 'AZMON-INVENTORY-TEXT'],
    ['an archive', archive, 'i.xlsx', 'AZMON-INVENTORY-TEXT'],
    ['an archive called a table', archive, 'i.csv', 'AZMON-INVENTORY-TEXT'],
    ['UTF-16 without its mark', Buffer.from('local\r\nssh://a\r\n', 'utf16le').toString(), '-', 'AZMON-INVENTORY-TEXT'],
    ['NUL in CSV', 'target\nlocal\0\n', 'i.csv', 'AZMON-INVENTORY-TEXT'],
    ['no column target', 'host,site\nweb,x\n', 'i.csv', 'AZMON-INVENTORY-HEADER'],
    ['a column twice', 'target,site,Site\nlocal,x,y\n', 'i.csv', 'AZMON-INVENTORY-HEADER'],
    ['broken JSON', '[\n"local"\n"ssh://a"]', 'i.json', 'AZMON-INVENTORY-SYNTAX'],
    ['JSON of another shape', '{"machines": []}', 'i.json', 'AZMON-INVENTORY-SYNTAX'],
    ['broken YAML', 'targets: [a\n b: c', 'i.yaml', 'AZMON-INVENTORY-SYNTAX'],
    ['an unknown YAML alias', '- *x\n', 'i.yaml', 'AZMON-INVENTORY-SYNTAX'],
    ['two YAML documents', '- local\n---\n- local\n', 'i.yaml', 'AZMON-INVENTORY-SYNTAX'],
  ])('cannot be used as a whole: %s', async (_title, text, path, code) => {
    await expect(read(text, path)).rejects.toEqual(expect.objectContaining({ code, exit: 2 }));
  });

  it('says where its syntax is broken', async () => {
    await expect(read('[\n"local"\n"ssh://a"]', 'i.json')).rejects.toThrow('i.json line 3: this is not valid JSON');
    await expect(read('- local\n- "x\n', 'i.yaml')).rejects.toThrow(/^i\.yaml line [23]: this is not valid YAML/);
  });

  it.each([
    ['[{"target": "local" "proxy": "http://u:Pa55w0rd@p"}]', 'i.json'],
    ['- {target: local, proxy: "http://u:Pa55w0rd@p}', 'i.yaml'],
    ['target,proxy\nlocal,"http://u:Pa55w0rd@p"x\n', 'i.csv'],
    ['target,proxy\nlocal,http://u:Pa55#w0rd@p:x\n', 'i.csv'],
    ['target,proxy\nlocal,http://u:Pa55w0rd@p,x\n', 'i.csv'],
  ])('never repeats the password of a proxy: %s', async (text, path) => {
    const outcome = await read(text, path).catch((problem: unknown) => [{ problem }]);
    const [row] = outcome as { problem: Problem }[];
    expect(row?.problem).toBeInstanceOf(Problem);
    expect(
      `${row?.problem.stack} ${JSON.stringify(row?.problem)} ${row?.problem.why} ${String(row?.problem.cause)}`,
    ).not.toContain('Pa55');
  });

  it('keeps the password of a proxy where it cannot be printed', async () => {
    expect(JSON.stringify(await read('target,proxy\nlocal,http://u:Pa55w0rd@p:80\n', 'i.csv'))).not.toContain('Pa55');
  });

  it('of any text gives rows or a Problem', async () => {
    const pieces = fc.constantFrom(
      'target',
      ',',
      ';',
      '\n',
      '\r\n',
      '"',
      '- ',
      ': ',
      '[',
      ']',
      '{',
      '}',
      'local',
      'ssh://a',
      '*a',
      '&a',
      '#',
      '\0',
      '\t',
      'null',
      '!!x',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(...INVENTORY_FORMATS, undefined), async (input, format) => {
        const source = { path: '-', words, ...(format === undefined ? {} : { format }) };
        const rows = await parseInventory(input, source).catch((error: unknown) => error);
        if (!Array.isArray(rows)) expect(rows).toBeInstanceOf(Problem);
        else for (const row of rows) expect(row.line).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('of ten thousand rows is read in well under a second', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ target: `ssh://web-${index}`, site: 'x' }));
    const startedAt = performance.now();
    expect(await read(JSON.stringify(rows), 'i.json')).toHaveLength(10_000);
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});
