import { describe, expect, test } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import { splitOptions } from '../../../src/parsers/hosts/ci/options.ts';
import { placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';

/** Options split like .NET's `ProcessStartInfo.Arguments` on Linux. */
test.each<[options: string, words: readonly string[]]>([
  ['', []],
  ['  --init\t--rm ', ['--init', '--rm']],
  ['--a "b c" d', ['--a', 'b c', 'd']],
  ['--a="b c"d', ['--a=b cd']],
  ["--a 'b c'", ['--a', "'b", "c'"]],
  ['"" x', ['', 'x']],
  ['a\\b "c\\d"', ['a\\b', 'c\\d']],
  ['\\"a b\\"', ['"a', 'b"']],
  ['"a \\"b\\" c"', ['a "b" c']],
  ['"a\\\\" b', ['a\\', 'b']],
  ['"a\\\\\\" b"', ['a\\" b']],
  ['"a ""b"" c"', ['a "b" c']],
  ['"open a', ['open a']],
  ['--a b\n--c\r\nd', ['--a', 'b', '--c', 'd']],
  ['a\\ b', ['a\\', 'b']],
])('%j', (options, words) => {
  const text = Text.verbatim(options, placeAt('a.yml', 0, options.length));
  const found = splitOptions(text);
  expect(found.map((word) => (word.kind === 'word' ? word.text.value : undefined))).toEqual(words);
  for (const word of found) {
    const { start, end } = word.kind === 'word' ? word.text.whole.location.span : { start: 0, end: 0 };
    expect(options.slice(start, end)).not.toMatch(/^\s|\s$/);
  }
});

test('an expression that is alone may be any number of words, one within a word is a part of it', () => {
  const place = placeAt('a.yml', 0, 9);
  const text = Text.concat(
    [Text.unknown('${{ a }}', place), Text.verbatim(' --b=', place), Text.unknown('${{ c }}', place)],
    place,
  );
  expect(splitOptions(text).map((word) => (word.kind === 'word' ? word.text.source : word.unresolved))).toEqual([
    { expression: '${{ a }}', reason: 'variable', place },
    '--b=${{ c }}',
  ]);
});

test.each([
  ['["", --privileged]', 'privileged-container', '--privileged'],
  ['[--init, "-v /var/run/docker.sock:/s"]', 'docker-socket-mount', '/var/run/docker.sock'],
  ['["--init", "--rm --privileged", "--privileged -e A=b"]', 'privileged-container', '--privileged'],
])('options that a matrix gives are each read by themselves: %s', async (values, rule, marked) => {
  const text = `on: push
jobs:
  a:
    runs-on: u
    strategy: {matrix: {o: ${values}}}
    container: {image: "x:1", options: "\${{ matrix.o }}"}
`;
  const { findings } = await lintText({ path: '.github/workflows/a.yml', text });
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found.map(({ location: { span } }) => text.slice(span.start, span.end))).toEqual([marked]);
  expect(found.map(({ message }) => message.what.includes(' might '))).toEqual([true]);
});

test('an input without a default may be any option, which is asked once', async () => {
  const text = `on: {workflow_call: {inputs: {o: {type: string}}}}
jobs:
  a:
    runs-on: u
    container: {image: "x:1", options: "\${{ inputs.o }}"}
`;
  const { undecided } = await lintText({ path: '.github/workflows/a.yml', text });
  const reasons = undecided.filter(({ reason }) => reason.includes('options'));
  expect(reasons.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([
    'privileged-container: `${{ inputs.o }}` may add more options.',
  ]);
});

describe('of more values of a matrix than are followed what all have is found, and any option may be in the others', () => {
  const values = (last: string): string =>
    [...Array.from({ length: 32 }, (_, at) => `"--label=${at} --init"`), `"${last} --init"`].join(', ');

  test.each([
    [
      '.github/workflows/a.yml',
      `on: push
jobs:
  a:
    runs-on: u
    strategy: {matrix: {o: [${values('--privileged')}]}}
    container: {image: "x:1", options: "\${{ matrix.o }}"}
`,
    ],
    [
      '.gitlab-ci.yml',
      `a:
  parallel: {matrix: [{O: [${values('--privileged')}]}]}
  script: ["docker run $O x:1"]
`,
    ],
  ])('%s', async (path, text) => {
    const { findings, undecided, subjects } = await lintText({ path, text });
    expect(subjects).toHaveLength(1);
    expect(findings.map(({ rule }) => rule)).toContain('syntax/limit');
    expect(undecided.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['privileged-container', 'docker-socket-mount']),
    );
  });

  test('scripts of a matrix', async () => {
    const text = (count: number): string => `on: push
jobs:
  a:
    runs-on: u
    strategy: {matrix: {run: [${Array.from({ length: count }, (_, at) => `"docker run --privileged x:${at}"`).join(', ')}]}}
    steps: [{run: "\${{ matrix.run }}"}]
`;
    const found = async (count: number): Promise<readonly string[]> => {
      const { findings } = await lintText({ path: '.github/workflows/a.yml', text: text(count) });
      return findings.flatMap(({ rule }) => (/^(?:privileged|syntax)/.test(rule) ? [rule] : []));
    };
    expect(await found(32)).toEqual(Array.from({ length: 32 }, () => 'privileged-container'));
    expect(await found(33)).toEqual(['privileged-container', 'syntax/unread-command', 'syntax/limit']);
  });
});
