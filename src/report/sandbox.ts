import type { Paint } from './paint.ts';

export interface ShownSandbox {
  readonly origin: string;
  readonly machines: number;
  readonly certificateFile: string;
  /** What a shell must set. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How to point a shell at a running sandbox: lines that can be pasted, `powershell` for Windows. */
export function sandboxLines(
  { origin, machines, variables }: ShownSandbox,
  shell: 'sh' | 'powershell',
  paint: Paint,
): readonly string[] {
  const { set, quoted, before } = SHELLS[shell];
  return [
    `${paint.strong('Azure on this machine')}  ${origin}  ${machines} ${machines === 1 ? 'machine' : 'machines'}, none of them real`,
    '',
    'In another shell, for azmon, the Azure SDKs and az (no login is needed):',
    ...Object.entries(variables).map(
      ([name, value]) => `  ${set(name)}${/^path$/i.test(name) ? before(value) : quoted(value)}`,
    ),
    '',
    'Ctrl+C ends it.',
  ];
}

interface Shell {
  readonly set: (name: string) => string;
  readonly quoted: (value: string) => string;
  /** The first folder of a search path, in front of the shell's own. */
  readonly before: (value: string) => string;
}

const SHELLS: Readonly<Record<'sh' | 'powershell', Shell>> = {
  sh: {
    set: (name) => `export ${name}=`,
    quoted: (value) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`),
    before: (value) => `"${value.split(':', 1)[0]}:$PATH"`,
  },
  powershell: {
    set: (name) => `$env:${name} = `,
    quoted: (value) => `'${value.replaceAll("'", "''")}'`,
    before: (value) => `"${value.split(';', 1)[0]};$env:Path"`,
  },
};

/** The same as data. */
export const sandboxResult = ({ origin, machines, certificateFile, variables }: ShownSandbox): object => ({
  ...{ origin, machines, certificateFile, environment: variables },
});
