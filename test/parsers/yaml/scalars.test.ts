import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, parseDocument, Scalar as YamlScalar } from 'yaml';
import { lintText } from '../../../src/lint/lint.ts';
import { readYaml } from '../../../src/parsers/yaml/read-yaml.ts';
import { resolvePlain } from '../../../src/parsers/yaml/scalar-value.ts';
import { printTimestamp } from '../../../src/parsers/yaml/timestamp.ts';
import {
  isScalar,
  itemsOf,
  printedText,
  type Ref,
  type Scalar,
  textOf,
  toRef,
} from '../../../src/parsers/yaml/tree.ts';

function scalarsIn(text: string): readonly Ref<Scalar>[] {
  const problems: string[] = [];
  const {
    documents: [root],
  } = readYaml(
    { path: 'a.yaml', text, directory: '' },
    (scalar) => scalar,
    ({ message }) => problems.push(message.what),
  );
  expect(problems).toEqual([]);
  if (root === undefined) throw new Error('there is no document');
  return root.kind === 'scalar'
    ? [toRef(root)]
    : itemsOf(toRef(root)).filter((item): item is Ref<Scalar> => isScalar(item));
}

describe('what a plain scalar means', () => {
  it.each<readonly [string, string | number | boolean | null]>([
    ['true', true],
    ['False', false],
    ['TRUE', true],
    ['yes', 'yes'],
    ['no', 'no'],
    ['on', 'on'],
    ['y', 'y'],
    ['', null],
    ['~', null],
    ['Null', null],
    ['8080', 8080],
    ['-1', -1],
    ['+5', 5],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['089', 89],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1.', 1],
    ['.inf', Number.POSITIVE_INFINITY],
    ['22:22', '22:22'],
    ['1.2.3', '1.2.3'],
    ['0x', '0x'],
    ['-', '-'],
    ['512m', '512m'],
    ['truer', 'truer'],
    ['True', true],
    ['FALSE', false],
    ['false', false],
    ['null', null],
    ['NULL', null],
    ['nUll', 'nUll'],
    ['fALSE', 'fALSE'],
    ['+0777', 511],
    ['-0777', -511],
    ['-0o17', -15],
    ['-0x1F', -31],
    ['0x_1F', 31],
    ['0_7', 7],
    ['1__0', 10],
    ['1_', 1],
    ['_1', '_1'],
    ['0_78', 78],
    ['089_0', 890],
    ['0o08', '0o08'],
    ['0b12', '0b12'],
    ['+.5', 0.5],
    ['-.5', -0.5],
    ['.5_0', 0.5],
    ['1._5', 1.5],
    ['1_000.5', 1000.5],
    ['1_0e3', 10_000],
    ['1e999', '1e999'],
    ['-.INF', Number.NEGATIVE_INFINITY],
    ['.infx', '.infx'],
    ['.nan', Number.NaN],
    ['-.nan', '-.nan'],
    ['.nanx', '.nanx'],
    ['+', '+'],
    ['.', '.'],
  ])('%s', (source, value) => {
    expect(resolvePlain(source)).toBe(value);
  });
});

describe('what a scalar with a tag means', () => {
  it.each<readonly [string, string | number | boolean | null]>([
    ['!!int "5"', 5],
    ['!!float "1e3"', 1000],
    ['!!bool "TRUE"', true],
    ['!!null ""', null],
    ['!!str 0777', '0777'],
    ['!own 0777', '0777'],
    ['!!binary QUxM', 'ALL'],
    ['!!binary "w6n/"', '\u00E9\uFFFD'],
    ['!!binary 0777', '\u04FE\uFFFD'],
    ['!override 0777', '0777'],
    ['!override "0777"', '0777'],
  ])('%s', (text, value) => {
    expect(scalarsIn(text).map(({ node }) => node.value)).toEqual([value]);
  });
});

describe('a number, as Go prints it', () => {
  it.each([
    ['0777', '511'],
    ['-0o17', '-15'],
    ['0_78', '78'],
    ['0.0', '0'],
    ['1e3', '1000'],
    ['1_000.5', '1000.5'],
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', '1.8446744073709552e+19'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['-9223372036854775809', '-9.223372036854776e+18'],
    ['999999.5', '999999.5'],
    ['1000000.5', '1.0000005e+06'],
    ['0.0001', '0.0001'],
    ['0.00001', '1e-05'],
  ])('%s', (source, printed) => {
    expect(scalarsIn(source).map((scalar) => printedText(scalar).value)).toEqual([printed]);
  });
});

describe('a plain date, as Go prints it', () => {
  it.each([
    ['2001-12-14', '2001-12-14 00:00:00 +0000 UTC'],
    ['2001-1-4', '2001-01-04 00:00:00 +0000 UTC'],
    ['2001-12-14T21:59:43Z', '2001-12-14 21:59:43 +0000 UTC'],
    ['2001-12-14T21:59:43.10-05:00', '2001-12-14 21:59:43.1 -0500 -0500'],
    ['2001-12-14 21:59:43', '2001-12-14 21:59:43 +0000 UTC'],
    ['2001-12-14T0:1:2Z', '2001-12-14 00:01:02 +0000 UTC'],
    ['2001-12-14t10:1:2.120Z', '2001-12-14 10:01:02.12 +0000 UTC'],
    ['2001-12-14 0:1:2.000', '2001-12-14 00:01:02 +0000 UTC'],
    ['2001-12-14 23:59:59.1234567891', '2001-12-14 23:59:59.123456789 +0000 UTC'],
    ['2001-1-31', '2001-01-31 00:00:00 +0000 UTC'],
    ['2001-12-14T10:1:2', undefined],
    ['2001-12-14T0:1:2', undefined],
    ['2001-12-14 10:1:2Z', undefined],
    ['2001-12-14 24:1:2', undefined],
    ['2001-12-14 23:60:2', undefined],
    ['2001-12-14 23:59:60', undefined],
    ['2001-00-14', undefined],
    ['2001-1-0', undefined],
    ['2001-13-14', undefined],
    ['2001-02-30', undefined],
    ['2001-12-14-15', undefined],
    ['20011214', undefined],
  ])('%s', (source, printed) => {
    expect(printTimestamp(source)).toBe(printed);
  });
});

describe("the places of a scalar's text", () => {
  it.each([
    ['plain', 'abc', ['abc=abc']],
    ['single-quoted', "'abc'", ['abc=abc']],
    ['double-quoted', '"abc"', ['abc=abc']],
    ['a quote in single quotes', "'it''s'", ['it=it', "'≈''", 's=s']],
    ['escapes', '"a\\tb\\x41\\u00e9\\"c"', ['a=a', '\t≈\\t', 'b=b', 'A≈\\x41', 'é≈\\u00e9', '"≈\\"', 'c=c']],
    ['a folded plain scalar', '- one\n  two\n\n  three', ['one=one', ' ≈\n  ', 'two=two', '\n≈\n\n  ', 'three=three']],
    ['a folded quoted scalar', '"one  \n  two"', ['one=one', ' ≈  \n  ', 'two=two']],
    ['an escaped line break', '"one\\\n  two"', ['one=one', 'two=two']],
    ['literal', '- |\n  one\n   two\n', ['one\n=one\n', ' two\n= two\n']],
    ['literal, stripped', '- |-\n  one\n  two\n', ['one\n=one\n', 'two=two']],
    ['literal, kept', '- |+\n  one\n\n', ['one\n\n=one\n\n']],
    ['literal with an indent', '- |2\n    one\n', ['  one\n=  one\n']],
    ['folded', '- >\n  one\n  two\n\n  three\n', ['one=one', ' ≈\n', 'two\n=two\n', 'three\n=three\n']],
    ['CRLF', '- |\r\n  one\r\n  two\r\n', ['one=one', '\n≈\r\n', 'two=two', '\n≈\r\n']],
  ])('%s', (_name, text, expected) => {
    const [scalar] = scalarsIn(text);
    if (scalar === undefined) throw new Error('there is no scalar');
    const pieces = textOf(scalar).segments.map((segment) => {
      if (segment.kind === 'unknown') throw new Error('nothing is unknown here');
      const { start, end } = segment.place.location.span;
      return `${segment.text}${segment.isVerbatim ? '=' : '≈'}${text.slice(start, end)}`;
    });
    expect(pieces).toEqual(expected);
  });

  const anyText = fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '\n', "'", '"', '\\', ':', '#', '$', '\t', 'é', '-'),
  });
  const styles = [
    YamlScalar.PLAIN,
    YamlScalar.QUOTE_SINGLE,
    YamlScalar.QUOTE_DOUBLE,
    YamlScalar.BLOCK_LITERAL,
    YamlScalar.BLOCK_FOLDED,
  ] as const;

  it('together are the value that YAML gives it, and are what stands at their places where they say so', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...styles), (value, style) => {
        const node = new YamlScalar(value);
        node.type = style;
        const text = new Document([node]).toString({ lineWidth: 0 });
        // The writer leaves some plain texts unquoted that need quotes: `-`, a line break and `a`
        // become a broken list.
        fc.pre(parseDocument(text).errors.length === 0);
        const [scalar] = scalarsIn(text);
        if (scalar === undefined) throw new Error('there is no scalar');
        const read = textOf(scalar);
        expect(read.value).toBe(scalar.node.string);
        for (const segment of read.segments) {
          const { start, end } = segment.place.location.span;
          expect(end).toBeGreaterThan(start);
          if (segment.kind === 'literal' && segment.isVerbatim) expect(text.slice(start, end)).toBe(segment.text);
        }
      }),
    );
  });
});

describe('a number that Compose cannot take is said as it is written', () => {
  it.each(['.nan', '.NaN', '.inf', '-.Inf', '+.INF'])('%s', async (text) => {
    const { findings } = await lintText({
      path: 'compose.yaml',
      text: `services: { web: { image: ${text}, user: ${text} } }\n`,
    });
    const said = findings.map(({ message: { what, remedy = '' } }) => `${what} ${remedy}`).join('\n');
    expect(said).toContain(`Compose doesn't accept the number \`${text}\`.`);
    expect(said.replaceAll(text, '')).not.toMatch(/NaN|Inf\b/);
  });
});
