import fc from 'fast-check';

/**
 * Any character except half of a surrogate pair. fast-check's own `binary` unit takes a second to
 * set up per file.
 */
const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7_ff }), fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }))
  .map((code) => String.fromCodePoint(code));

export function anyCharacters(constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ unit: character, ...constraints });
}
