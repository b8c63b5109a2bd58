/**
 * The maximum nesting of collections in any text. Real files have less than a quarter of this, and
 * the default stack allows several times as much. YAML and JSON parsers recurse at each level, and
 * a stack overflow can end the Node.js process.
 */
export const MAX_NESTING = 200;

const [QUOTE, BACKSLASH, LINE_FEED] = [0x22, 0x5c, 0x0a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The offset of a bracket in JSON that is nested too deeply; meaningless for other text. */
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

/** A fault in a JSON file of plimsoll's own, in a few words that quote nothing, and its place. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  /** The path to the fault, if the JSON is valid. */
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.path = path;
  }
}

/** Parses JSON with limited nesting and an optional byte order mark. Throws a {@link JsonFault}. */
export function parseJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  if (findDeepBracket(json) !== undefined) throw new JsonFault(`nested more than ${MAX_NESTING} levels deep`);
  try {
    return JSON.parse(json);
  } catch {
    // The engine's message depends on its version, and quotes the text.
    throw new JsonFault('not valid JSON');
  }
}
