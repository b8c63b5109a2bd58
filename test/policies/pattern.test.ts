import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, PatternFault } from '../../src/policies/schema/pattern.ts';
import '../seed.ts';

const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', String.raw`\d`, String.raw`\.`, '^', '$');
const expressions = fc.letrec<{ whole: string; sequence: string; part: string }>((tie) => ({
  whole: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((all) => all.join('|')),
  sequence: fc.array(tie('part'), { maxLength: 3 }).map((all) => all.join('')),
  part: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    atom,
    atom.filter((one) => one !== '^' && one !== '$').map((one) => `${one}*`),
    fc
      .tuple(tie('whole'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?'))
      .map(([inner, many]) => `(${inner})${many}`),
  ),
})).whole;
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '\n'), maxLength: 8 });

test('finds what the engine of JavaScript finds', () => {
  fc.assert(
    fc.property(expressions, texts, (expression, text) => {
      expect(compilePattern(expression).test([text])).toBe(new RegExp(expression, 'u').test(text));
    }),
    { numRuns: 3000 },
  );
});

test('of parts that are unknown it says only what holds whatever they are', () => {
  fc.assert(
    fc.property(
      expressions,
      fc.array(fc.option(texts, { nil: undefined }), { maxLength: 4 }),
      texts,
      texts,
      (expression, parts, ...given) => {
        const said = compilePattern(expression).test(parts);
        for (const value of ['', ...given]) {
          const found = new RegExp(expression, 'u').test(parts.map((part) => part ?? value).join(''));
          if (said !== 'unknown') expect(found).toBe(said);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

describe('text with an unknown part', () => {
  test.each([
    ['^registry\\.example\\.com/', ['registry.example.com/app:', undefined], true],
    ['^(?:registry\\.example\\.com|ghcr\\.io/acme)/', ['docker.io/app:', undefined], false],
    ['^registry\\.example\\.com/', [undefined, '/app'], 'unknown'],
    ['@sha256:[0-9a-f]{64}$', ['app:', undefined], 'unknown'],
    [':latest$', [undefined, ':1.2'], false],
    [':latest$', [undefined, ':latest'], true],
    ['', [undefined], true],
  ] as const)('%s in %j: %s', (expression, parts, said) => {
    expect(compilePattern(expression).test(parts)).toBe(said);
  });
});

test('a text of any length takes time in proportion', () => {
  const matcher = compilePattern('^(a+)+(a*)*b.*c.*d$');
  expect(matcher.test(['a'.repeat(100_000)])).toBe(false);
});

test('counts as long as a name in the Engine API are taken', () => {
  expect(compilePattern('^.{1,1024}$').test(['nginx:1'])).toBe(true);
});

describe('what is not taken', () => {
  test.each([
    ['(?=a)', 'Only plain groups'],
    [String.raw`(a)\1`, '`\\1` is not supported in patterns.'],
    [String.raw`\ba`, '`\\b` is not supported in patterns.'],
    ['a{1000}{1000}', 'Two quantifiers'],
    ['(a{1000}){1000}', 'too large'],
    ['((((){99}){99}){99}){99}', 'too large'],
    ['('.repeat(60) + ')'.repeat(60), "The pattern's groups are nested too deeply."],
    ['(a', 'The pattern has an unclosed group.'],
    ['[a', 'The pattern has an unclosed character class `[…]`.'],
    ['[b-a]', '`[b-a]` is not a character class.'],
    ['a)', 'The pattern has an unmatched `)`.'],
    ['*a', 'nothing to repeat'],
    ['a{3,2}', 'In `{3,2}`, the minimum is greater than the maximum.'],
    ['^*', "A quantifier can't follow `^` or `$`."],
    ['a'.repeat(1001), 'at most 1000 characters'],
  ])('%s', (expression, message) => {
    expect(() => compilePattern(expression)).toThrow(PatternFault);
    expect(() => compilePattern(expression)).toThrow(message);
  });
});
