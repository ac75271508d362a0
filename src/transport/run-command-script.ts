import { unpack } from '../machine/packed-output.ts';
import { powershellScript } from '../machine/powershell-probe.ts';
import { linuxWrapper, windowsWrapper } from '../machine/wrapper-script.ts';
import type { ProbeRequest, RemoteScript } from '../ports.ts';
import type { ScriptRequest, ScriptRun } from '../ports-scripts.ts';
import { EXIT, Problem } from '../problem.ts';
import { lineReader } from './lines.ts';
import { exitOf } from './script-run.ts';

/** What run-command brought back. */
export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** Says with which code the script ended, in a line of its own. */
const MARK = 'azmon-exit:';

/**
 * A script that prints lines, within one that packs them: at most the last 4,096 bytes come back. Where even that is too little the lines
 * that other programs said are left out, the oldest first.
 */
export const packedScript = (system: RemoteScript['system'], request: ProbeRequest): string =>
  system === 'linux'
    ? shellScript(linuxWrapper(request.linux, request.parameters))
    : powershellScript(windowsWrapper(request.windows, { ...request.parameters, AZMON_SECRETS: '' }), MARK);

function shellScript(script: string): string {
  const end = `AZMON_${crypto.randomUUID().replaceAll('-', '')}`;
  return [
    '#!/bin/sh',
    '# azmon: runs a script on this machine and prints what it said, packed.',
    'azmon_script() {',
    `cat <<'${end}'`,
    script.replace(/\n?$/, ''),
    end,
    '}',
    ...PACK,
    '',
  ].join('\n');
}

const PACK = [
  // With a newline in front, which is there once too often where the script ended its last line.
  `azmon_said=$(azmon_script | sh -s 2>/dev/null; printf '\\n${MARK}%s' "$?")`,
  'azmon_fit() {',
  `  printf '%s\\n' "$azmon_said" | awk -v keep="$1" '`,
  '    { line[NR] = $0; if (/^(log|say|wait)=/) many++ }',
  '    END { for (i = 1; i <= NR; i++) if (line[i] !~ /^(log|say|wait)=/ || many-- <= keep) print line[i] }',
  "  ' | gzip -9 | base64 | tr -d '\\n'",
  '}',
  'if command -v gzip >/dev/null 2>&1 && command -v base64 >/dev/null 2>&1; then',
  '  for azmon_keep in 100000 400 200 100 50 25 10 0; do',
  '    azmon_packed=$(azmon_fit "$azmon_keep")',
  '    if [ "$(printf %s "$azmon_packed" | wc -c)" -le 4000 ]; then break; fi',
  '  done',
  `  printf 'azmon-probe-gzip:%s:end\\n' "$azmon_packed"`,
  'else',
  `  printf '%s\\n' "$azmon_said"`,
  'fi',
];

/** Unpacked, and its lines handed on. Throws AZMON-RUN-REMOTE (7) where the script did not run, or its answer did not come whole. */
export function scriptRunOf({ stdout, stderr, startedAt, finishedAt }: Said, { line }: ScriptRequest): ScriptRun {
  const text = unpack(stdout);
  const at = text.lastIndexOf(`\n${MARK}`);
  if (at < 0) throw notRun(stdout, stderr);
  const told = /^\d+/.exec(text.slice(at + MARK.length + 1))?.[0];
  const status = told === undefined ? undefined : exitOf(Number(told));
  const output = `${text.slice(0, at).replace(/\n$/, '')}\n`;
  const reader = lineReader(line ?? (() => {}));
  reader.write(output);
  return { output, startedAt, finishedAt, ...(status === undefined ? {} : { exitCode: status }) };
}

const notRun = (stdout: string, stderr: string): Problem =>
  new Problem({
    code: 'AZMON-RUN-REMOTE',
    exit: EXIT.failed,
    message: 'the machine did not run the script to its end',
    why:
      [stderr, stdout]
        .map((text) => text.trim().split(/\r?\n/, 1)[0]?.slice(0, 300) ?? '')
        .find((text) => text !== '') ?? 'run-command brought nothing back',
    fix: [{ text: 'see that the VM agent reports and is not busy, then run the same command again' }],
    retryable: true,
  });
