import { describe, expect, it } from 'vitest';
import { createBudgets } from '../../../src/parsers/compose/variables/budget.ts';
import { parseDotenv, parseRawEnvFile } from '../../../src/parsers/compose/variables/dotenv.ts';
import { Text } from '../../../src/text/text.ts';

const quiet = createBudgets(() => undefined).values;

function variables(text: string): Readonly<Record<string, string>> {
  const read = parseDotenv(
    { path: '.env', text },
    (name, use) => (name === 'OUTSIDE' ? Text.derived('outside', use) : undefined),
    ({ id, place }) => {
      const { start, end } = place.location.span;
      throw new Error(`${id}: ${text.slice(start, end)}`);
    },
    quiet,
  );
  return Object.fromEntries([...read].map(([name, value]) => [name, value.value ?? `⟨${value.source}⟩`]));
}

describe('a .env file', () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>]>([
    ['is empty', '', {}],
    ['has comments and blank lines', '# a\n\n  # b\nA=1\n', { A: '1' }],
    ['begins with a byte order mark', '\uFEFFA=1', { A: '1' }],
    ['has CRLF line ends', 'A=1\r\nB="2"\r\n', { A: '1', B: '2' }],
    ['exports', 'export A=1\nexport\tB=2', { A: '1', B: '2' }],
    ['has white space', '  A = 1  \nB=\t2', { A: '1', B: '2' }],
    ['has YAML', 'A: 1', { A: '1' }],
    ['has an empty value', 'A=\nB=""', { A: '', B: '' }],
    ['has a comment after a value', 'A=1 # one\nB=2#two\nC=#three', { A: '1', B: '2#two', C: '#three' }],
    ['quotes', `A="a # b"\nB='a # b' # c`, { A: 'a # b', B: 'a # b' }],
    ['escapes in double quotes', 'A="a\\nb\\"c\\\\d\\0101"', { A: 'a\nb"c\\dA' }],
    ['escapes nothing in single quotes', String.raw`A='a\nb\'c'`, { A: String.raw`a\nb'c` }],
    ['has values of several lines', 'A="one\ntwo"\nB=3', { A: 'one\ntwo', B: '3' }],
    ['uses variables', 'A=1\nB=${A}2\nC="$B"\nD=\'$B\'', { A: '1', B: '12', C: '12', D: '$B' }],
    ['uses what nobody sets', 'A=x$NOBODY', { A: '⟨x$NOBODY⟩' }],
    ['uses defaults', 'A=${NOBODY:-d}', { A: 'd' }],
    ['keeps an escaped dollar', 'A="\\$B"\nC=$$B', { A: '$B', C: '$B' }],
    ['takes names from outside', 'OUTSIDE\nNOBODY\nA=1', { OUTSIDE: 'outside', A: '1' }],
    ['has dots and dashes in names', 'a.b-c=1', { 'a.b-c': '1' }],
    ['sets a name twice', 'A=1\nA=2', { A: '2' }],
  ])('%s', (_name, text, expected) => {
    expect(variables(text)).toEqual(expected);
  });

  it.each([
    ['a name with a space', 'A=1\nB C=2', 'syntax/invalid-env-file: B C'],
    ['a character that no name has', 'A!=1', 'syntax/invalid-env-file: !'],
    ['a quote without an end', 'A=1\nB="x\nC=2', 'syntax/invalid-env-file: "x'],
  ])('reports %s', (_name, text, expected) => {
    expect(() => variables(text)).toThrow(expected);
  });

  it.each(['A!=1', '☢', 'A="', "A='"])('says where %s is broken, and no character of it', (text) => {
    const messages: string[] = [];
    parseDotenv(
      { path: '.env', text },
      () => undefined,
      ({ message }) => messages.push(message.what),
      quiet,
    );
    expect(messages).toEqual([expect.stringMatching(/^This character is /)]);
  });

  it.each(['A=secret${!}', 'A="secret${B!}"', 'A=secret${1}', 'A=${B:?secret}'])(
    'reports what is wrong inside %s, and says nothing of it',
    (text) => {
      const messages: string[] = [];
      parseDotenv(
        { path: '.env', text },
        () => undefined,
        ({ message: { what, remedy = '' } }) => messages.push(what, remedy),
        quiet,
      );
      expect(messages.length).toBeGreaterThan(0);
      expect(messages.join(' ')).not.toMatch(/secret|\$\{[!1B]/);
    },
  );

  it.each([
    ['an escape of three digits', 'A="\\0101"', 'A'],
    ['one of two', 'A="\\041"', '\\041'],
    ['one of four', 'A="\\01012"', 'A2'],
    ['one that is too large', 'A="\\0777"', '\\0777'],
    ['one that is no octal one', 'A="\\0189"', '\\0189'],
    ['a backslash at the end', "A='a\\'", undefined],
    ['spaces before a comment', 'A=a b \t  # c', 'a b'],
    ['a tab before what is then none', 'A=a b\t# c', 'a b\t# c'],
    ['a number sign in a value', 'A=a#b', 'a#b'],
    ['white space behind quotes', 'A="a"  \nB=2', 'a'],
    ['an export with much space', 'export \t A=1', '1'],
    ['a name that begins with export', 'exported=1\nA=2', '2'],
    ['a value that ends the file', 'B=1\nA=', ''],
    ['a name of another script', 'ü=1\nA=ü', 'ü'],
  ])('reads %s', (_name, text, expected) => {
    const read = parseDotenv(
      { path: '.env', text },
      () => undefined,
      () => undefined,
      quiet,
    ).get('A');
    expect(read?.value).toBe(expected);
  });

  it('gives each value its place', () => {
    const text = 'A=one\nB="t$A"';
    const b = parseDotenv(
      { path: '.env', text },
      () => undefined,
      () => undefined,
      quiet,
    ).get('B');
    expect(
      b?.segments.map(({ place: { location, hops } }) =>
        [location, ...hops.map((hop) => hop.location)].map(({ span }) => text.slice(span.start, span.end)),
      ),
    ).toEqual([['t'], ['one', '$A']]);
  });

  it('in the raw format takes what stands after the = as it is', () => {
    const text = '# comment\nA="1" # x\r\nB=$A\nOUTSIDE\nNOBODY\n';
    const read = parseRawEnvFile(
      { path: 'a.env', text },
      (name, use) => (name === 'OUTSIDE' ? Text.derived('o', use) : undefined),
      () => undefined,
    );
    expect([...read].map(([name, value]) => `${name}=${value.source}`)).toEqual(['A="1" # x', 'B=$A', 'OUTSIDE=o']);
  });

  it.each([
    ['A=1\nB = secret\nC=3\n', 'B '],
    ['A=1\nexport B=secret\nC=3\n', 'export B'],
    ['A=1\nB: secret\n', 'B: secret'],
    ['A=1\n =secret\n', '='],
  ])('in the raw format refuses %j', (text, marked) => {
    const found: string[] = [];
    const read = parseRawEnvFile(
      { path: 'a.env', text },
      () => undefined,
      ({ id, place: { location }, message }) => {
        found.push(id, text.slice(location.span.start, location.span.end));
        expect(JSON.stringify(message)).not.toContain('secret');
      },
    );
    expect(found).toEqual(['syntax/invalid-env-file', marked]);
    expect([...read.keys()]).toEqual(['A']);
  });
});
