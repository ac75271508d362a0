import type { ExtensionOfSystem, HandlerCode, HandlerText } from '../agent/extension.ts';
import type { Fix } from '../problem.ts';

/** What a handler's message stands for. */
export interface HandlerMeaning {
  /** Exit code, where the text holds one. */
  readonly code?: number;
  /** Lower case, no full stop. */
  readonly meaning: string;
  readonly fix: Fix;
  /** The same run may well succeed later. */
  readonly transient: boolean;
  /** Running the handler again does not help: the extension has to be taken off first. */
  readonly reinstall: boolean;
}

/** A handler's message holds the output of installers, sometimes all of it; what counts stands near its beginning. */
const LONGEST = 32_768;

/**
 * How an exit code is written, the nearest to the cause first: the handler's own words ("Enable failed with exit code 52",
 * "Non-zero exit code: 11", "has exited with Exit code: 1603"), the status of the instance view, the VM agent's own code.
 */
const CODES: readonly RegExp[] = [
  /\bexit(?:ed)?(?: with)?(?: exit)? (?:code|status):? ?'?(-?\d{1,10})/gi,
  /ProvisioningState\/failed\/(-?\d{1,10})/gi,
  /terminal error code:? ?'?(-?\d{1,10})/gi,
];

/**
 * Reads any form in which a failure of an extension comes back, in the words of its generation and system. A text that says more
 * than its code comes first. Total over any text; undefined where neither a known code nor a known text is in it.
 */
export function explainHandler(extension: ExtensionOfSystem, text: string): HandlerMeaning | undefined {
  const head = text.slice(0, LONGEST);
  const codes = codesIn(head);
  const known = extension.codes.find(({ code }) => code === codes.find((one) => isKnown(extension, one)));
  const source = extension.texts.find(({ pattern }) => pattern.test(head)) ?? known;
  return source === undefined ? undefined : meaningOf(source, known?.code ?? codes[0]);
}

const isKnown = ({ codes }: ExtensionOfSystem, wanted: number): boolean => codes.some(({ code }) => code === wanted);

/** All codes in the text, the nearest to the cause first; 0 is no failure. */
const codesIn = (text: string): readonly number[] =>
  CODES.flatMap((form) => [...text.matchAll(form)].map(([, digits]) => Number(digits))).filter((code) => code !== 0);

function meaningOf(source: HandlerText | HandlerCode, code: number | undefined): HandlerMeaning {
  return {
    ...(code === undefined ? {} : { code }),
    meaning: source.meaning,
    fix: { text: source.fix, ...(source.command === undefined ? {} : { command: source.command }) },
    transient: source.transient === true,
    reinstall: 'reinstall' in source && source.reinstall === true,
  };
}
