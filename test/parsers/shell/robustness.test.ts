import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findShellComments } from '../../../src/parsers/shell/index.ts';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import type { Place } from '../../../src/text/location.ts';
import { anyCharacters } from '../../any-characters.ts';
import { path } from './commands-of.ts';

const fragments = [
  'docker run ',
  'docker exec ',
  'sudo ',
  'sh -c ',
  'eval ',
  'ssh h ',
  'xargs ',
  'x ',
  'alias d=',
  'export ',
  'local ',
  'set -- ',
  'shift',
  'exit',
  'return',
  'break',
  'trap ',
  '--rm ',
  '-v a:b ',
  '$X',
  '"$X"',
  '"$@"',
  '${X:-d}',
  '${X:+d}',
  '${a[@]}',
  '"${a[@]}"',
  '${X%.*}',
  '${X/a/b}',
  '$(',
  '`',
  ')',
  '<(',
  '$((',
  '))',
  '${',
  '}',
  '{a,b}',
  '{1..3}',
  'X=',
  'X+=',
  'a=(',
  'a+=(',
  'if ',
  '; then ',
  'else ',
  'elif ',
  'fi',
  'for X in ',
  'while ',
  '; do ',
  'done',
  'case $X in ',
  'y) ',
  ';;',
  'esac',
  'f() {',
  '\nf ',
  '(',
  '{ ',
  ' }',
  '"',
  "'",
  "$'",
  '\\',
  '#',
  '|',
  '&&',
  '||',
  ';',
  '&',
  '>',
  '<<A\n',
  'A\n',
  '<<<',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '~',
  '*',
  '[',
  ']',
  '!',
  '=',
  '\0',
  '\uFFFC',
  '\u{1F600}',
  '\uFEFF',
];

const script = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((list) => list.join('')),
  anyCharacters({ maxLength: 60 }),
);

function expectInside({ location }: Place, text: string): void {
  const { start, end } = location.span;
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeLessThanOrEqual(text.length);
  expect(start).toBeLessThan(end);
}

describe('any text at all', () => {
  it('is read, and every place is a stretch of it', () => {
    fc.assert(
      fc.property(script, (text) => {
        const { invocations, problems } = findInvocations(fileScript(path, text), { environment: new Map() });
        for (const { place } of problems) expectInside(place, text);
        for (const { programPlace, arguments: words } of invocations) {
          expectInside(programPlace, text);
          for (const word of words) {
            const places =
              word.kind === 'word'
                ? [word.text.whole, word.text.place, ...word.text.segments.map((segment) => segment.place)]
                : [word.unresolved.place];
            for (const place of places) {
              expectInside(place, text);
              for (const { location } of place.hops) expectInside({ location, hops: [] }, text);
            }
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('a verbatim part is what stands at its place', () => {
    fc.assert(
      fc.property(script, (text) => {
        const { invocations } = findInvocations(fileScript(path, text), { environment: new Map() });
        for (const word of invocations.flatMap((invocation) => invocation.arguments)) {
          for (const segment of word.kind === 'word' ? word.text.segments : []) {
            if (segment.kind === 'unknown' || !segment.isVerbatim) continue;
            const { start, end } = segment.place.location.span;
            expect(text.slice(start, end)).toBe(segment.text);
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('has comments that begin with # and end in their line', () => {
    fc.assert(
      fc.property(script, (text) => {
        for (const { location, text: comment, governs } of findShellComments(fileScript(path, text), () => true)) {
          // NULs aren't part of a script.
          expect(text.slice(location.span.start, location.span.end).replaceAll('\0', '')).toBe(comment);
          expect(comment).toMatch(/^#[^\n]*$/);
          expectInside({ location: { path, span: governs }, hops: [] }, text);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
