import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate } from '../../../src/parsers/compose/variables/interpolate.ts';
import { placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';

const VARIABLES: Readonly<Record<string, string>> = { SET: 'set', EMPTY: '', DOLLAR: '$SET' };

function interpolated(source: string): { readonly text: Text; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const place = placeAt('a', 0, Math.max(1, source.length));
  const lookup = (name: string): Text | undefined => {
    const value = VARIABLES[name];
    return value === undefined ? undefined : Text.derived(value, place);
  };
  return { text: interpolate(Text.verbatim(source, place), lookup, ({ id }) => problems.push(id)), problems };
}

/** Known text, and expressions in brackets with their candidates. */
function show(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text;
      const candidates = segment.candidates.map(show).join('|');
      return `⟨${segment.expression}${segment.candidates.length === 0 ? '' : `: ${candidates}`}⟩`;
    })
    .join('');
}

describe('interpolation', () => {
  it.each([
    ['no variable', 'no variable'],
    ['$SET', 'set'],
    ['${SET}', 'set'],
    ['a${SET}b$SET', 'asetbset'],
    ['$SETX', '⟨$SETX⟩'],
    ['$X', '⟨$X⟩'],
    ['${X}/a', '⟨${X}⟩/a'],
    ['$$X', '$X'],
    ['$$$$', '$$'],
    ['$', '$'],
    ['a $ b', 'a $ b'],
    ['$5', '$5'],
    ['$DOLLAR', '$SET'],
    ['${SET:-default}', 'set'],
    ['${EMPTY:-default}', 'default'],
    ['${EMPTY-default}', ''],
    ['${X:-default}', 'default'],
    ['${X-default}', 'default'],
    ['${X:-}', ''],
    ['${X:-a:b-c}', 'a:b-c'],
    ['${X:-$SET}', 'set'],
    ['${X:-${Y:-${SET}}}', 'set'],
    ['${X:-${Y}}', '⟨${Y}⟩'],
    ['${X:-a}${Y:-b}', 'ab'],
    ['${X:-{}}', '{}'],
    ['${SET:+other}', 'other'],
    ['${EMPTY:+other}', ''],
    ['${EMPTY+other}', 'other'],
    ['${X:+other}', '⟨${X:+other}: other|⟩'],
    ['${SET:?message}', 'set'],
    ['${SET?}', 'set'],
  ])('%s', (source, expected) => {
    const { text, problems } = interpolated(source);
    expect(show(text)).toBe(expected);
    expect(problems).toEqual([]);
  });

  it.each([
    ['${X:?message}', '⟨${X:?message}⟩', 'syntax/required-variable'],
    ['${EMPTY:?message}', '⟨${EMPTY:?message}⟩', 'syntax/required-variable'],
    ['a ${X', 'a ⟨${X⟩', 'syntax/invalid-interpolation'],
    ['${}', '⟨${}⟩', 'syntax/invalid-interpolation'],
    ['${1}', '⟨${1}⟩', 'syntax/invalid-interpolation'],
    ['${X!a}', '⟨${X!a}⟩', 'syntax/invalid-interpolation'],
    ['${X:-a\n}', '⟨${X:-a⟩\n}', 'syntax/invalid-interpolation'],
  ])('%s is reported', (source, expected, id) => {
    const { text, problems } = interpolated(source);
    expect(show(text)).toBe(expected);
    expect(problems).toEqual([id]);
  });

  it('takes a default to be reached by the expression that holds it', () => {
    const source = 'a-${X:-b-${Y:-c}}';
    const { text } = interpolated(source);
    const shown = text.segments.map(({ place: { location, hops } }) =>
      [location, ...hops.map((hop) => hop.location)].map(({ span }) => source.slice(span.start, span.end)),
    );
    expect(shown).toEqual([['a-'], ['b-', '${X:-b-${Y:-c}}'], ['c', '${Y:-c}', '${X:-b-${Y:-c}}']]);
  });

  it('leaves text without a dollar sign alone, and ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '-', '+', '?', '\n', ' ') }), (source) => {
        const { text } = interpolated(source);
        if (!source.includes('$')) expect(text.value).toBe(source);
        expect(text.source.length).toBeLessThanOrEqual(source.length);
      }),
    );
  });
});
