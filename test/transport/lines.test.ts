import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineReader } from '../../src/transport/lines.ts';

function linesOf(pieces: readonly (Uint8Array | string)[]): string[] {
  const lines: string[] = [];
  const reader = lineReader((line) => lines.push(line));
  for (const piece of pieces) reader.write(piece);
  reader.end();
  return lines;
}

it.each([
  [['a\nb\n'], ['a', 'b']],
  [['a\r\nb'], ['a', 'b']],
  [
    ['a\r', '\n', '\nb\r'],
    ['a', '', 'b'],
  ],
  [[''], []],
  [['\n'], ['']],
  [['a\rb\n'], ['a\rb']],
  [[new Uint8Array([0xc3]), new Uint8Array([0xbc, 0x0a])], ['ü']],
  [[new Uint8Array([0x61, 0xff])], ['a\ufffd']],
] as const)('%j has the lines %j', (pieces, lines) => expect(linesOf(pieces)).toEqual(lines));

it('the lines are the same wherever the text is cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '\n', '\r\n', ' '), maxLength: 80 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(300), { maxLength: 10 }), (said, places) => {
      const bytes = Buffer.from(said);
      const cuts = [0, ...places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b), bytes.length];
      const pieces = cuts.slice(1).map((cut, index) => bytes.subarray(cuts[index], cut));
      const expected = said.split(/\r?\n/);
      if (expected.at(-1) === '') expected.pop();
      expect(linesOf(pieces)).toEqual(expected);
    }),
  );
});
