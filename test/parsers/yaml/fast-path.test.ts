import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isReadableYaml, readFastPath } from '../../../src/parsers/yaml/fast-path/reader.ts';
import { parseDocuments } from '../../../src/parsers/yaml/library.ts';
import type { SyntaxNode } from '../../../src/parsers/yaml/syntax.ts';
import { TreeBuilder } from '../../../src/parsers/yaml/tree-builder.ts';
import { composeProject } from '../../robustness/arbitraries/compose.ts';
import { mutation } from '../../robustness/arbitraries/mutation.ts';

/** The tree of a syntax, and its problems. */
function built(text: string, content: SyntaxNode | undefined): unknown {
  const problems: unknown[] = [];
  const root = new TreeBuilder(
    { path: 'a.yaml', text, directory: '' },
    (scalar) => scalar,
    (found) => problems.push(found),
  ).buildDocument(content);
  return { root, problems };
}

/**
 * How the `yaml` package differs on a text that the fast path accepts; undefined if it agrees or
 * the fast path declines.
 */
function disagreement(text: string): unknown {
  const isPlain = isReadableYaml(text);
  if (isPlain === undefined) return undefined;
  const { documents, errors } = parseDocuments(text);
  if (!isPlain) return errors.length > 0 ? undefined : { documents };
  const plain = readFastPath(text);
  if (errors.length > 0 || documents.length !== 1) return { errors, documents: documents.length };
  const [ours, theirs] = [built(text, plain), built(text, documents[0])];
  return isSame(ours, theirs) ? undefined : { ours, theirs };
}

function isSame(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}

describe('is read without the yaml package', () => {
  it.each([
    ['a mapping', 'a: 1\nb: two\n'],
    ['no line break at the end', 'a: 1'],
    ['Windows line ends', 'a: 1\r\nb:\r\n  - c\r\n'],
    ['a list as far left as its key', 'a:\n- b\n- c: 1\n  d: 2\ne: 3\n'],
    ['a list in a list', '- - a\n  - b\n-\n  - c\n'],
    ['values that are not written', 'a:\nb:\n- \n-\n'],
    ['comments', '# top\na: # why\n  # more\n  b: c # d\n  e: f#g\n#end'],
    ['comments behind what a list begins with', '- - a\n# b\n- - c: d\n    # e\n- - f:\n#g'],
    ['a document mark', '--- # here\na: 1\n'],
    ['quotes', `"a b": 'it''s'\n'c': "x\\n\\"y\\""\n`],
    ['colons in text', 'a: http://b:80/c\nd:e: f\ng : h\n'],
    ['anchors, aliases and merges', 'x: &x\n  a: 1\ny:\n  &y\n  <<: *x\nz: [*x, *y]\nw: &w v\n'],
    ['flow collections', 'a: [b, "c", [d], {e: f, "g": \'h\'}, ]\ni: {}\nj:\n  [\n    k, # l\n\n    m\n  ]\nn: []\n'],
    ['JSON', '{"services": {"web": {"image": "nginx", "ports": ["80:80"]}}}'],
    ['literal text', 'a: |\n  b\n   c\n\n  d\ne: |-\n  f\n'],
    ['blank lines of Windows', 'a:\r\n  b: 1\r\n\r\n  c: [d,\r\n\r\n    e]\r\nf: |\r\n  g\r\n\r\n  h\r\n'],
    ['blanks and tabs behind values', 'a: 1 \t\nb: [c,\td]  \ne: "f" \t\n'],
    ['comments in brackets', '[a#b, c #d\n, #e\n f]'],
    ['colons and dashes at the beginning of text', '- :a\n- ::\n- -b\n- --\n- c :d\n'],
    ['the same in brackets', '[:a, -b, {c: :d, e: f:g}]'],
    ['an anchor of a collection', 'a: &b {c: d}\ne: &f [g]\n'],
    ['blank lines before text', 'a: |\n\n\n  b\n\nc: >\n\n  d\n\n  e\n'],
    [
      'tags of Compose',
      'a: !reset null\nb: !reset\nc: !override [d]\ne: !override\n  f: "g"\nh: !override\n- i\n- !reset\n- !reset j # k\nl: !reset &m n\no: !override |\n  p\nq: !reset',
    ],
    ['folded text', 'a: >\n  b\n  c\n\n  d\n    e\n  f\n\n\ng: >-\n  h\n'],
  ])('%s', (_, text) => {
    expect(readFastPath(text)).toBeDefined();
    expect(disagreement(text)).toBeUndefined();
  });
});

describe('is left to the yaml package', () => {
  it.each([
    ['nothing', ''],
    ['a comment only', '# nothing\n'],
    ['text alone', 'text'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['the end of a document', 'a: 1\n...\n'],
    ['text in several lines', 'a: b\n  c\n'],
    ['quoted text in several lines', 'a: "b\n  c"\n'],
    ['other tags', 'a: !other b\nc: !!str d\n'],
    ['a tag of an alias', 'a: &b c\nd: !reset *b\n'],
    ['two tags', 'a: !reset !override b\n'],
    ['a tag in brackets', 'a: [!reset b]\n'],
    ['a tag of a key', '!reset a: b\n'],
    ['keys of several lines', '? a\n: b\n'],
    ['tabs', 'a:\tb\n'],
    ['rare escapes', 'a: "\\u0041"\n'],
    ['text that says how far it is indented', 'a: |2\n   b\n'],
    ['text that keeps its end', 'a: |+\n  b\n\n'],
    ['what is wrong', 'a: b: c\n'],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['an open quote', 'a: "b\n'],
    ['an open bracket', 'a: [b\n'],
    ['a bracket that ends too far left', 'a:\n  b: [\n  c ]\n'],
    ['a byte order mark', '\uFEFFa: 1\n'],
    ['a carriage return alone', 'a: 1\rb: 2\n'],
    ['a key of a thousand characters', `${'k'.repeat(1100)}: 1\n`],
    ['a key like the mark of a document', 'a: 1\n--- : 2\n'],
    ['a key like the end of a document', 'a: 1\n... : b\n'],
    ['a comment without a blank before it', 'a: [b]# c\n'],
    ['one behind quotes', 'a: "b"# c\n'],
    ['an alias alone', '*a\n'],
    ['an anchor of an alias', 'a: &x *b\n'],
    ['an anchor of nothing', 'a: &x\nb: 1\n'],
    ['an anchor of nothing in a line of its own', 'a:\n  &x\nb: 1\n'],
    ['two anchors of one value', 'a: &x\n  &y\n  b: c\n'],
    ['the name of an anchor with other letters', 'a: &\u00E9 b\n'],
    ['a colon alone', '- -\n- :\n'],
    ['a dash alone in brackets', '[-, a]'],
    ['a list without brackets in brackets', '[- a]'],
    ['a key without a value in brackets', '[a:, b]'],
    ['a tab before text', 'a: |\n  \tb\n'],
    ['a tab before folded text', 'a: >\n  b\n  \tc\n  d\n'],
    ['a wider blank line before text', 'a: |\n    \n  b\n'],
    ['a wider blank line behind text', 'a: |\n  b\n     \nc: 1\n'],
    ['one behind folded text', 'a: >\n  b\n   \nc: 1\n'],
    ['text that goes on less deep', 'a: |\n  b\n c\n'],
    ['deep nesting', '['.repeat(200)],
  ])('%s', (_, text) => {
    expect(readFastPath(text)).toBeUndefined();
  });
});

test.each([
  ['a:\n  {% if b %}\n  c: d\n  {% endif %}\n', false],
  ['a: {% if b %}c{% endif %}\n', false],
  ['a: b\n{%- if c %}\nd: e\n{%- endif %}\n', false],
  ['a: |\n  {% if b %}\n', true],
  ['a: "{% if b %}"\n', true],
  ['a: b {% if c %}\n', true],
  // It goes on in the next line, which needs the other reader.
  ['a: b\n  {% if c %}\n', undefined],
  ['a: {{ b }}\n', undefined],
])('%j is YAML, or a template of it', (text, expected) => {
  expect(isReadableYaml(text)).toBe(expected);
});

describe('what is read is what the yaml package reads', () => {
  const TEST = join(import.meta.dirname, '../..');
  const fixtures = ['fixtures', 'conformance']
    .flatMap((folder) =>
      readdirSync(join(TEST, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(TEST, folder, path)),
    )
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => readFileSync(path, 'utf8'));

  test('of the fixtures, nearly all of which are plain', () => {
    expect(fixtures.map(disagreement).filter((each) => each !== undefined)).toEqual([]);
    expect(fixtures.filter((text) => readFastPath(text) !== undefined).length / fixtures.length).toBeGreaterThan(0.8);
  });

  const PIECES = [
    'a',
    'b c',
    '1',
    ': ',
    ':',
    ':\n',
    '- ',
    '-',
    '\n',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ', ',
    ',',
    '#',
    ' # c\n',
    '&a ',
    '*a',
    '|\n',
    '>\n',
    '>-\n',
    '\t',
    '---',
    '...',
    '!x ',
    '!reset ',
    '!override ',
    '{% x %}\n',
    '? ',
    '<<: ',
    '\r\n',
    '\\n',
    '\\',
    '@',
    '%',
    '""',
    "''",
    '[]',
    '{}',
  ] as const;
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join(''));
  const mutated = fc.tuple(fc.constantFrom(...fixtures), mutation).map(([text, change]) => change(text));
  const composed = composeProject.map((files) => files['compose.yaml'] ?? '');

  test.each([
    ['pieces of YAML', soup, 3000],
    ['changed fixtures', mutated, 300],
    ['Compose files', composed, 100],
  ] as const)('of %s', (_, texts, numRuns) => {
    fc.assert(
      fc.property(texts, (text) => disagreement(text) === undefined),
      { numRuns },
    );
  });
});
