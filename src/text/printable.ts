const UNPLAIN = /[^ -~]/;

/**
 * Text from a file, safe to print on one line of a terminal or of a log: control characters, which could move the
 * cursor or change colours, and invisible ones, such as the marks that reorder a line, are shown as `\u{…}`, and so is
 * a character of what runs a command where a log is read; a tab and a line end become a space. The whole line is to be
 * given, since a command may begin in one part of it and end in another.
 */
export function printable(text: string): string {
  return withoutCommands(visible(text));
}

function visible(text: string): string {
  if (!UNPLAIN.test(text)) return text;
  // Controls, formats (bidi marks, zero widths, tags), halves of surrogate pairs, line and paragraph separators. An
  // expression with classes of Unicode takes long to make and is hardly ever needed: it is made where it is used.
  const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
  return text
    .replace(/\r\n|[\r\n\t]/g, ' ')
    .replace(unsafe, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** `##[add-mask]`, `##vso[task.setvariable variable=A]`, `##teamcity[publishArtifacts 'a']`: anywhere in a line for GitHub Actions and Azure Pipelines. */
const BRACKETED = /#(?=(?:vso|teamcity)?\[)/g;
const BRACKETED_HERE = new RegExp(BRACKETED.source, 'y');

/**
 * What an agent of GitHub Actions, Azure Pipelines or TeamCity that reads the log would take for a command of the
 * workflow's own (actions/runner, `ActionCommand`; microsoft/azure-pipelines-agent, `Command`), with one of its
 * characters escaped.
 */
function withoutCommands(text: string): string {
  const rest = text.includes('#') ? text.replace(BRACKETED, '\\u{23}') : text;
  // `::set-output name=a::b` at the start of a line, before which there may be blanks; wherever there is a blank, a
  // line may be broken.
  const end = rest.lastIndexOf('::');
  return end <= 0
    ? rest
    : rest.replace(/(?<!\S)::(?=[A-Za-z])/g, (colons, at: number) => (at < end ? ':\\u{3a}' : colons));
}

/** A part of a line, {@link printable}: what begins in it and ends behind it counts too. */
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

/** JSON with the same characters as escapes of its own: the same value, safe to print. */
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
