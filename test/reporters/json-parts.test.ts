import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inPieces, jsonParts } from '../../src/reporters/shared/json-parts.ts';

/** A value with marks on some objects and lists, and the same without. */
interface Made {
  readonly marked: object;
  readonly plain: object;
}

const leaf = fc
  .jsonValue()
  .map((value): { readonly marked: unknown; readonly plain: unknown } => ({ marked: value, plain: value }));

const { made } = fc.letrec<{ made: Made; item: { marked: unknown; plain: unknown } }>((tie) => ({
  item: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('made')),
  made: fc.oneof(
    fc.array(tie('item'), { maxLength: 4 }).map((items) => ({
      marked: inPieces(items.map(({ marked }) => marked).values()),
      plain: items.map(({ plain }) => plain),
    })),
    fc.dictionary(fc.string(), tie('item'), { maxKeys: 4, noNullPrototype: true }).map((items) => ({
      marked: inPieces(Object.fromEntries(Object.entries(items).map(([key, { marked }]) => [key, marked]))),
      plain: Object.fromEntries(Object.entries(items).map(([key, { plain }]) => [key, plain])),
    })),
  ),
}));

it('gives in parts what is the same value, laid out in the same way', () => {
  fc.assert(
    fc.property(made, ({ marked, plain }) => {
      const text = [...jsonParts(marked)].join('');
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(plain)));
      expect(text.replaceAll(/\\u[0-9a-f]{4}/g, '')).toHaveLength(
        [...jsonParts(plain)].join('').replaceAll(/\\u[0-9a-f]{4}/g, '').length,
      );
    }),
  );
});

it('makes an item only when its turn has come', () => {
  let count = 0;
  const items = function* (): Generator<number> {
    for (; count < 1000; count += 1) yield count;
  };
  for (const part of jsonParts(inPieces({ items: inPieces(items()) }))) if (part.includes('5')) break;
  expect(count).toBe(5);
});
