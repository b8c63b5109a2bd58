/** The words of a text, separated by white space, for long lists. */
export function words(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}
