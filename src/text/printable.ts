const UNPLAIN = /[^ -~]/;

/**
 * Makes text safe to print on one line of a terminal or CI log. Escapes control and invisible
 * characters (`\u{…}`) and commands of CI systems; tabs and line ends become spaces. Pass the whole
 * line, because a command may begin before a part of it.
 */
export function printable(text: string): string {
  return withoutCommands(visible(text));
}

function visible(text: string): string {
  if (!UNPLAIN.test(text)) return text;
  // Control and format characters (bidi marks, zero widths, tags), lone surrogates, line and
  // paragraph separators. Created here, because compiling it takes long and is rarely needed.
  const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
  return text
    .replace(/\r\n|[\r\n\t]/g, ' ')
    .replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * Matches the start of `##[add-mask]`, `##vso[task.setvariable variable=A]` and
 * `##teamcity[publishArtifacts 'a']`. GitHub Actions, Azure Pipelines and TeamCity read such
 * commands anywhere in a line.
 */
const BRACKETED = /#(?=(?:vso|teamcity)?\[)/g;
const BRACKETED_HERE = new RegExp(BRACKETED.source, 'y');

/**
 * Escapes the commands that CI agents read in logs (actions/runner, `ActionCommand`;
 * microsoft/azure-pipelines-agent, `Command`; TeamCity).
 */
function withoutCommands(text: string): string {
  const rest = text.includes('#') ? text.replace(BRACKETED, '\\u{23}') : text;
  // `::set-output name=a::b` is a command at the start of a line, even after blanks. Later wrapping
  // can break a line at any blank.
  const end = rest.lastIndexOf('::');
  return end <= 0
    ? rest
    : rest.replace(/(?<!\S)::(?=[A-Za-z])/g, (colons, at: number) => (at < end ? ':\\u{3a}' : colons));
}

/** Makes a part of a line {@link printable}. Also escapes commands that end after the part. */
export function printablePart(line: string, start: number, end: number): string {
  let printed = '';
  let from = start;
  for (let at = line.indexOf('#', start); at >= 0 && at < end; at = line.indexOf('#', at + 1)) {
    BRACKETED_HERE.lastIndex = at;
    if (!BRACKETED_HERE.test(line)) continue;
    printed += `${printable(line.slice(from, at))}\\u{23}`;
    from = at + 1;
  }
  return printed + printable(line.slice(from, end));
}

/** Escapes unsafe characters in JSON; its value stays the same. */
export function printableJson(json: string): string {
  return visibleJson(json.includes('#') ? json.replace(BRACKETED, '\\u0023') : json);
}

function visibleJson(json: string): string {
  if (/^[\n -~]*$/.test(json)) return json;
  // Line ends are part of JSON's layout. JSON already escapes the other C0 controls and lone
  // surrogates.
  const unsafe = /[\u007F-\u009F\p{Cf}\u2028\u2029]/gu;
  return json.replace(unsafe, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
