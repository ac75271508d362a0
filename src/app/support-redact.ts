/**
 * Takes out of a line what may be a secret: keys of workspaces, logins within addresses, values behind the words that name secrets, tokens.
 * Total, and safe to apply twice. More is taken than has to be: what is left is sent to others.
 */
export function redacted(line: string): string {
  return RULES.reduce((text, [pattern, by]) => text.replace(pattern, by), line);
}

const CUT = '[cut out]';

const RULES: readonly (readonly [RegExp, string])[] = [
  // user:password@host, with or without a protocol; a password may hold anything but blanks
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*:[^\s]*@/gi, `$1${CUT}@`],
  [/(^|[\s"'=])[^\s"'=@/:]+:[^\s"'@]+@(?=[\w.[-])/g, `$1${CUT}@`],
  // a word that names a secret, and what follows it
  [
    /((?:shared[_-]?key|workspace[_-]?key|primary[_-]?key|secondary[_-]?key|pass(?:word|wd)?|pwd|secret|token|authorization|sig)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|(?:(?:Bearer|Basic|SharedKey)\s+)?\S+)/gi,
    `$1${CUT}`,
  ],
  [/((?:Bearer|Basic|SharedKey)\s+)\S+/gi, `$1${CUT}`],
  // long rows of base64: keys of workspaces (88 characters) and of other services, certificates, whole or in part
  [/[A-Za-z0-9+/]{40,}={0,2}/g, CUT],
  [/[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}/g, CUT],
];
