/** The form of variable names (systemd `src/basic/env-util.c`, `env_name_is_valid`). */
const NAME = /^[A-Za-z_]\w*$/;
/** Control characters that values must not contain: all but tab and line end. */
const CONTROL = /[^\P{Cc}\t\n]/u;

/** A part of a value; trailing blanks of a `plain` one may not belong to it. */
interface Part {
  readonly text: string;
  readonly end: number;
}

/** The variables of an `EnvironmentFile=`, the last of each name (systemd `src/basic/env-file.c`, `parse_env_file_internal`). Skips invalid lines like systemd. */
export function readEnvFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    if (isBlank(text.charAt(at))) {
      at += 1;
      continue;
    }
    if (/[#;]/.test(text.charAt(at))) {
      at = endOfLine(text, at);
      continue;
    }
    const end = endOfLine(text, at);
    const equals = text.indexOf('=', at);
    if (equals < 0 || equals > end) {
      at = end;
      continue;
    }
    const name = text.slice(at, equals).trimEnd();
    const value = readValue(text, equals + 1);
    if (NAME.test(name) && !CONTROL.test(value.text)) variables.set(name, value.text);
    at = value.end;
  }
  return variables;
}

/** The value after `=`: quoted parts separated by blanks, then unquoted text up to the line's end. */
function readValue(text: string, start: number): Part {
  let value = '';
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (isNewline(character)) break;
    if (character === "'" || character === '"') {
      const part = readQuoted(text, at);
      value += part.text;
      at = part.end;
    } else if (isBlank(character)) at += 1;
    else {
      const part = readPlain(text, at);
      return { text: value + part.text, end: part.end };
    }
  }
  return { text: value, end: at };
}

/** A quoted part, up to the end of the text if unclosed. */
function readQuoted(text: string, start: number): Part {
  const quote = text.charAt(start);
  let value = '';
  let at = start + 1;
  for (; at < text.length && text.charAt(at) !== quote; at += 1) {
    const character = text.charAt(at);
    if (quote === "'" || character !== '\\') {
      value += character;
      continue;
    }
    at += 1;
    const escaped = text.charAt(at);
    if (/["\\`$]/.test(escaped)) value += escaped;
    else if (escaped !== '' && escaped !== '\n') value += `\\${escaped}`;
  }
  return { text: value, end: Math.min(at + 1, text.length) };
}

/** Unquoted text without trailing blanks; quotes are literal here. */
function readPlain(text: string, start: number): Part {
  let value = '';
  let kept = 0;
  let at = start;
  for (; at < text.length && !isNewline(text.charAt(at)); at += 1) {
    let character = text.charAt(at);
    const isEscape = character === '\\';
    if (isEscape) {
      at += 1;
      character = text.charAt(at);
      // A continued line.
      if (isNewline(character)) character = '';
    }
    value += character;
    if (isEscape || !isBlank(character)) kept = value.length;
  }
  return { text: value.slice(0, kept), end: at };
}

function endOfLine(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isNewline(text.charAt(at))) at += 1;
  return at;
}

function isNewline(character: string): boolean {
  return character === '\n' || character === '\r';
}

function isBlank(character: string): boolean {
  return character !== '' && ' \t\n\r'.includes(character);
}
