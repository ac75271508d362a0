import { describe, expect, it } from 'vitest';
import { jobsOf } from '../../src/app/jobs.ts';
import { printedProbe } from '../../src/app/probe-print.ts';
import { proxyText } from '../../src/app/proxy-text.ts';
import { type QuestionFlags, questionOf } from '../../src/app/question.ts';
import { workspaceNotices } from '../../src/app/workspace-notice.ts';
import { probeTemplates } from '../../src/disk/templates.ts';
import type { Files } from '../../src/ports.ts';
import { EXIT, Problem } from '../../src/problem.ts';
import { ROOT } from '../support/source.ts';
import { TODAY } from '../support/subject.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const CANARY = 'c4n4ry-p4ss';

const files = (texts: Record<string, string>): Files => ({
  async read(path) {
    const text = texts[path];
    if (text === undefined)
      throw new Problem({ code: 'AZMON-FILE-MISSING', exit: EXIT.usage, message: `${path} does not exist` });
    return text;
  },
  async list(path) {
    if (path in texts || path === '-') return [path];
    if (!path.endsWith('/'))
      throw new Problem({ code: 'AZMON-FILE-MISSING', exit: EXIT.usage, message: `${path} does not exist` });
    return Object.keys(texts).filter((name) => name.startsWith(path));
  },
});

describe('jobs', () => {
  const words = async (named: Parameters<typeof jobsOf>[0], texts: Record<string, string> = {}): Promise<string[]> =>
    (await jobsOf(named, files(texts))).map((job) => {
      if (job.kind === 'broken') return `broken ${job.name} ${job.problem.code}`;
      return job.kind === 'facts' ? `facts ${job.path}` : job.row.target.key;
    });

  it.each([
    ['nothing named: this machine', { targets: [] }, {}, ['local']],
    ['targets in their order', { targets: ['ssh://b', 'ssh://a'] }, {}, ['ssh://b', 'ssh://a']],
    ['a target typed twice is one', { targets: ['ssh://a', 'ssh://a'] }, {}, ['ssh://a']],
    [
      'a bare name fails by itself',
      { targets: ['web-01', 'local'] },
      {},
      ['broken argument 1 AZMON-TARGET-UNKNOWN', 'local'],
    ],
    ['rows of a file', { targets: [], file: ['m.txt'] }, { 'm.txt': 'ssh://a\nssh://b\n' }, ['ssh://a', 'ssh://b']],
    [
      'a wrong row fails by itself',
      { targets: [], file: ['m.txt'] },
      { 'm.txt': 'ssh://a\nnonsense here\n' },
      ['ssh://a', 'broken m.txt:2 AZMON-TARGET-UNKNOWN'],
    ],
    [
      'a missing file fails by itself',
      { targets: ['local'], file: ['m.txt'] },
      {},
      ['local', 'broken m.txt AZMON-FILE-MISSING'],
    ],
    ['a folder of facts', { targets: [], facts: ['d/'] }, { 'd/a': '', 'd/b': '' }, ['facts d/a', 'facts d/b']],
    [
      'a folder without facts fails, it is not nothing to do',
      { targets: ['local'], facts: ['d/'] },
      {},
      ['local', 'broken d/ AZMON-FACTS-EMPTY'],
    ],
    [
      'wrong entries on one line have a name each',
      { targets: [], file: ['m.json'] },
      { 'm.json': '["x y", "local", "z w",\n"q r"]' },
      [
        'broken m.json#1 AZMON-TARGET-UNKNOWN',
        'local',
        'broken m.json#3 AZMON-TARGET-UNKNOWN',
        'broken m.json:2 AZMON-TARGET-UNKNOWN',
      ],
    ],
    [
      'a machine of the command line and of two files is one, and the others a problem',
      { targets: ['ssh://a'], file: ['m.txt', 'n.txt'] },
      { 'm.txt': 'ssh://b\nssh://a\n', 'n.txt': 'ssh://b\n' },
      ['ssh://a', 'ssh://b', 'broken m.txt:2 AZMON-INVENTORY-DUPLICATE', 'broken n.txt:1 AZMON-INVENTORY-DUPLICATE'],
    ],
    [
      'a file named twice',
      { targets: [], file: ['m.txt', 'm.txt'] },
      { 'm.txt': 'ssh://a\nx y\n' },
      [
        'ssh://a',
        'broken m.txt:2 AZMON-TARGET-UNKNOWN',
        'broken m.txt:1 AZMON-INVENTORY-DUPLICATE',
        'broken m.txt:2#2 AZMON-TARGET-UNKNOWN',
      ],
    ],
    [
      'facts given twice',
      { targets: [], facts: ['f', 'f'] },
      { f: '' },
      ['facts f', 'broken facts:f#2 AZMON-FACTS-DUPLICATE'],
    ],
    ['a file without a name', { targets: [], file: [''] }, {}, ['broken a file without a name AZMON-FILE-MISSING']],
    [
      'a file whose name a terminal would act on',
      { targets: [], file: ['m\u001b[2J', 'n\u202e'] },
      { 'n\u202e': 'x y\nlocal\nlocal\n' },
      [
        'broken m[2J AZMON-FILE-MISSING',
        'broken n:1 AZMON-TARGET-UNKNOWN',
        'local',
        'broken n:3 AZMON-INVENTORY-DUPLICATE',
      ],
    ],
    ['stdin by its name', { targets: [], file: ['-'] }, { '-': 'x y\n' }, ['broken stdin:1 AZMON-TARGET-UNKNOWN']],
  ])('%s', async (_, named, texts, expected) => {
    expect(await words(named, texts as unknown as Record<string, string>)).toEqual(expected);
  });
});

describe('a word that is no target', () => {
  const told = async (target: string, texts: Record<string, string> = {}): Promise<string> => {
    const [job] = await jobsOf({ targets: [target] }, files(texts));
    if (job?.kind !== 'broken') return expect.fail('taken');
    return [job.problem.message, ...job.problem.fix.map(({ text }) => text)].join('; ');
  };

  it.each([
    ['b.facts', 'the file b.facts is no target; --facts b.facts '],
    ['/data/b.facts', 'the file /data/b.facts is no target; --facts /data/b.facts '],
    ['-', 'stdin is no target; --facts - '],
  ])('but a file: %s', async (path, words) => {
    expect(await told(path, { [path]: '' })).toContain(words);
    expect(await told(path, { [path]: '' })).toContain(`; --file ${path} `);
  });

  it.each(['b.facts', '/data/b.facts'])('and no file: %s', async (path) => {
    expect(await told(path)).not.toContain('--facts');
  });
});

describe('rows that name their workspace', () => {
  const notices = async (text: string, offline = false) =>
    workspaceNotices(await jobsOf({ targets: [], file: ['m.csv'] }, files({ 'm.csv': text })), offline);

  it('by a name or resource id are counted in one notice', async () => {
    const arm = `/subscriptions/${GUID}/resourceGroups/ops/providers/Microsoft.OperationalInsights/workspaces/law-01`;
    const text = `target,workspace\nssh://a,law-01\nssh://b,${arm}\nssh://c,${GUID}\nssh://d,\n`;
    expect(await notices(text)).toEqual([
      { code: 'AZMON-WORKSPACE-NAME', message: expect.stringMatching(/^2 rows name their workspace by a name/) },
    ]);
    expect(await notices(text, true)).toEqual([]);
  });

  it('by its id need none', async () => {
    expect(await notices(`target,workspace\nssh://a,${GUID}\n`)).toEqual([]);
  });
});

describe('the question', () => {
  const refused: [title: string, flags: QuestionFlags, code: string][] = [
    ['a workspace id that is no GUID', { 'workspace-id': 'my-workspace' }, 'AZMON-WORKSPACE-ID'],
    ['a release nobody knows', { release: '9.9' }, 'AZMON-RELEASE'],
    ['a release of the other generation', { release: '1.19.0', agent: 'azure-monitor' }, 'AZMON-RELEASE'],
    ['a check nobody knows', { only: ['python.alais'] }, 'AZMON-CHECK-UNKNOWN'],
    ['an ignored check nobody knows', { ignore: ['nonsense'] }, 'AZMON-CHECK-UNKNOWN'],
    ['a region that is a host', { region: 'westeurope.evil' }, 'AZMON-REGION'],
    ['a region that is blank', { region: '  ' }, 'AZMON-REGION'],
    ['a proxy and a gateway', { proxy: 'p:1', gateway: 'g' }, 'AZMON-PROXY-OR-GATEWAY'],
    ['a proxy that cannot be read', { proxy: 'ftp://p' }, 'AZMON-PROXY-SYNTAX'],
  ];
  it.each(refused)('refuses %s', (_, flags, code) => {
    expect(() => questionOf(flags, TODAY)).toThrow(expect.objectContaining({ code, exit: 2 }));
  });

  it.each(['westeurope', 'West Europe', 'WESTEUROPE', ' West  Europe '])('takes the region %j', (region) => {
    expect(questionOf({ region }, TODAY).place).toEqual({ region: 'westeurope' });
  });

  it('names the check that was probably meant', () => {
    expect(() => questionOf({ only: ['python.alais'] }, TODAY)).toThrow(
      expect.objectContaining({ why: 'did you mean python.alias?' }),
    );
  });

  it('is asked of both generations, today, unless told otherwise', () => {
    const question = questionOf({}, TODAY);
    expect([question.agents.map(({ id }) => id), question.asOf, question.cloud.id]).toEqual([
      ['log-analytics', 'azure-monitor'],
      TODAY,
      'public',
    ]);
    expect(questionOf({ agent: 'azure-monitor', 'as-of': '2020-02-04' }, TODAY)).toMatchObject({
      asOf: '2020-02-04',
      agents: [{ id: 'azure-monitor' }],
    });
  });
});

describe('where the proxy comes from', () => {
  const file = files({ 'p.txt': `http://u:${CANARY}@proxy:3128\n` });

  it.each([
    ['nothing', {}, false, undefined],
    ['the command line, without a login', { proxy: 'proxy:3128' }, true, 'proxy:3128'],
    ['the environment, with a login', { proxy: `u:${CANARY}@proxy:3128` }, false, `u:${CANARY}@proxy:3128`],
    ['a file, without its last newline', { 'proxy-file': 'p.txt' }, false, `http://u:${CANARY}@proxy:3128`],
    [
      'a file, though the environment holds one',
      { 'proxy-file': 'p.txt', proxy: 'other:1' },
      false,
      `http://u:${CANARY}@proxy:3128`,
    ],
  ])('%s', async (_, sources, onCommandLine, text) => {
    expect(await proxyText(sources, onCommandLine, file)).toBe(text);
  });

  it('refuses a login on the command line and does not repeat it', async () => {
    const error: Problem = await proxyText({ proxy: `http://u:${CANARY}@p:1` }, true, file).then(
      () => expect.fail('taken'),
      (thrown) => thrown,
    );
    expect([error.code, error.exit]).toEqual(['AZMON-PROXY-EXPOSED', 2]);
    expect(JSON.stringify([error.message, error.why, error.fix])).not.toContain(CANARY);
  });

  it('refuses two sources on the command line', async () => {
    await expect(proxyText({ proxy: 'p:1', 'proxy-file': 'p.txt' }, true, file)).rejects.toMatchObject({
      code: 'AZMON-PROXY-TWICE',
    });
  });
});

describe('a printed probe', () => {
  const templates = probeTemplates(ROOT);
  const written = (system: 'linux' | 'windows', flags = {}): string => {
    const { text } = printedProbe(system, flags, templates);
    return typeof text === 'function' ? expect.fail('no lines') : text.map((line) => `${line}\n`).join('');
  };

  it('holds the hosts and the way out', () => {
    const script = written('linux', { agent: 'azure-monitor', proxy: 'p:3128', encode: 'gzip' });
    expect(script.split('\n').filter((line) => /^AZMON_\w+='/.test(line))).toEqual([
      "AZMON_HOSTS='global.handler.control.monitor.azure.com global.prod.microsoftmetrics.com'",
      "AZMON_PROXY='http://p:3128'",
      "AZMON_ENCODE='gzip'",
    ]);
  });

  it.each(['linux', 'windows'] as const)('for %s never holds a login', (system) => {
    expect(() => written(system, { proxy: `u:${CANARY}@p:3128` })).toThrow(
      expect.objectContaining({ code: 'AZMON-PROBE-SECRET' }),
    );
  });

  it('ends every line for cmd.exe with CR LF, the last one too', () => {
    const script = written('windows', { agent: 'azure-monitor', proxy: 'p:3128' });
    expect(script).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
    expect(script).toContain('set "AZMON_PROXY=http://p:3128"\r\n');
  });

  it('ends every line for a shell with LF', () => {
    const script = written('linux');
    expect(script).toMatch(/^#!\/bin\/sh\n(?:[^\r\n]*\n)+$/);
  });

  it.each(['linux', 'windows'] as const)('is the template of %s where nothing is written into it', (system) => {
    expect(written(system, { offline: true })).toBe(templates[system]);
    expect(printedProbe(system, { offline: true }, templates).result).toEqual({ system, script: templates[system] });
  });
});
