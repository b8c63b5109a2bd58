/**
 * Collections may stand within one another over this many levels in any text that is read; no file that people or
 * programs write for one another has a quarter of it. What reads YAML and JSON, the `yaml` package included, calls
 * itself for each level, and Node.js cannot always survive the end of its stack: compiling a regular expression there
 * ends the process. A default stack has room for several times as many.
 */
export const MAX_NESTING = 200;

const [QUOTE, BACKSLASH, LINE_FEED] = [0x22, 0x5c, 0x0a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where JSON opens a bracket that is nested too deeply. Other text may give any answer. */
export function findDeepBracket(text: string): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE || code === LINE_FEED) isInString = false;
    } else if (code === QUOTE) {
      isInString = true;
    } else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > MAX_NESTING) return at;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
      depth -= 1;
    }
  }
  return undefined;
}
