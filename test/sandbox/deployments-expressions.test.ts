import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SANDBOX_FUNCTIONS } from '../../src/app/sandbox-functions.ts';
import type { ArmContext } from '../../src/sandbox/arm-context.ts';
import { TemplateError } from '../../src/sandbox/arm-error.ts';
import { checkExpressions, evaluateText } from '../../src/sandbox/arm-evaluate.ts';
import { parseExpression } from '../../src/sandbox/arm-expression.ts';
import { ARM_FUNCTION_NAMES } from '../../src/sandbox/arm-functions.ts';
import { ArmJsonError, parseArmJson, spotOf } from '../../src/sandbox/arm-json.ts';

const S = '/subscriptions/0a000000-0000-4000-8000-000000000001';
const PARAMETERS: Readonly<Record<string, unknown>> = {
  text: 'Hello',
  list: ['a', 'b', 'c'],
  map: { a: 1, b: { c: 'x' } },
  n: 3,
};
const context: ArmContext = {
  scope: {
    ...{ id: `${S}/resourceGroups/app`, name: 'one', tenant: 'the-tenant', origin: 'https://localhost:1' },
    subscription: { id: S.slice(15), name: 'Contoso Production' },
    group: { id: `${S}/resourceGroups/app`, name: 'app', location: 'westeurope', tags: {} },
  },
  parameter: (name) => PARAMETERS[name],
  variable: () => 'of a variable',
  loops: { machines: 2, '': 2 },
  deployment: { template: {}, parameters: {}, mode: 'Incremental' },
  read: new Map(),
};
const value = (text: string): unknown => evaluateText(text, context);

// biome-ignore format: one line a case
const VALUES: readonly (readonly [text: string, value: unknown])[] = [
  ['plain', 'plain'],
  ['[[escaped]', '[escaped]'],
  ['[not closed', '[not closed'],
  ["['it''s']", "it's"],
  ['[-12]', -12],
  ["[parameters('text')]", 'Hello'],
  ["[PARAMETERS('text')]", 'Hello'],
  ["[parameters('map').b.C]", 'x'],
  ["[parameters('map')['a']]", 1],
  ["[parameters('list')[copyIndex()]]", 'c'],
  ["[parameters('list')[sub(copyIndex('machines'), 1)]]", 'b'],
  ['[copyIndex(1)]', 3],
  ["[variables('any')]", 'of a variable'],
  ["[concat('a', 1, true())]", 'a1True'],
  ["[concat(parameters('list'), createArray('d'))]", ['a', 'b', 'c', 'd']],
  ["[format('{0}/{1}-{2:D3}{{}}', 'vm', 'ext', 7)]", 'vm/ext-007{}'],
  ["[toLower('ABC')]", 'abc'],
  ["[toUpper('abc')]", 'ABC'],
  ["[trim('  a ')]", 'a'],
  ["[replace('a.b.c', '.', '$&')]", 'a$&b$&c'],
  ["[substring('abcdef', 2, 3)]", 'cde'],
  ["[padLeft('7', 3, '0')]", '007'],
  ["[split('a,b;c', createArray(',', ';'))]", ['a', 'b', 'c']],
  ["[join(parameters('list'), '-')]", 'a-b-c'],
  ["[startsWith('Hello', 'he')]", true],
  ["[endsWith('Hello', 'LO')]", true],
  ["[indexOf('hello', 'L')]", 2],
  ["[lastIndexOf('hello', 'L')]", 3],
  ["[string(parameters('map'))]", '{"a":1,"b":{"c":"x"}}'],
  ["[json('{\"a\": [1]}').a[0]]", 1],
  ["[base64('key')]", 'a2V5'],
  ["[base64ToString('a2V5')]", 'key'],
  ["[uriComponent('a b')]", 'a%20b'],
  ["[length(uniqueString(resourceGroup().id))]", 13],
  ["[equals(guid('a', 'b'), guid('a', 'b'))]", true],
  ["[length(guid('a'))]", 36],
  ["[first('one')]", 'o'],
  ["[last(parameters('list'))]", 'c'],
  ["[first(createArray())]", null],
  ["[take(parameters('list'), 2)]", ['a', 'b']],
  ["[skip('hello', 2)]", 'llo'],
  ['[range(3, 2)]', [3, 4]],
  ["[length(parameters('map'))]", 2],
  ["[array('a')]", ['a']],
  ["[createObject('a', 1, 'b', createArray())]", { a: 1, b: [] }],
  ["[union(createObject('a', createObject('x', 1)), createObject('a', createObject('y', 2)))]", { a: { x: 1, y: 2 } }],
  ["[union(createArray('a', 'b'), createArray('b', 'c'))]", ['a', 'b', 'c']],
  ["[intersection(createArray('a', 'b'), createArray('b', 'c'))]", ['b']],
  ["[intersection(createObject('a', 1, 'b', 2), createObject('b', 2))]", { b: 2 }],
  ["[contains(parameters('map'), 'A')]", true],
  ["[contains(parameters('list'), 'B')]", false],
  ["[contains('hello', 'ell')]", true],
  ["[flatten(createArray(createArray('a'), createArray('b')))]", ['a', 'b']],
  ["[items(createObject('b', 2, 'a', 1))[0].key]", 'a'],
  ['[add(1, 2)]', 3],
  ['[sub(1, 2)]', -1],
  ['[mul(2, 3)]', 6],
  ['[div(8, 3)]', 2],
  ['[mod(7, 3)]', 1],
  ['[min(3, 1, 2)]', 1],
  ['[max(createArray(3, 1))]', 3],
  ["[int('42')]", 42],
  ["[if(empty(''), 'yes', json('broken'))]", 'yes'],
  ["[or(true(), json('broken'))]", true],
  ["[and(false(), json('broken'))]", false],
  ['[not(true())]', false],
  ["[coalesce(null(), 'b')]", 'b'],
  ["[bool('TRUE')]", true],
  ["[equals('a', 'A')]", false],
  ['[less(1, 2)]', true],
  ['[lessOrEquals(2, 2)]', true],
  ["[greater('b', 'a')]", true],
  ['[greaterOrEquals(1, 2)]', false],
  ["[resourceId('Microsoft.Compute/virtualMachines/extensions', 'vm', 'ext')]", `${S}/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/vm/extensions/ext`],
  ["[resourceId('other', 'Microsoft.Compute/virtualMachines', 'vm')]", `${S}/resourceGroups/other/providers/Microsoft.Compute/virtualMachines/vm`],
  ["[resourceId('sub', 'other', 'A.B/c', 'd')]", '/subscriptions/sub/resourceGroups/other/providers/A.B/c/d'],
  ["[subscriptionResourceId('A.B/c', 'd')]", `${S}/providers/A.B/c/d`],
  ["[tenantResourceId('A.B/c', 'd')]", '/providers/A.B/c/d'],
  ["[extensionResourceId(resourceId('A.B/c', 'd'), 'E.F/g', 'h')]", `${S}/resourceGroups/app/providers/A.B/c/d/providers/E.F/g/h`],
  ['[resourceGroup().location]', 'westeurope'],
  ['[subscription().subscriptionId]', S.slice(15)],
  ['[tenant().tenantId]', 'the-tenant'],
  ['[deployment().name]', 'one'],
  ['[environment().name]', 'AzureSandbox'],
];

describe('an expression', () => {
  test.each(VALUES)('%s', (text, wanted) => expect(value(text)).toEqual(wanted));

  test('the help lists every function', () => expect(SANDBOX_FUNCTIONS).toEqual(ARM_FUNCTION_NAMES));

  test('every function but those that ask Azure stands in a case', () => {
    const asked = ['reference', 'listKeys'];
    const unseen = ARM_FUNCTION_NAMES.filter(
      (name) =>
        !asked.includes(name) && !VALUES.some(([text]) => text.toLowerCase().includes(`${name.toLowerCase()}(`)),
    );
    expect(unseen).toEqual([]);
  });
});

// biome-ignore format: one line a case
const WRONG: readonly (readonly [text: string, says: string | RegExp])[] = [
  ['[concat(]', /expected .* and actual 'EndOfData' at position '9'/],
  ["[concat('a'", 'plain'],
  ["[concat('a')) ]", /EndOfData/],
  ['[]', /EndOfData/],
  ['[a b]', /expected a function/],
  ["['a' $]", /unexpected '\$' at position '5'/],
  ['[frobnicate()]', /function 'frobnicate' is not valid/],
  ['[add(1)]', /requires '2' argument\(s\) while '1' were provided/],
  ["[add(1, 'b')]", /of type 'String', expected 'Integer'/],
  ['[div(1, 0)]', /divided by zero/],
  ["[parameters('map').none]", /property 'none' doesn't exist, available properties are 'a, b'/],
  ["[parameters('list')[9]]", /index '9' is out of bounds/],
  ["[resourceId('A.B/c', 'd', 'e')]", /requires '1' resource name/],
  ["[copyIndex('none')]", /'copyIndex' is not expected at this location/],
  [`[concat('${'a'.repeat(24_577)}')]`, /length limit exceeded. Limit: '24576'/],
  [`[${'not('.repeat(200)}true()${')'.repeat(200)}]`, /less nesting/],
];

describe('what is wrong is said', () => {
  test.each(WRONG)('%.60s', (text, says) => {
    if (says === 'plain') return expect(value(text)).toBe(text);
    expect(() => value(text)).toThrow(TemplateError);
    expect(() => value(text)).toThrow(says);
  });

  test('a function that is not known is found wherever it stands', () => {
    const template = { resources: [{ properties: { deep: ["[concat('a', if(true(), 'b', toRoman(1)))]"] } }] };
    expect(() => checkExpressions(template)).toThrow(/'toRoman' is not valid/);
  });
});

describe('whatever is read', () => {
  const part = fc.constantFrom(
    "'a'",
    'concat',
    'add',
    '(',
    ')',
    '[',
    ']',
    ',',
    '.',
    '1',
    '-',
    ' ',
    "'",
    'x',
    '"',
    '{',
    '\n',
  );
  test('an expression, or a template error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            parseExpression(`[${text}]`);
          } catch (error) {
            expect(error).toBeInstanceOf(TemplateError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('texts come through quoting', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(value(`['${text.replaceAll("'", "''")}']`)).toBe(text);
      }),
    );
  });

  test('JSON as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const wanted: unknown = JSON.parse(text);
        expect(JSON.stringify(parseArmJson(JSON.stringify(wanted, undefined, indent)))).toBe(JSON.stringify(wanted));
      }),
    );
  });

  test('anything else is refused with its place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', 'b', '1', '/*', '*/', '//', '\n', '\\', '"')),
        (parts) => {
          try {
            parseArmJson(parts.join(''));
          } catch (error) {
            expect(error).toBeInstanceOf(ArmJsonError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('the body of az', () => {
  const TEXT =
    '{"properties": {"mode": "Incremental", template:{\n  // a comment\n  "parameters": {\n    "one": { "type": /* here */ "string" } /** and\n there **/\n  }\n}}}';
  test('is read with its unquoted key and its comments', () =>
    expect(parseArmJson(TEXT)).toEqual({
      properties: { mode: 'Incremental', template: { parameters: { one: { type: 'string' } } } },
    }));

  test('and it is known where things stand', () => {
    // biome-ignore lint/suspicious/noExplicitAny: its shape stands above
    const read = parseArmJson(TEXT) as any;
    expect(spotOf(read.properties.template.parameters.one)).toEqual({ line: 4, column: 12 });
  });

  test.each(['{"a": 1,}', "{'a': 1}", '[1 2]', '{"a" 1}', '"a\nb"', '', 'true false', '['.repeat(400)])(
    '%j is not taken',
    (text) => expect(() => parseArmJson(text)).toThrow(ArmJsonError),
  );
});
