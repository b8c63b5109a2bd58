import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liesIn, normalizeHostPath, relationTo } from '../../src/rules/shared/host/paths.ts';
import type { Pattern } from '../../src/text/setting.ts';

const X = { unknown: '${X}' };

test.each([
  ['/', '/'],
  ['//', '/'],
  ['/etc/', '/etc'],
  ['//etc//nginx/', '/etc/nginx'],
  ['/./etc/./nginx', '/etc/nginx'],
  ['/srv/../etc', '/etc'],
  ['/../../etc', '/etc'],
  ['/etc/nginx/../..', '/'],
  ['./data/../..', '..'],
  ['../../x', '../../x'],
  ['.', '.'],
  ['', '.'],
])('%s is %s', (path, normalized) => {
  expect(normalizeHostPath(path)).toBe(normalized);
});

test.each([
  ['/etc', '/etc', true],
  ['/etc/nginx', '/etc', true],
  ['/etcetera', '/etc', false],
  ['/libfoo', '/lib', false],
  ['/', '/etc', false],
  ['/etc', '/', true],
])('whether %s lies in %s is %s', (path, directory, lies) => {
  expect(liesIn(path, directory)).toBe(lies);
});

test.each<[string, Pattern, string]>([
  ['/etc', ['/etc/', X], 'inside'],
  ['/etc', ['/etc/nginx/', X, '/conf'], 'inside'],
  ['/etc', ['//etc/./', X], 'inside'],
  ['/etc', ['/srv/../etc/', X], 'inside'],
  ['/etc', ['/etc', X], 'possible'],
  ['/etc', ['/e', X], 'possible'],
  ['/etc', ['/', X], 'possible'],
  ['/etc', [X], 'possible'],
  ['/etc', [X, '/nginx'], 'possible'],
  ['/etc', ['/etc/', X, '/../..'], 'possible'],
  ['/etc', ['/srv/', X], 'outside'],
  ['/etc', ['/etcetera', X], 'outside'],
  ['/etc', ['./', X], 'outside'],
  ['/', ['/srv/', X], 'outside'],
  ['/', ['/', X], 'possible'],
])('to %s the path %j is %s', (directory, pattern, relation) => {
  expect(relationTo(directory, pattern)).toBe(relation);
});

describe('for every path', () => {
  const component = fc.constantFrom('', '.', '..', 'etc', 'lib', 'libfoo', 'a');
  const path = fc.array(component).map((components) => components.join('/'));

  test('normalizing twice is normalizing once', () => {
    fc.assert(fc.property(path, (text) => normalizeHostPath(normalizeHostPath(text)) === normalizeHostPath(text)));
  });

  test('what is said of a pattern holds for each text that fits it', () => {
    const name = fc.constantFrom('', 'etc', 'et', 'c', 'lib', 'nginx', 'a/b', '/etc');
    const directory = fc.constantFrom('/etc', '/lib', '/etc/nginx', '/a');
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            name.map((text) => `/${text}`),
            fc.constant(X),
          ),
          { minLength: 1 },
        ),
        fc.array(name, { minLength: 9, maxLength: 9 }),
        directory,
        (pattern, values, within) => {
          const text = pattern
            .map((part, index) => (typeof part === 'string' ? part : (values[index % 9] ?? '')))
            .join('');
          const relation = relationTo(within, pattern);
          const lies = text.startsWith('/') && liesIn(normalizeHostPath(text), within);
          return relation === 'inside' ? lies || !text.startsWith('/') : relation === 'possible' || !lies;
        },
      ),
    );
  });
});
