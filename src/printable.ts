/** Blanks that would break a line or a column. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** Controls of C0 and C1, DEL, and the marks that turn the direction of writing (Unicode UAX 9): a terminal acts on them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
/** The same, but for the line ends of a text of several lines: a carriage return alone is none, it writes over its own line. */
const BUT_LINE_ENDS = new RegExp(`(?!\\n|\\r\\n)${CONTROLS.source}`);
const EVERY_CONTROL = new RegExp(CONTROLS, 'g');

/** Whether nothing but line ends would be dropped from a text of several lines. */
export const isPlain = (text: string): boolean => !BUT_LINE_ENDS.test(text);

/**
 * Text from outside (a machine, a file, a name) as one line that does nothing to the terminal it is shown on: tabs and line breaks
 * become a blank, other control characters are dropped. Total.
 */
export function printable(text: string): string {
  return CONTROLS.test(text) ? text.replace(BREAKS, ' ').replace(EVERY_CONTROL, '') : text;
}
