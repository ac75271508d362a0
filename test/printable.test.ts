import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable } from '../src/printable.ts';
import { EXIT, Problem } from '../src/problem.ts';

describe('text from outside', () => {
  it.each([
    ['as it is', 'Zürich 東京 👩‍🔧 {}~', 'Zürich 東京 👩‍🔧 {}~'],
    ['a colour', 'we\u001b[31m_b', 'we[31m_b'],
    ['the title of a window', '\u001b]0;title\u0007web', ']0;titleweb'],
    ['the one-character form of the same (C1)', 'we\u009b31m_b', 'we31m_b'],
    ['backspace and DEL', 'web\b\u007f', 'web'],
    ['writing turned round', 'web\u202egpj.exe\u2066\u061c\u200f', 'webgpj.exe'],
    ['tabs and line breaks', 'a\tb\r\nc\u0085d\u2028e', 'a b c d e'],
    ['nothing', '', ''],
  ])('%s', (_, text, shown) => expect(printable(text)).toBe(shown));

  it('is left with nothing that a terminal acts on, and loses nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_C}\u2028\u2029]/u);
        expect(printable(shown)).toBe(shown);
        if (!/[\p{Cc}\p{Bidi_C}\u2028\u2029]/u.test(text)) expect(shown).toBe(text);
      }),
    );
  });

  it('gets into a problem only that way, in whatever part of it', () => {
    const evil = 'x\u001b[31m\u009b\u202e\ny';
    const problem = new Problem({
      ...{ code: 'AZMON-TEST', exit: EXIT.usage, message: evil, why: evil, target: evil },
      fix: [{ text: evil, command: evil }, { text: evil }],
    });
    const { message, why, target, fix } = problem.on(evil);
    expect({ message, why, target, fix }).toEqual({
      ...{ message: 'x[31m y', why: 'x[31m y', target: 'x[31m y' },
      fix: [{ text: 'x[31m y', command: 'x[31m y' }, { text: 'x[31m y' }],
    });
  });
});
