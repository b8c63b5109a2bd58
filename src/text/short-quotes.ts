/** In characters; longer quotes don't help readers. */
const MAX_QUOTE = 500;

/** Shortens long `code` in a sentence with `…`. */
export function withShortQuotes(sentence: string): string {
  if (sentence.length <= MAX_QUOTE) return sentence;
  // Values may contain backticks, so shorten the parts between backticks.
  return sentence
    .split('`')
    .map((part) => (part.length <= MAX_QUOTE ? part : `${wholeCharacters(part.slice(0, MAX_QUOTE))}…`))
    .join('`');
}

/** Removes a lone surrogate at the end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
