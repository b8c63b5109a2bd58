/** Splits text at white space, for long lists of words. */
export function words(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}
