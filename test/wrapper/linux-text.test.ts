import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linuxWrapper } from '../../src/machine/wrapper-script.ts';
import { describeWith } from '../support/needs.ts';

const FILE = fileURLToPath(new URL('../../templates/wrapper/linux.sh', import.meta.url));
const TEMPLATE = readFileSync(FILE, 'utf8');
const SHELLS = [
  ['dash', []],
  ['bash', ['--posix']],
  ['busybox', ['ash']],
  ['mksh', []],
  ['posh', []],
] as const;

describeWith({ commands: { dash: 'dash', bash: 'bash', busybox: 'busybox', mksh: 'mksh', posh: 'posh' } })(
  'the text of the Linux wrapper, read by every shell',
  () => {
    it.each(SHELLS)('%s reads it', (shell, args) => {
      const { stderr, status } = spawnSync(shell, [...args, '-n', FILE], { encoding: 'utf8' });
      expect([stderr, status]).toEqual(['', 0]);
    });
  },
);

describeWith({ commands: { shellcheck: 'shellcheck', checkbashisms: 'devscripts' } })(
  'the text of the Linux wrapper, judged',
  () => {
    it.each([
      ['shellcheck', ['-s', 'sh', FILE]],
      ['checkbashisms', ['-p', FILE]],
    ])('%s finds nothing', (command, args) => {
      const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8' });
      expect([stdout, stderr, status]).toEqual(['', '', 0]);
    });
  },
);

/** As nobody, who may change nothing even if a cut-off text did something. */
function runCut(text: string, shell: string, args: readonly string[]) {
  const words = [shell, ...args];
  const [program = '', ...rest] =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...words] : words;
  return spawnSync(program, rest, { input: text, encoding: 'utf8', cwd: '/', env: { PATH: process.env.PATH } });
}

describeWith({ commands: { dash: 'dash', setpriv: 'util-linux', busybox: 'busybox', mksh: 'mksh' } })(
  'a text that was cut off on its way',
  () => {
    const text = linuxWrapper(TEMPLATE, { AZMON_LINES: 'yes', AZMON_DO: 'show', AZMON_WORKSPACE_KEY: 'x\ny' });

    it('whole, it does what it is to do', () => {
      expect(runCut(text, 'dash', ['-s']).stdout).toMatch(/^wrapper\.version=1\n[\s\S]*\nfail=not-root .*\n/);
    });

    it.each([
      ['dash', ['-s']],
      ['busybox', ['ash', '-s']],
      ['mksh', ['-s']],
    ])('%s does nothing with any beginning of it', (shell, args) => {
      const one = (length: number): void => {
        expect([length, runCut(text.slice(0, length), shell, args).stdout]).toEqual([length, '']);
      };
      for (let cut = 2; cut < 8; cut += 1) one(text.length - cut);
      fc.assert(fc.property(fc.integer({ min: 0, max: text.length - 2 }), one), { numRuns: 15 });
    });
  },
);

describe('the shape of the Linux wrapper', () => {
  const code = TEMPLATE.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  it('does nothing before its last line', () => {
    expect(code.at(-1)).toBe('main');
    expect(TEMPLATE.endsWith('\nmain\n')).toBe(true);
  });

  it('knows no local variables and writes no here-documents, which some shells put on a disk', () => {
    expect(code.filter((line) => /\blocal\s|<<[-\s]*['"A-Z]/.test(line))).toEqual([]);
  });

  it('hands secrets to no program but by echo, which every shell has built in', () => {
    const named = code.filter((line) =>
      /\$\{?(AZMON_WORKSPACE_KEY|AZMON_PROXY|proxy_login|proxy_password|fetch_proxy)\b/.test(line),
    );
    const programs = named.filter((line) =>
      /^\s*(?!echo|case|if|\[|elif)[a-z_]*\s*(printf|sed|awk|grep|curl|tr|sh|env)\b.*\$\{?(AZMON_WORKSPACE_KEY|AZMON_PROXY\b|proxy_login|proxy_password|fetch_proxy)/.test(
        line,
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(programs).toEqual([]);
  });
});
