/** In characters; longer quotes say nothing more. */
const MAX_QUOTE = 500;

/** Cuts long `code` in a sentence, with `…` for the rest. */
export function withShortQuotes(sentence: string): string {
  if (sentence.length <= MAX_QUOTE) return sentence;
  // A value may contain backticks: its parts are cut separately.
  return sentence
    .split('`')
    .map((part) => (part.length <= MAX_QUOTE ? part : `${wholeCharacters(part.slice(0, MAX_QUOTE))}…`))
    .join('`');
}

/** Removes half of a surrogate pair at the end. */
function wholeCharacters(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}
