import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config-file.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { placeOfFault } from '../../src/findings/baseline-fault.ts';
import { parseBaseline } from '../../src/findings/baseline-format.ts';
import { lintText } from '../../src/lint/lint.ts';
import { JsonFault } from '../../src/parsers/syntax/nesting.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { parseProject, problemsIn } from '../parsers/compose/compose.ts';

/** Starts of collections. */
const OPENINGS = [
  '? ',
  '- ',
  ': ',
  'a: ',
  '[',
  '{',
  '? [',
  '- [',
  '{a: ',
  '[a: ',
  '{[',
  '[? ',
  '&a ',
  '!t ',
  '- &a ',
  '? !!seq ',
  '"k": ',
  '{? ',
  '? - ',
  '- ? ',
  ', ',
  '- a: ',
] as const;

/** Lines with growing indentation. */
function stairs(count: number, step: string): string {
  return Array.from({ length: count }, (_, at) => `${' '.repeat(at)}${step}`).join('\n');
}

/** Thousands of collections, or unclosed ones. */
const DEEP: readonly (readonly [string, string])[] = [
  ...OPENINGS.map((opening) => [JSON.stringify(opening), opening.repeat(5000)] as const),
  ['explicit keys, and less indented text', `${'? '.repeat(1000)}\n - x`],
  ['explicit keys over lists', '? ['.repeat(600)],
  ['lists in lists, closed', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['a list as a key of a list', `${'['.repeat(300)}x${']: '.repeat(300)}`],
  ...['a:', '-', '?', '- a:', '? [', '&a', '&a a:', '!t a:', '? a\n:'].map(
    (step) => [`growing indentation of ${JSON.stringify(step)}`, stairs(1500, step)] as const,
  ),
  ['with CRLF', stairs(1500, 'a:').replaceAll('\n', '\r\n')],
  ['behind documents', `---\na: b\n---\n${'- '.repeat(5000)}`],
  ['below services', `services:\n  web:\n    image: x:1\n    labels: ${'{a: '.repeat(1000)}`],
];

const named = (text: string): Promise<unknown> => lintText({ path: 'compose.yaml', text });

describe('a Compose file that is nested without an end', () => {
  test.each(DEEP)('%s', async (_, text) => {
    const result = await lintText({ path: 'compose.yaml', text });
    expect(result.findings.filter(({ rule }) => rule.startsWith('syntax/')).length).toBeGreaterThan(0);
    expect(await named(text)).toEqual(result);
    for (const { location } of result.findings) expect(text.slice(location.span.start, location.span.end)).not.toBe('');
  });

  test('is reported where it is too deep, and nothing of it is read', () => {
    const parsed = parseProject(`services: {web: {image: x}}\nx-a:\n  ${'- '.repeat(250)}x\n`);
    expect(problemsIn(parsed)).toEqual(['syntax/limit: -']);
    expect(parsed.problems[0]?.place.location.span.start).toBe(
      'services: {web: {image: x}}\nx-a:\n  '.length + 2 * 199,
    );
    expect(parsed.subjects).toEqual([]);
  });

  test('is one that holds more levels than any real one', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['- ', ''],
      ['{a: ', '}'],
    ] as const) {
      expect(
        problemsIn(parseProject(`services: {web: {image: x}}\nx-a:\n  ${open.repeat(190)}x${close.repeat(190)}\n`)),
      ).toEqual([]);
    }
  });

  test('however many brackets and dashes texts and comments hold', () => {
    const noise = '"[{" - - [ {'.repeat(300);
    expect(
      problemsIn(
        parseProject(
          `# ${noise}\nservices:\n  web:\n    image: x\n    command:\n    - |\n      ${noise}\n    - '${noise}'\nx-text: a ${noise} # ${noise}\n`,
        ),
      ),
    ).toEqual([]);
  });

  test('by aliases of aliases', () => {
    const chain = (count: number): string =>
      Array.from({ length: count }, (_, at) => `x-${at + 1}: &x${at + 1} {a: *x${at}}\n`).join('');
    const text = (count: number): string =>
      `x-0: &x0 {a: b}\n${chain(count)}services:\n  web: {image: x, labels: *x${count}}\n`;
    expect(problemsIn(parseProject(text(150)))).not.toContain('syntax/limit: *x150');
    expect(problemsIn(parseProject(text(2000)))).toContain('syntax/limit: *x198');
  });
});

describe('a Makefile that is nested without an end', () => {
  const nested = (open: string, close: string): string => `${open.repeat(5000)}b${close.repeat(5000)}`;
  test.each([
    ['$(if a,', ')'],
    ['$(or ,', ')'],
    ['$(subst a,b,', ')'],
    ['$(shell echo ', ')'],
    ['$(a:', '=c)'],
    ['$(', ')'],
    ['${', '}'],
  ])('%s', async (open, close) => {
    const text = `X = ${nested(open, close)}\nrun:\n\tdocker run --privileged $(X) nginx\n`;
    const { findings } = await lintText({ path: 'Makefile', text });
    expect(findings.map(({ rule }) => rule)).toContain('privileged-container');
  });

  test('by the arguments of a function', async () => {
    const text = `X = $(or ${','.repeat(5000)}b)\nrun:\n\tdocker run --privileged $(X) nginx\n`;
    const { findings } = await lintText({ path: 'Makefile', text });
    expect(findings.map(({ rule }) => rule)).toContain('privileged-container');
  });
});

test('a file that is nested too deeply does not keep others from being read', async () => {
  const files = createMemoryFiles({ 'other.yaml': `x-a:\n  ${'- '.repeat(5000)}` });
  const { findings } = await lintText(
    { path: 'compose.yaml', text: 'include: [other.yaml]\nservices:\n  web: {image: "x:1", privileged: true}\n' },
    {},
    { files, environment: new Map() },
  );
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['syntax/limit', 'privileged-container']));
});

describe('a configuration that is nested without an end is rejected with its place', () => {
  const read = (text: string, path = '.plimsoll.yaml'): string => {
    try {
      readConfig(path, createMemoryFiles({ [path]: text }));
      return 'read';
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
  };

  test.each(DEEP)('%s', (_, text) => {
    const message = read(text);
    expect(message).toMatch(/^\.plimsoll\.yaml:\d+:\d+: /);
    expect(read(text)).toBe(message);
    expect(message).not.toMatch(/call stack|undefined/);
  });

  test.each([
    [`rules: ${'['.repeat(200)}`, '.plimsoll.yaml:1:207: This is nested more than 200 levels deep; nothing was read.'],
    [`${'? '.repeat(150)}x\n`, '.plimsoll.yaml:1:301: Keys must be strings.'],
    ['rules:\n  ? [a]\n  : off\n', '.plimsoll.yaml:2:5: Keys must be strings.'],
    ['ignores: &a [b]\nrules:\n  *a : off\n', '.plimsoll.yaml:3:3: Keys must be strings.'],
    [
      'failOn: never\n---\nfailOn: error\n',
      '.plimsoll.yaml:3:1: only one document is allowed; a second one starts here.',
    ],
  ])('%j', (text, message) => {
    expect(read(text).split('\n')[0]).toBe(message);
  });

  test('as JSON', () => {
    expect(read(`{"rules": ${'['.repeat(500)}${']'.repeat(500)}}`, '.plimsoll.json')).toMatch(
      /^\.plimsoll\.json:1:\d+: This is nested more than 200 levels deep; nothing was read\.$/,
    );
  });
});

describe('a baseline that is nested without an end is rejected with its place', () => {
  const read = (text: string): string => {
    try {
      return `${parseBaseline(text).length} entries`;
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const { line, column } = placeOfFault(text, error.path);
      return `${line}:${column}: ${error.message}`;
    }
  };

  test.each([
    ['['.repeat(100_000), '1:201: nested more than 200 levels deep'],
    [
      `{"version": 2, "findings": [], "x": ${'['.repeat(300)}${']'.repeat(300)}}`,
      '1:236: nested more than 200 levels deep',
    ],
    [`/* " */${'['.repeat(100_000)}`, '1:1: not valid JSON'],
    [`{"a" ${'{'.repeat(100_000)}`, '1:205: nested more than 200 levels deep'],
    [`{"version": 2, "findings": [], "x": "${'['.repeat(300)}"}`, '0 entries'],
    [`{"version": 2, "findings": [], "x": "\\"${'[{'.repeat(300)}"}`, '0 entries'],
  ])('%#', (text, result) => {
    expect(read(text)).toBe(result);
  });
});

describe('docker inspect output that is nested without an end', () => {
  test.each(['[', '{"a":', '[{"HostConfig":'])('%s', async (opening) => {
    const { findings } = await lintText({
      path: 'containers.json',
      text: `[{"Id": "1", "HostConfig": {}, "x": ${opening.repeat(50_000)}`,
    });
    expect(findings.map(({ rule }) => rule)).toContain('syntax/limit');
  });
});

test('a seccomp profile that is nested without an end is not read', () => {
  const parsed = parseProject({
    'compose.yaml': 'services: {web: {image: x, security_opt: ["seccomp:p.json"]}}\n',
    'p.json': `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  });
  expect(problemsIn(parsed)).toEqual(['syntax/limit: p.json']);
});

test('any mixture of openings is read twice with the same result, and never throws', async () => {
  const part = fc
    .tuple(
      fc.constantFrom(
        ...OPENINGS,
        'x',
        '"',
        "'",
        '|',
        '#',
        ']',
        '}',
        '*a',
        '\n',
        '\r\n',
        '\n ',
        '\n      ',
        '---\n',
        '\t',
        '\u2028',
      ),
      fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 1, max: 400 })),
    )
    .map(([text, times]) => text.repeat(times));
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
      const text = parts.join('');
      expect(await named(text)).toEqual(await named(text));
      try {
        readConfig('c.yaml', createMemoryFiles({ 'c.yaml': text }));
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);
