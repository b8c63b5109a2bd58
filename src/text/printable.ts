const UNPLAIN = /[^ -~]/;

/**
 * Makes text from a file safe to print on one line of a terminal or log: escapes control and
 * invisible characters (`\u{…}`) and commands of CI logs; tabs and line ends become spaces.
 * Pass the whole line, since a command may span parts of it.
 */
export function printable(text: string): string {
  return withoutCommands(visible(text));
}

function visible(text: string): string {
  if (!UNPLAIN.test(text)) return text;
  // Controls, formats (bidi marks, zero widths, tags), halves of surrogate pairs, line and
  // paragraph separators. The expression takes long to compile and is rarely needed, so it is
  // created here.
  const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
  return text
    .replace(/\r\n|[\r\n\t]/g, ' ')
    .replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/**
 * `##[add-mask]`, `##vso[task.setvariable variable=A]`, `##teamcity[publishArtifacts 'a']`: GitHub
 * Actions and Azure Pipelines read them anywhere in a line.
 */
const BRACKETED = /#(?=(?:vso|teamcity)?\[)/g;
const BRACKETED_HERE = new RegExp(BRACKETED.source, 'y');

/**
 * Escapes commands that agents read from logs (actions/runner, `ActionCommand`;
 * microsoft/azure-pipelines-agent, `Command`; TeamCity).
 */
function withoutCommands(text: string): string {
  const rest = text.includes('#') ? text.replace(BRACKETED, '\\u{23}') : text;
  // `::set-output name=a::b` at the start of a line, also after blanks; a line may be
  // broken at any blank.
  const end = rest.lastIndexOf('::');
  return end <= 0
    ? rest
    : rest.replace(/(?<!\S)::(?=[A-Za-z])/g, (colons, at: number) => (at < end ? ':\\u{3a}' : colons));
}

/** A part of a line, made {@link printable}: commands that end after it count too. */
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

/** JSON with unsafe characters escaped: the same value, safe to print. */
export function printableJson(json: string): string {
  return visibleJson(json.includes('#') ? json.replace(BRACKETED, '\\u0023') : json);
}

function visibleJson(json: string): string {
  if (/^[\n -~]*$/.test(json)) return json;
  // JSON itself has line ends, and escapes the other C0 controls and lone surrogates.
  const unsafe = /[\u007F-\u009F\p{Cf}\u2028\u2029]/gu;
  return json.replace(unsafe, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
