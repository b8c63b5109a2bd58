import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import { CREATE_FLAGS, RUN_FLAGS } from '../../../src/parsers/docker/grammar/flags/container.ts';
import { type Argument, type DockerResult, parseDockerCommand } from '../../../src/parsers/docker/index.ts';
import type { Program } from '../../../src/parsers/programs/engines.ts';
import type { Place } from '../../../src/text/location.ts';
import { placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';
import { growsLinearly } from '../../growth.ts';

/** Words one space apart, and the line's length. */
function layOut(words: readonly string[]): { readonly words: readonly Argument[]; readonly length: number } {
  let at = 0;
  const laidOut = words.map((word): Argument => {
    const place = placeAt('script.sh', at, at + Math.max(word.length, 1));
    at += Math.max(word.length, 1) + 1;
    return word.startsWith('$')
      ? { kind: 'unknown-words', unresolved: { expression: word, reason: 'variable', place } }
      : { kind: 'word', text: Text.verbatim(word, place) };
  });
  return { words: laidOut, length: at };
}

function parse(program: Program, words: readonly string[]): DockerResult {
  return parseDockerCommand({
    program,
    programPlace: placeAt('script.sh', 0, 1),
    programWord: placeAt('script.sh', 0, 1),
    arguments: layOut(words).words,
  });
}

function* placesIn(value: unknown): Iterable<Place> {
  if (typeof value !== 'object' || value === null) return;
  if ('location' in value && 'hops' in value) yield value as Place;
  for (const part of Object.values(value)) yield* placesIn(part);
}

const program = fc.constantFrom<Program>('docker', 'docker-compose', 'podman', 'nerdctl');
const value = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', '0', '/', ':', '=', ',', '.', '"', '-', '[', ']', '%', ' ', '~', '\\', 'é'),
    maxLength: 12,
  }),
  fc.constantFrom(
    '80:80',
    '/a:/b:ro',
    './x:/x',
    'type=bind,source=/a,target=/b',
    'a=b',
    '$X',
    '1g',
    'nofile=1:2',
    'nginx',
    'on-failure:3',
    'seccomp=x',
    'all',
  ),
);
const flag = fc.constantFrom(...RUN_FLAGS).chain((known) =>
  fc.oneof(
    value.map((text) => [`--${known.name}=${text}`]),
    value.map((text) => [`--${known.name}`, text]),
    value.map((text) => [`-it${'shorthand' in known ? known.shorthand : 'z'}${text}`]),
  ),
);
const subcommand = fc.constantFrom(
  ['run'],
  ['create'],
  ['exec'],
  ['container', 'run'],
  ['compose', 'run'],
  ['compose', 'exec'],
  ['volume', 'create'],
  ['-D', 'run'],
);
const line = fc
  .tuple(
    subcommand,
    fc.array(
      fc.oneof(
        flag,
        value.map((text) => [text]),
      ),
      { maxLength: 8 },
    ),
  )
  .map(([head, tail]) => [...head, ...tail.flat()]);

test('every line is read, and every place lies in it and holds something', () => {
  fc.assert(
    fc.property(program, line, (name, words) => {
      const { length } = layOut(words);
      const result = parse(name, words);
      for (const { location } of placesIn(result)) {
        expect(location.span.start).toBeGreaterThanOrEqual(0);
        expect(location.span.end).toBeGreaterThan(location.span.start);
        expect(location.span.end).toBeLessThanOrEqual(length);
      }
      for (const subject of result.subjects)
        expect(() => toEngineJson(subject, { workingDirectory: '/work' })).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

test('a long flag means the same with its value after an equals sign and in the next word', () => {
  const withValue = CREATE_FLAGS.filter(({ type }) => type !== 'boolean');
  fc.assert(
    fc.property(
      fc.constantFrom(...withValue),
      value.filter((text) => !text.startsWith('$')),
      ({ name }, text) => {
        const read = (words: readonly string[]): unknown => {
          const { subjects, problems } = parse('docker', ['create', ...words, 'nginx']);
          return [
            subjects.map((subject) => toEngineJson(subject, { workingDirectory: '/work' })),
            problems.map(({ id, message }) => [id, message]),
          ];
        };
        expect(read([`--${name}=${text}`])).toEqual(read([`--${name}`, text]));
      },
    ),
    { numRuns: 500 },
  );
});

test.each<readonly [string, number, (size: number) => readonly string[]]>([
  [
    'many flags',
    50_000,
    (size) => ['run', ...Array.from({ length: size }, (_, index) => `--label=key${index}=x`), 'nginx'],
  ],
  ['many unresolved options', 50_000, (size) => ['run', ...Array.from({ length: size }, () => '$OPTS'), 'nginx']],
  ['one long bundle', 100_000, (size) => ['run', `-${'i'.repeat(size)}`, 'nginx']],
  ['one long list of colons', 500_000, (size) => ['run', '-v', ':a'.repeat(size), 'nginx']],
  ['one long line of CSV', 100_000, (size) => ['run', '--mount', 'a=b,'.repeat(size), 'nginx']],
  ['one long size', 500_000, (size) => ['run', '-m', 'm1'.repeat(size), 'nginx']],
  ['one long image', 500_000, (size) => ['run', 'a/'.repeat(size)]],
])('%s take time that grows with their length', (_, size, make) => {
  expect(growsLinearly(size, make, (words) => parse('docker', words))).toBe(true);
});
