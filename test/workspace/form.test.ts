import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { Secret } from '../../src/secret.ts';
import { parseWorkspaceId } from '../../src/workspace/form-id.ts';
import { keyOfForm } from '../../src/workspace/form-key.ts';

const ID = '0a1b2c3d-1111-4222-8333-abcdefabcdef';
const bytes = (count: number): string => Buffer.alloc(count, 7).toString('base64');
const KEY = Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 37 + 5) % 256)).toString('base64');
const FROM = { source: 'file', text: 'the file key.txt' } as const;

const problemOf = (act: () => unknown): Problem => {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const words = ({ message, why, fix }: Problem): string =>
  [message, why, ...fix.flatMap(({ text, command }) => [text, command])].join('\n');

describe('the id of a workspace', () => {
  test.for([
    ['as Azure writes it', ID],
    ['in capitals', ID.toUpperCase()],
    ['with blanks around it', ` ${ID}\r\n`],
  ] as const)('%s is lowered', ([, text]) => expect(parseWorkspaceId(text, '--workspace-id')).toBe(ID));

  test.for([
    ['', 'it is empty'],
    [`{${ID}}`, 'braces stand around it'],
    [`(${ID})`, 'braces stand around it'],
    [`"${ID}"`, 'quotes stand around it'],
    [`\u201c${ID}\u201d`, 'quotes stand around it'],
    [`urn:uuid:${ID}`, 'it begins with urn:uuid'],
    [ID.replaceAll('-', ''), 'its dashes are missing'],
    [ID.slice(1), 'too few or too many digits'],
    [`${ID}0`, 'too few or too many digits'],
    [ID.replace('0a', 'oa'), 'a letter beyond f'],
    [ID.replaceAll('-', '\u2013'), 'typographic'],
    [KEY, 'it has the form of a workspace key'],
    ['logs-we', 'it is the name or the resource id'],
    [
      `/subscriptions/${ID}/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/logs-we`,
      'it is the name or the resource id',
    ],
    ['two words', '8-4-4-4-12'],
  ] as const)('%j is refused: %s', ([text, why]) => {
    const problem = problemOf(() => parseWorkspaceId(text, '--workspace-id'));
    expect(problem).toMatchObject({ code: 'AZMON-WORKSPACE-ID', exit: 2 });
    expect(problem.why).toContain(why);
    expect(problem.message).toContain('--workspace-id');
  });

  it('is a GUID or a problem, whatever is given, and nothing that is refused is repeated', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 12 }), fc.base64String({ minLength: 12 })), (text) => {
        fc.pre(text.trim().length >= 12);
        const problem = problemOf(() => parseWorkspaceId(text, '--workspace-id'));
        expect(words(problem)).not.toContain(text.trim());
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(parseWorkspaceId(id.toUpperCase(), 'x')).toBe(id);
      }),
    );
  });
});

describe('the key of a workspace', () => {
  test.for([
    ['alone', KEY],
    ['with a line break', `${KEY}\n`],
    ['from Windows', `${KEY}\r\n`],
    ['with blank lines and tabs', `\n\t ${KEY} \n\n`],
    ['with a byte order mark', `\ufeff${KEY}`],
  ] as const)('%s is taken', ([, text]) =>
    expect(keyOfForm(new Secret(text), FROM).equals(new Secret(KEY))).toBe(true),
  );

  test.for([
    ['nothing', ' \n', 'it is empty'],
    ['UTF-16 without its mark', [...KEY].join('\0'), 'it is no text in UTF-8'],
    ['a certificate', `-----BEGIN PRIVATE KEY-----\n${KEY}\n-----END PRIVATE KEY-----`, 'certificate or a private key'],
    ['the answer of az', `{"primarySharedKey": "${KEY}"}`, 'it is JSON'],
    ['a connection string', `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${KEY}`, 'connection string'],
    ['a SAS', '?sv=2022-11-02&ss=b&sig=abcdefgh%3D', 'shared access signature'],
    ['a token', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'token (JWT)'],
    ['a vault reference', 'akvs://kv-prod/law-key', 'reference to Key Vault'],
    ['a line of an env file', `AZMON_WORKSPACE_KEY=${KEY}`, 'a name stands before it'],
    ['an exported line', `export KEY="${KEY}"`, 'a name stands before it'],
    ['a line of PowerShell', `$env:KEY = '${KEY}'`, 'a name stands before it'],
    ['a line of YAML', `workspaceKey: ${KEY}`, 'a name stands before it'],
    ['id and key in one file', `WORKSPACE_ID=${ID}\nSHARED_KEY=${KEY}`, 'a name stands before it'],
    ['quotes', `"${KEY}"`, 'quotes stand around it'],
    ['single quotes', `'${KEY}'`, 'quotes stand around it'],
    ['both keys', `${KEY}\n${KEY}`, 'more than one line'],
    ['a blank in it', `${KEY.slice(0, 40)} ${KEY.slice(40)}`, 'blanks in it'],
    ['the id', ID, 'it is a GUID'],
    ['hexadecimal', 'ab'.repeat(64), 'hexadecimal'],
    ['percent-encoding', encodeURIComponent(KEY), 'percent-encoded'],
    ['base64 for URLs', `-_${KEY.slice(2)}`, 'base64 for URLs'],
    ['a zero-width space', `${KEY.slice(0, 40)}\u200b${KEY.slice(40)}`, 'cannot be seen'],
    ['stars', '*'.repeat(88), 'base64 does not have'],
    ['without its end', KEY.slice(0, -2), 'the == at its end is missing'],
    ['half of its end', KEY.slice(0, -1), 'the == at its end is missing'],
    ['a wrong last letter', `${KEY.slice(0, 85)}B==`, 'the last letter before =='],
    ['32 bytes', bytes(32), 'base64 of 32 bytes'],
    ['cut short', KEY.slice(0, 50), 'it is too short'],
    ['two together', KEY + KEY, 'two values'],
    ['65 bytes', `${KEY.slice(0, 86)}AAAA`, 'it is too long'],
  ] as const)('%s: refused', ([, text, why]) => {
    const problem = problemOf(() => keyOfForm(new Secret(text), FROM));
    expect(problem).toMatchObject({ code: 'AZMON-WORKSPACE-KEY-FORM', exit: 2 });
    expect(problem.why).toContain(why);
    expect(problem.message).toContain('the file key.txt');
    for (const part of [KEY, KEY.slice(0, 40), encodeURIComponent(KEY)]) expect(words(problem)).not.toContain(part);
  });

  it('is every base64 of 64 bytes, with any blanks around it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.constantFrom('', '\n', ' \r\n', '\t'),
        (all, end) => {
          const key = Buffer.from(all).toString('base64');
          expect(keyOfForm(new Secret(key + end), FROM).equals(new Secret(key))).toBe(true);
        },
      ),
    );
  });

  it('is nothing that decodes to another length or does not come back from decoding', () => {
    fc.assert(
      fc.property(fc.oneof(fc.base64String({ maxLength: 120 }), fc.string({ maxLength: 120 })), (text) => {
        const trimmed = text.trim();
        const decoded = Buffer.from(trimmed, 'base64');
        const right = decoded.length === 64 && decoded.toString('base64') === trimmed;
        if (right) expect(keyOfForm(new Secret(text), FROM)).toBeInstanceOf(Secret);
        else expect(problemOf(() => keyOfForm(new Secret(text), FROM)).code).toBe('AZMON-WORKSPACE-KEY-FORM');
      }),
    );
  });

  it('is never repeated, nor any long part of it, when it is refused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 87 }),
        fc.constantFrom('', '=', ' x', '\n{', '%41', '-'),
        (length, more) => {
          const text = randomBytes(66).toString('base64').slice(0, length) + more;
          const told = words(problemOf(() => keyOfForm(new Secret(text), FROM)));
          if (length >= 12) expect(told).not.toContain(text.slice(0, 12));
        },
      ),
    );
  });
});
