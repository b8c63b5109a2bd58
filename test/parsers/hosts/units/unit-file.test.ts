import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findUnitComments, readUnitFile, type UnitDialect } from '../../../../src/parsers/hosts/units/unit-file.ts';

function entries(text: string, dialect: UnitDialect = 'systemd'): readonly (readonly [string, string, string])[] {
  return readUnitFile('a.service', text, dialect).entries.map(({ section, key, value }) => [
    section,
    key,
    value.skeleton,
  ]);
}

describe('a unit file', () => {
  test.each<[string, string, UnitDialect, readonly (readonly [string, string, string])[]]>([
    [
      'entries',
      '[A]\nx=1\n  y  =  2  \n[B]\nx=',
      'systemd',
      [
        ['A', 'x', '1'],
        ['A', 'y', '2'],
        ['B', 'x', ''],
      ],
    ],
    ['lines of Windows', '\uFEFF[A]\r\nx=1\r\n', 'systemd', [['A', 'x', '1']]],
    ['a line that goes on', '[A]\nx=1 \\\n  2\\\n3', 'systemd', [['A', 'x', '1  2 3']]],
    ['a line that goes on for Quadlet', '[A]\nx=1 \\\n  2\\\n3', 'quadlet', [['A', 'x', '1 23']]],
    [
      'two backslashes',
      '[A]\nx=1\\\\\ny=2',
      'systemd',
      [
        ['A', 'x', '1\\\\'],
        ['A', 'y', '2'],
      ],
    ],
    ['comments in a line that goes on', '[A]\nx=1 \\\n# a\n\n; b\n 2', 'quadlet', [['A', 'x', '1 2']]],
    ['a hash in a value', '[A]\nx=1 # a', 'systemd', [['A', 'x', '1 # a']]],
    ['blanks behind a section', '[A] \t\nx=1', 'systemd', [['A', 'x', '1']]],
    ['an equals sign in a value', '[A]\nx=a=b', 'systemd', [['A', 'x', 'a=b']]],
  ])('has %s', (_name, text, dialect, expected) => {
    expect(entries(text, dialect)).toEqual(expected);
  });

  test.each(['x=1\n[A]', '[A]\nx', '[A]\n=1', '[A\nx=1'])('has lines that are nothing: %j', (text) => {
    expect(readUnitFile('a.service', text, 'systemd').malformed).not.toEqual([]);
  });

  test('has exact places, whatever its text', () => {
    const piece = fc.constantFrom(
      '[A]',
      'x',
      '=',
      ' ',
      '\\',
      '\n',
      '\r\n',
      '#',
      ';',
      '"',
      'é',
      '\t',
      '\u2028',
      '\uFEFF',
      '1',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom<UnitDialect>('systemd', 'quadlet'),
        (pieces, dialect) => {
          const text = pieces.join('');
          const file = readUnitFile('a.service', text, dialect);
          for (const { value, keyPlace, key, lines } of file.entries) {
            expect(text.slice(keyPlace.location.span.start, keyPlace.location.span.end).startsWith(key.charAt(0))).toBe(
              true,
            );
            for (const segment of value.segments) {
              const { start, end } = segment.place.location.span;
              expect(start >= lines.start && end <= lines.end).toBe(true);
              if (segment.kind === 'literal' && segment.isVerbatim) expect(text.slice(start, end)).toBe(segment.text);
            }
          }
        },
      ),
    );
  });
});

test('a comment is for the entry or section below it, or for the line that it is in', () => {
  const text = '# plimsoll a\n[A]\n; plimsoll b\n# other\nx=1 \\\n# plimsoll c\n  2\n\n# plimsoll d\n';
  const file = readUnitFile('a.service', text, 'systemd');
  const found = findUnitComments(file, (comment) => comment.includes('plimsoll'));
  expect(found.map(({ text: comment, governs }) => [comment, text.slice(governs.start, governs.end)])).toEqual([
    ['# plimsoll a', '[A]'],
    ['; plimsoll b', 'x=1 \\\n# plimsoll c\n  2'],
    ['# plimsoll c', 'x=1 \\\n# plimsoll c\n  2'],
    ['# plimsoll d', '# plimsoll d'],
  ]);
});
