/** In characters: more of a value says nothing more, and a report with megabytes of it is read by nobody. */
const MAX_QUOTE = 500;

/** A sentence in which no `code` is longer than can be read: what is cut off is `…`. */
export function withShortQuotes(sentence: string): string {
  if (sentence.length <= MAX_QUOTE) return sentence;
  // A value may have such marks in it: then its parts are what is between them.
  return sentence
    .split('`')
    .map((part) => (part.length <= MAX_QUOTE ? part : `${wholeCharacters(part.slice(0, MAX_QUOTE))}…`))
    .join('`');
}

/** Without half of a character of two code units at the end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
