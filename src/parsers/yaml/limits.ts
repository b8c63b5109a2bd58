/** Why nothing of a text is read, which is more than any file that people or programs write, and where that is met. */
export interface YamlLimit {
  readonly at: number;
  /** What goes before "nothing of it was read". */
  readonly what: string;
}

/** A text of more characters is not read: all of it is copied a few times. */
const MAX_YAML_LENGTH = 10_000_000;

/** The limit of length, where a text is over it. It stands apart, so that most texts are read without the package. */
export function lengthLimit(text: string): YamlLimit | undefined {
  return text.length <= MAX_YAML_LENGTH
    ? undefined
    : { at: 0, what: `The file has more than ${MAX_YAML_LENGTH} characters` };
}
