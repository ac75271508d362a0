import { EXIT, Problem } from '../problem.ts';
import { again } from './host-word.ts';

export interface Hashless {
  readonly target: string;
  /** `azmon install linux` */
  readonly words: string;
  /** The whole command with its flags; missing: words and target. */
  readonly typed?: string;
  readonly bundle?: string;
  /** What it was measured to be, 64 hexadecimal digits. */
  readonly sha256?: string;
  readonly bytes?: number;
  readonly text?: string;
}

/** AZMON-HOST-HASH-MISSING (7): nothing runs whose hash nobody has said; the one that was measured, and how to pin it. */
export function hashMissing({ bundle, sha256, bytes, text, ...asked }: Hashless): Problem {
  const { target } = asked;
  const what = bundle ?? 'the file';
  return new Problem({
    code: 'AZMON-HOST-HASH-MISSING',
    exit: EXIT.failed,
    message: `nothing says what the hash of ${what} must be, so it was not run`,
    why: [
      text,
      sha256 === undefined
        ? undefined
        : `measured: SHA-256 ${sha256}${bytes === undefined ? '' : `, ${bytes} bytes`}; that it arrived whole does not say who made it`,
    ]
      .filter((one) => one !== undefined)
      .join('; '),
    fix: [
      {
        text:
          sha256 === undefined
            ? 'say its hash'
            : 'where its maker, or somebody who checked the file, names the same hash: pin it',
        command: `${again(asked)} --sha256 ${sha256 ?? 'HEX'}`,
      },
      { text: `or put ${what}.sha256sums, as its build writes it, beside it` },
    ],
    target,
  });
}
