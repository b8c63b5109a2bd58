/** Replaces line ends that only Go's yaml.v3 knows (a lone CR, U+0085, U+2028, U+2029) by line feeds: a comment ends there, so a key can follow it. */
export function withLineFeeds(text: string): string {
  return text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n');
}
