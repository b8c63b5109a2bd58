import { describe, expect, it } from 'vitest';
import { fileScript, findShellComments, regionScript } from '../../../src/parsers/shell/index.ts';
import { path } from './commands-of.ts';

/** A script's comments, and what each covers. */
function commentsIn(script: string): readonly (readonly [string, string])[] {
  return findShellComments(fileScript(path, script), () => true).map(({ location, text, governs }) => {
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
    const found = findShellComments(fileScript(path, '# a\n# b\n'), (comment) => comment.includes('b'));
    expect(found.map(({ text }) => text)).toEqual(['# b']);
  });

  it.each([
    ['line feeds', '\n'],
    ['carriage returns', '\r\n'],
  ])('of a region of another text, with %s, have their places there', (_name, newline) => {
    const lines = [
      'web:',
      '\t# a',
      '\tdocker run \\',
      '\t  nginx # b',
      'db: # no comment of the region',
      '\ttrue # c',
      '',
    ];
    const file = lines.join(newline);
    const spans = [...file.matchAll(/^\t(?:.|\r(?!\n))*\r?\n/gm)].map(({ 0: { length }, index }) => ({
      start: index + 1,
      end: index + length,
    }));
    const found = findShellComments(regionScript('Makefile', file, spans), () => true);
    const cut = ({ start, end }: { readonly start: number; readonly end: number }): string => file.slice(start, end);
    expect(found.map(({ location, text, governs }) => [location.path, cut(location.span), text, cut(governs)])).toEqual(
      [
        ['Makefile', '# a', '# a', `docker run \\${newline}\t  nginx`],
        ['Makefile', '# b', '# b', `docker run \\${newline}\t  nginx # b`],
        ['Makefile', '# c', '# c', 'true # c'],
      ],
    );
  });
});
