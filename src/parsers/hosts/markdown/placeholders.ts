export interface Placeholder {
  readonly start: number;
  readonly end: number;
  /**
   * True for one word, such as `<name>`; false for any number of words: `[OPTIONS]`, `<options>`,
   * `…`.
   */
  readonly isOneWord: boolean;
}

/**
 * `<name>`, but not `<file >other`; `{{ name }}`, `YOUR_NAME` and `your-name`, `__NAME__`, `XXXX`;
 * `[OPTIONS]`, `...` and `…`.
 */
const FORMS =
  /<[A-Za-z][^<>\n]{0,60}(?<=[^\s<>])>|\{\{[^{}\n]{1,60}\}\}|(?<![\w$./{-])(?:YOUR|your|Your|MY|my)(?:[_-][A-Za-z0-9_-]{1,60})(?![\w./-])|(?<![\w$])__[A-Z](?:_?[A-Z0-9]){0,60}__(?!\w)|(?<![\w$])(?:X{3,60}|Y{3,60})(?!\w)|(?<words>(?<![^\s"'=])\[[A-Za-z][A-Z_a-z |.-]{0,60}(?:\.{3})?\]|(?<![\w/.])\.{3}(?![\w/.])|\u2026)/g;

const SEVERAL = /\b(?:options|opts|args|arguments|flags|params|parameters)\b/i;

export function placeholdersIn(line: string): readonly Placeholder[] {
  return Array.from(line.matchAll(FORMS), ({ index, 0: written, groups }) => ({
    start: index,
    end: index + written.length,
    isOneWord: groups?.['words'] === undefined && !SEVERAL.test(written),
  }));
}
