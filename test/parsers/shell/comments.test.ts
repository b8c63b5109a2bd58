import { describe, expect, it } from 'vitest';
import { findShellComments } from '../../../src/parsers/shell/syntax/comments.ts';
import { path } from './commands-of.ts';

/** The comments of a script and what each speaks of. */
function commentsIn(script: string): readonly (readonly [string, string])[] {
  return findShellComments({ path, text: script }, () => true).map(({ location, text, governs }) => {
    expect(script.slice(location.span.start, location.span.end)).toBe(text);
    return [text, script.slice(governs.start, governs.end)];
  });
}

describe('comments', () => {
  it.each([
    ['at the end of a line', 'a # c\nb', [['# c', 'a # c']]],
    ['above a command', '# c\na \\\n  b\nc', [['# c', 'a \\\n  b']]],
    [
      'above others',
      '# c\n\n# d\na',
      [
        ['# c', 'a'],
        ['# d', 'a'],
      ],
    ],
    ['above a condition', '# c\nif a; then\n  b\nfi\nc', [['# c', 'if a; then\n  b\nfi']]],
    ['above a function', '# c\nf() {\n  a\n}\n', [['# c', 'f() {\n  a\n}']]],
    ['in a function', 'f() {\n  # c\n  a\n  b\n}', [['# c', 'a']]],
    ['at the end of a long command', 'a \\\n  b \\\n  c # d\n', [['# d', 'a \\\n  b \\\n  c # d']]],
    [
      'in an array',
      'a=(\n  # c\n  --x y\n  z # d\n)',
      [
        ['# c', '--x y'],
        ['# d', '  z # d'],
      ],
    ],
    ['in a substitution', 'a "$(b # c\n)"', [['# c', 'a "$(b # c']]],
    [
      'after a keyword',
      'case a in # c\n b) ;; # d\nesac',
      [
        ['# c', 'case a in # c'],
        ['# d', ' b) ;; # d'],
      ],
    ],
    ['that nothing follows', 'a\n# c\n', [['# c', '# c']]],
    [
      'with CRLF',
      '# c\r\na b\r\nd # e\r\n',
      [
        ['# c', 'a b'],
        ['# e', 'd # e'],
      ],
    ],
    ['after a byte order mark', '\uFEFF# c\na', [['# c', 'a']]],
    ['after an error', 'a )\n# c\nb', [['# c', 'b']]],
  ])('%s', (_name, script, comments) => {
    expect(commentsIn(script)).toEqual(comments);
  });

  it.each([
    ['in words', 'a#b $# ${#x} ${x#y} ${x##y} 16#f'],
    [
      'in quotes',
      `"# a" '# b' $'# c' "
# d"`,
    ],
    ['in here-documents', "cat <<A <<'B'\n# a\nA\n# b\nB\n"],
    ['escaped', 'a \\# b'],
    ['in arithmetic', '(( x = 16#ff , 2 #3 )); for ((i=$#; i<3; i++)); do :; done'],
  ])('none %s', (_name, script) => {
    expect(commentsIn(script)).toEqual([]);
  });

  it('only those that are wanted', () => {
    const found = findShellComments({ path, text: '# a\n# b\n' }, (comment) => comment.includes('b'));
    expect(found.map(({ text }) => text)).toEqual(['# b']);
  });
});
