import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { createGlob, GlobFault } from '../../src/workspace/config/glob.ts';

describe('a glob', () => {
  test.each<readonly [glob: string, matching: readonly string[], others: readonly string[]]>([
    ['compose.yaml', ['compose.yaml'], ['a/compose.yaml', 'compose-yaml', 'compose.yam']],
    ['./a', ['a'], ['b']],
    ['*.yaml', ['a.yaml', '.yaml', '.a.yaml'], ['a/b.yaml', 'a.yml']],
    ['a*c', ['ac', 'abc', 'abcc'], ['ab', 'a/c']],
    ['*a*b*', ['ab', 'xaxbx'], ['ba', 'a/b']],
    ['we?', ['web'], ['we', 'webb', 'we/']],
    ['?', ['a', '\u{1F600}'], ['.', 'ab']],
    ['a/**', ['a', 'a/b', 'a/b/.c'], ['ab', 'b/a', 'a/../b']],
    ['**/a', ['a', 'b/a', 'b/c/a'], ['a/b', '../a']],
    ['a/**/b/**/c', ['a/b/c', 'a/b/b/x/c', 'a/x/b/b/c'], ['a/c', 'a/b', 'a/b/c/d']],
    ['../*.yaml', ['../a.yaml'], ['a.yaml']],
    ['*', ['a', '.a'], ['..', '.', 'a/b']],
    ['web-[0-9a]', ['web-1', 'web-a'], ['web-b', 'web-', 'web-12']],
    ['[!a]', ['b'], ['a']],
    ['[^a-c]', ['d'], ['b']],
    ['[]x]', [']', 'x'], ['[']],
    ['[a-]', ['a', '-'], ['b']],
    ['a[', ['a['], ['a']],
    ['{a,b*}/{c,d}', ['a/c', 'bx/d'], ['a/x', 'ab/c']],
    ['{a,{b,c}d}', ['a', 'bd', 'cd'], ['ad', 'b']],
    ['a{,b}', ['a', 'ab'], ['b']],
    ['{a}', ['{a}'], ['a']],
    ['{a,b', ['{a,b'], ['a']],
    ['a,b}', ['a,b}'], ['a']],
    ['\\*\\{a,b}', ['*{a,b}'], ['xa', '{a']],
    ['!web', ['db', 'webs'], ['web']],
    ['Copy (1)', ['Copy (1)'], ['Copy 1']],
  ])('%j', (glob, matching, others) => {
    const matches = createGlob(glob);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  test('matches what picomatch matches, for short ones', () => {
    const glob = fc
      .array(fc.constantFrom('a', 'b', '.', '*', '?', '/', '/**/', '[ab]', '{a,b}', 'a/'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => parts.join(''));
    const path = fc
      .array(
        fc.array(fc.constantFrom('a', 'b', '.', 'ab'), { minLength: 1, maxLength: 3 }).map((part) => part.join('')),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(glob, path, (pattern, text) => {
        // Where picomatch has ways of its own: three stars, empty parts, parts of dots, a star that may be nothing at the start of a part.
        fc.pre(
          !/\*{3}|\/\/|^\/|\/$|(?:^|\/)\.{1,2}(?:\/|$)|\*\*(?!\/|$)|(?<!\/|^)\*\*|(?:^|\/)\*[^/*]|(?:^|\/)[^/]*\*\./.test(
            pattern,
          ) && !/(?:^|\/)\.{1,3}(?:\/|$)/.test(text),
        );
        expect(createGlob(pattern)(text)).toBe(picomatch(pattern, { dot: true })(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("takes no longer than its length times the path's", () => {
    const long = 'a'.repeat(5000);
    const start = performance.now();
    for (const glob of [
      `${'*a'.repeat(50)}b`,
      `${'**/'.repeat(50)}b`,
      `${'*a*/'.repeat(50)}**/b`,
      `${'?*'.repeat(50)}b`,
    ]) {
      expect(createGlob(glob)(long)).toBe(false);
      expect(createGlob(glob)(long.replaceAll('aa', 'a/'))).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test.each(['+(a|aa)b', '*(a)', '!(a)', '@(a|b)', '?(a)', '{a,b}'.repeat(9)])('%j is not read', (glob) => {
    expect(() => createGlob(glob)).toThrow(GlobFault);
  });
});
