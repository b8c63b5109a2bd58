import fc from 'fast-check';
import { expect, test } from 'vitest';
import { credentialsIn } from '../../src/sensitive/addresses.ts';

/** A simple but slow definition of an address. */
const ADDRESS = /\b[a-z][a-z\d+.-]{0,30}:\/\/([^\s"'`<>|\\]{1,2000}@)/gi;

test('addresses begin and end where their form says', () => {
  const piece = fc.oneof(
    fc.constantFrom('http', 'a', '://', '@', ':', '/', ' ', '"', 'git', 'postgres', '.', '9', '-', 'é', 'u:p@h', '\n'),
    fc.constantFrom('x'.repeat(30), 'x'.repeat(1990), 'y'.repeat(2001)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const written = Array.from(text.matchAll(ADDRESS), ({ 0: whole, 1: authority = '', index }) => {
        const end = index + whole.length;
        const [name = ''] = authority.split(/[/?#]/, 1);
        const [colon, at] = [name.indexOf(':'), name.lastIndexOf('@')];
        const start = end - authority.length;
        return colon >= 0 && colon < at ? [start + colon + 1, start + at] : [];
      });
      expect(credentialsIn(text).map(({ password }) => (password ? [password.start, password.end] : []))).toEqual(
        written,
      );
    }),
    { numRuns: 3000 },
  );
});

/** The same for Go's database drivers. */
const GO_ADDRESS = /[\w.-]{1,100}:([^\s"'`]{1,500})@(?:tcp|unix)\(/g;

test('addresses for Go have the password that their form says', () => {
  const piece = fc.oneof(
    fc.constantFrom('u', ':', '@tcp(', '@unix(', '@', ')', ' ', '"', '.', 'a:', 'a:b@tcp(c)', '\n'),
    fc.constantFrom('x'.repeat(90), 'x'.repeat(498), 'y'.repeat(501)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const written = Array.from(text.matchAll(GO_ADDRESS), ({ 0: whole, 1: password = '', index }) => {
        const end = index + whole.lastIndexOf('@');
        return [end - password.length, end];
      });
      expect(credentialsIn(text).map(({ password }) => (password ? [password.start, password.end] : []))).toEqual(
        written,
      );
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['users', 'a'.repeat(4_000_000)],
  ['colons', 'a:'.repeat(2_000_000)],
  ['hosts', '@tcp('.repeat(800_000)],
  ['schemes', `${'://'.repeat(600)}@`.repeat(4440)],
])('%s in a long text are passed over in a moment', (_, text) => {
  const start = performance.now();
  credentialsIn(`${text} @tcp(`);
  expect(performance.now() - start).toBeLessThan(3500);
});
