import type { Files } from '../ports.ts';
import { EXIT, Problem } from '../problem.ts';

export interface ProxySources {
  /** Value of --proxy or of AZMON_PROXY. */
  readonly proxy?: string | undefined;
  readonly 'proxy-file'?: string | undefined;
}

/**
 * The text of the proxy, from where a secret may come. A password on the command line is refused: every user of the machine could
 * read it there, and shells keep it in their history. `onCommandLine`: --proxy was given as a flag.
 */
export async function proxyText(
  sources: ProxySources,
  onCommandLine: boolean,
  files: Files,
): Promise<string | undefined> {
  const { proxy, 'proxy-file': path } = sources;
  if (path !== undefined && onCommandLine) throw twice();
  if (path !== undefined) return (await files.read(path)).replace(/\r?\n$/, '');
  if (onCommandLine && proxy?.includes('@') === true) throw exposed();
  return proxy;
}

const exposed = (): Problem =>
  new Problem({
    code: 'AZMON-PROXY-EXPOSED',
    exit: EXIT.usage,
    message: 'the proxy on the command line holds a user and password',
    why: 'every user of this machine can read command lines, and shells keep them; change that password if it is in use',
    fix: [
      { text: 'give it in a file that only you can read, - reads stdin: --proxy-file PATH' },
      { text: 'or from the environment variable AZMON_PROXY' },
    ],
  });

const twice = (): Problem =>
  new Problem({
    code: 'AZMON-PROXY-TWICE',
    exit: EXIT.usage,
    message: 'a proxy and a proxy file were both given',
    fix: [{ text: 'leave out --proxy or --proxy-file' }],
  });
