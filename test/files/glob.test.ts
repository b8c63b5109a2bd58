import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createFileGlob,
  createGlob,
  createPathMatcher,
  folderOfGlob,
  GlobFault,
  isGlob,
} from '../../src/files/glob.ts';

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

  test('matches what a regular expression for it matches', () => {
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
        // Not covered by the regular expression: empty parts, and unusual stars.
        fc.pre(!/\*{3}|\/\/|^\/|\/$|\*\*(?!\/|$)|(?<!\/|^)\*\*/.test(pattern));
        fc.pre(!/(?:^|\/)\.{1,2}(?:\/|$)/.test(text));
        expect(createGlob(pattern)(text)).toBe(toExpression(pattern).test(text));
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

/** A simple but possibly very slow glob matcher. */
function toExpression(glob: string): RegExp {
  const source = glob
    .replace(/^\.\//, '')
    .replaceAll('.', '\\.')
    .replaceAll('{a,b}', '(?:a|b)')
    .replaceAll(/\*\*\/|\/\*\*$|^\*\*$|\*|\?(?!:)/g, (wildcard) => {
      if (wildcard === '**/') return '(?:[^/]+/)*';
      if (wildcard === '/**') return '(?:/[^/]+)*';
      if (wildcard === '**') return '.*';
      return wildcard === '*' ? '[^/]*' : '[^/]';
    });
  return new RegExp(`^${source}$`);
}

describe('a glob for files', () => {
  test.each<readonly [glob: string, matching: readonly string[], others: readonly string[]]>([
    ['*.sh', ['a.sh', 'a/b.sh', 'a.sh/b'], ['a.shx']],
    ['vendor', ['vendor', 'vendor/a', 'a/vendor/b'], ['vendors/a']],
    ['vendor/', ['vendor/a', 'a/vendor/b'], ['vendors/a']],
    ['stacks/old', ['stacks/old', 'stacks/old/a/b'], ['stacks/older', 'a/stacks/old']],
    ['./stacks/*', ['stacks/a', 'stacks/a/b'], ['stacks', 'a']],
    ['!stacks/old', ['a', 'stacks/new'], ['stacks/old', 'stacks/old/a']],
  ])('%j', (glob, matching, others) => {
    const matches = createFileGlob(glob);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  test.each([
    ['app/*.yaml', '/w', '/w', 'app/a.yaml', true],
    ['app/*.yaml', '/w', '/w', '/w/app/a.yaml', true],
    ['app/*.yaml', '/w', '/w/app', 'a.yaml', true],
    ['../*.yaml', '/w/app', '/w/app', '../a.yaml', true],
    ['/w/app/*', '/elsewhere', '/w', 'app/a.yaml', true],
    ['app/*.yaml', '/w', '/w', '/v/app/a.yaml', false],
  ])('%s, relative to %s, in %s: %s', (glob, folder, workingDirectory, path, expected) => {
    expect(createPathMatcher([glob], folder, workingDirectory)(path)).toBe(expected);
  });

  test.each([
    ['a/b/*.yaml', 'a/b'],
    ['*.yaml', '.'],
    ['*/a', '.'],
    ['../x?/a', '..'],
    ['/srv/{a,b}/c', '/srv'],
    ['/*', '/'],
    ['a/[b]/*', 'a'],
  ])('%s is looked for below %s', (glob, folder) => {
    expect(folderOfGlob(glob)).toBe(folder);
  });

  test('is distinguished from a path', () => {
    expect(['*', 'a?', 'a/[b]', '{a,b}'].filter((text) => !isGlob(text))).toEqual([]);
    expect(['a', 'a[', '{a}', '\\*', '[]', 'a{b', '!a', '@scope/a'].filter(isGlob)).toEqual([]);
  });
});
