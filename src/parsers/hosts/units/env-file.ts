/** The form of variable names (systemd `src/basic/env-util.c`, `env_name_is_valid`). */
const NAME = /^[A-Za-z_]\w*$/;
/** Control characters that values must not contain: all but tab and line end. */
const CONTROL = /[^\P{Cc}\t\n]/u;

const BLANKS_OR_COMMENT = /[ \t\r\n]+|[#;][^\r\n]*/y;
const NAME_BEFORE_VALUE = /([^=\r\n]*)=/y;
/** A quoted part, up to the end of the text if unclosed, or blanks. */
const QUOTED = /'([^']*)'?|"((?:[^"\\]|\\[^]?)*)"?|[ \t]+/y;
/** Unquoted text to the end of the line; a backslash continues it. */
const PLAIN = /(?:[^\\\r\n]|\\[^]?)+/y;
const LINE = /[^\r\n]+/y;

/**
 * The variables of an `EnvironmentFile=`, the last of each name (systemd `src/basic/env-file.c`,
 * `parse_env_file_internal`). Like systemd, skips invalid lines.
 */
export function readEnvFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const take = (form: RegExp): readonly (string | undefined)[] | undefined => {
    form.lastIndex = at;
    const match = form.exec(text) ?? undefined;
    at += match?.[0].length ?? 0;
    return match;
  };
  while (at < text.length) {
    if (take(BLANKS_OR_COMMENT) !== undefined) continue;
    const name = take(NAME_BEFORE_VALUE)?.[1]?.trimEnd();
    if (name === undefined) {
      take(LINE);
      continue;
    }
    let value = '';
    // In double quotes, only some characters are escaped, and a line can be continued.
    for (let part = take(QUOTED); part !== undefined; part = take(QUOTED))
      value += part[1] ?? (part[2] ?? '').replaceAll(/\\(?:(["\\`$])|\n|$)/g, '$1');
    value += plainValue(take(PLAIN)?.[0] ?? '');
    if (NAME.test(name) && !CONTROL.test(value)) variables.set(name, value);
  }
  return variables;
}

/**
 * Unquoted text without escaped line ends, and without blanks at its end unless escaped. Quotes are
 * literal here.
 */
function plainValue(text: string): string {
  const characters = text.match(/\\[^]?|[^\\]/g) ?? [];
  const last = characters.findLastIndex((one) => one !== ' ' && one !== '\t');
  const kept = characters.slice(0, last + 1).map((one) => (one.startsWith('\\') ? one.slice(1) : one));
  return kept.filter((one) => one !== '\n' && one !== '\r').join('');
}
