import { applyPatch, structuredPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../src/fixes/unified-diff.ts';

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', 'd', '\n', 'e\u2028f\n'), { maxLength: 30 })
  .map((lines) => lines.join(''));

test('applied to what was before it gives what is after', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const patch = unifiedDiff('x.yaml', before, after);
      if (before === after) expect(patch).toBe('');
      else expect(applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
    }),
  );
});

test('is that of the diff package where a text changes in a few places', () => {
  const before = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join('');
  const after = before.replace('line 3\n', '').replace('line 9\n', 'line 9\nnew\n').replace('line 30', 'line XXX');
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 });
  const ranges = [...unifiedDiff('x.yaml', before, after).matchAll(/^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/gm)];
  expect(ranges.map(([, ...numbers]) => numbers.map(Number))).toEqual(
    hunks.map(({ oldStart, oldLines, newStart, newLines }) => [oldStart, oldLines, newStart, newLines]),
  );
});

test('takes no longer for many changes than for long texts', () => {
  const lines = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`);
  const start = performance.now();
  const same = Array.from({ length: 20_000 }, () => 'same\n');
  expect(unifiedDiff('x', lines.join(''), lines.join('new\n')).length).toBeGreaterThan(20_000);
  expect(unifiedDiff('x', same.join(''), same.join('new\n')).length).toBeGreaterThan(20_000);
  // A pairwise comparison would take this many milliseconds.
  expect(performance.now() - start).toBeLessThan(20_000);
});

test.each([
  ['/tmp/a.yaml', '--- /tmp/a.yaml\n'],
  ['a b.yaml', '--- ./a b.yaml\t\n'],
  ['a"b.yaml', '--- "./a\\"b.yaml"\n'],
  ['a\nb.yaml', '--- "./a\\012b.yaml"\n'],
])('a name is written as Git reads it: %j', (path, head) => {
  expect(unifiedDiff(path, 'a\n', 'b\n').startsWith(head)).toBe(true);
});
