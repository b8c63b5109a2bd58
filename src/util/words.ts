/** The words of a text, apart by blanks or line ends: a list that is too long to be written item by item. */
export function words(text: string): readonly string[] {
  return text.match(/\S+/g) ?? [];
}
