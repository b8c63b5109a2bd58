import { describe, expect, test } from 'vitest';
import { findYamlComments } from '../../../src/parsers/yaml/comments.ts';

/** What each comment starting with `# ok` covers. */
function spokenOf(text: string): readonly string[] {
  return findYamlComments({ path: 'compose.yaml', text }, (comment) => comment.startsWith('# ok')).map(
    ({ governs: { start, end } }) => text.slice(start, end),
  );
}

describe('a comment speaks of', () => {
  test.each<readonly [what: string, text: string, ...spoken: readonly string[]]>([
    ['its line, behind something', 'a: 1\nb: 2 # ok\nc: 3\n', 'b: 2 # ok'],
    ['its line, where that is the first', 'a: 1 # ok\nb: 2\n', 'a: 1 # ok'],
    ['its line, where that is the last and does not end', 'a: 1\nb: 2 # ok', 'b: 2 # ok'],
    ['what follows with all that stands under it', 'a:\n  # ok\n  b:\n    c: 1\n  d: 2\n', 'b:\n    c: 1\n'],
    ['an item that follows', '- 1\n# ok\n- 2\n', '2'],
    ['what follows behind blank lines and other comments', '# ok\n\n# b\n\na: 1\n', 'a: 1'],
    ['what the next one speaks of', '# ok 1\n# ok 2\na: 1\nb: 2\n', 'a: 1', 'a: 1'],
    ['what the next one speaks of, not of what that is behind', '# ok 1\na: 1 # ok 2\nb: 2\n', 'a: 1', 'a: 1 # ok 2'],
    ['itself, where nothing follows', 'a: 1\n# ok\n', '# ok'],
    ['itself, each of several where nothing follows', 'a: 1\n# ok 1\n# ok 2\n', '# ok 1', '# ok 2'],
    ['itself, where what follows is no entry', 'a: [\n  # ok\n  ]\nb: 1\n', '# ok'],
    ['what follows, with Windows line ends', 'a: 1 # ok\r\n# ok\r\nb: 2\r\n', 'a: 1 # ok\r', 'b: 2'],
  ])('%s', (_, text, ...spoken) => {
    expect(spokenOf(text)).toEqual(spoken);
  });

  test('nothing, where nobody asks for it', () => {
    expect(spokenOf('# a\na: 1 # b\n')).toEqual([]);
  });
});
