/** A limit that kept a file from being read, and its place. */
export interface YamlLimit {
  readonly at: number;
  /** The text before "nothing was read". */
  readonly what: string;
}

/** In characters: the text is copied a few times. */
const MAX_YAML_LENGTH = 10_000_000;

/** Checks the length. Separate, so that most files are read without the package. */
export function lengthLimit(text: string): YamlLimit | undefined {
  return text.length <= MAX_YAML_LENGTH
    ? undefined
    : { at: 0, what: `The file has more than ${MAX_YAML_LENGTH} characters` };
}
