/**
 * Explains errors of the `yaml` package to people who rarely write YAML. Quotes only punctuation,
 * since the text may be secret.
 */

/** The problem in `line`, and the remedy; `undefined` if the package's message is good enough. */
type Explain = (line: string, before: readonly string[], match: RegExpMatchArray) => string | undefined;

const MISTAKES: readonly (readonly [RegExp, Explain | string])[] = [
  [/^tabs are not allowed/, 'This line is indented with a tab. Use spaces.'],
  [
    /^nested mappings are not allowed/,
    (line, before) =>
      isTooDeep(line, before)
        ? tooDeep(before)
        : 'A value contains a colon followed by a space. Put the value in quotes.',
  ],
  [
    /^(?:implicit keys need to be on a single line|implicit map keys need to be followed)/,
    (line) =>
      /^\s*(?:- +)*[\w.-]+:[^\s/]/.test(line)
        ? 'A space is missing after the colon. Write `key: value`.'
        : 'A colon is missing after the key. Write `key: value`.',
  ],
  [/^all (?:mapping|sequence) items must start/, (line, before) => misaligned(line, before)],
  [/^sequence item without/, 'This line is not a list item. Start it with `- `, or indent it like the key above.'],
  [
    /^flow (?:map|sequence) .*end with a ([\]}])$/,
    (_line, _before, { 1: end }) => `A bracket is not closed. Add \`${end ?? ''}\`.`,
  ],
  [
    /^plain value cannot start with (?:\S+ )*(\S+)$/,
    (_line, _before, { 1: character }) => `A value can't start with \`${character ?? ''}\`. Put the value in quotes.`,
  ],
  [
    /^invalid escape sequence$/,
    'Invalid escape sequence in double quotes. Write `\\\\` for a backslash, or use single quotes.',
  ],
  [
    /^a block sequence may not be used as an implicit map key/,
    "A list item can't stand next to a key. Remove the dash, or indent the item below a key.",
  ],
  [/^unexpected scalar at node end/, 'A value ends, but its line goes on. Put each item on its own line.'],
  [/^missing , or : between flow/, 'A comma is missing between two items in brackets.'],
  [/^alias cannot be an empty string/, "A value can't start with `*`. Put the value in quotes."],
  [/^missing closing (["'])quote$/, (_line, _before, { 1: quote }) => `A quote is not closed. Add \`${quote ?? ''}\`.`],
];

/** Lines that aren't YAML at all, whatever the package reports. */
const STRANGERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/, 'This is a conflict marker of Git. Resolve the conflict.'],
  [/^\s*(?:\/[/*]|<!--)/, 'Comments in YAML start with `#`.'],
  [/^\s*```/, 'This is a code fence of Markdown. Remove it.'],
];

/**
 * Plain words for an error of the `yaml` package (`message`, without period) in the line of `text`
 * that starts before `at`. `undefined` if there are none.
 */
export function plainWords(text: string, at: number, message: string): string | undefined {
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const line = text.slice(from, newline < 0 ? text.length : newline);
  const stranger = STRANGERS.find(([pattern]) => pattern.test(line));
  if (stranger !== undefined) return stranger[1];
  for (const [pattern, explain] of MISTAKES) {
    const match = pattern.exec(message);
    if (match === null) continue;
    if (typeof explain === 'string') return explain;
    return explain(line, text.slice(0, from).split('\n').filter(isContent), match);
  }
  return undefined;
}

/**
 * True if the error is reported for a line that is correctly deeper than the key above it: then,
 * the next line has the wrong indentation.
 */
export function isAlignedWithout(text: string, at: number, message: string): boolean {
  if (!/: all (?:mapping|sequence) items must start/.test(message)) return false;
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const above = text.slice(0, from).split('\n').findLast(isContent);
  return above !== undefined && /:\s*$/.test(above) && columnOf(text.slice(from, at + 1)) > columnOf(above);
}

/** True for an error at a line without a colon that a key follows. */
export function isKeyWithoutColon(message: string): boolean {
  return message.endsWith('implicit keys need to be on a single line.');
}

function isContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line);
}

/** Where the line's key starts, after any dashes. */
function columnOf(line: string): number {
  return /^ *(?:- +)*/.exec(line)?.[0].length ?? 0;
}

/** True if the line above already has a value, so nothing can be below it. */
function isTooDeep(line: string, before: readonly string[]): boolean {
  const above = before.at(-1);
  return above !== undefined && columnOf(line) > columnOf(above) && /:\s+[^\s#&|>]/.test(above);
}

function tooDeep(before: readonly string[]): string {
  return `This line is indented too far: the key above has a value. Indent it by ${spaces(columnOf(before.at(-1) ?? ''))}.`;
}

/** Lists the valid indentations for a line that matches none. */
function misaligned(line: string, before: readonly string[]): string | undefined {
  const own = columnOf(line);
  const open: number[] = [];
  for (const above of before.filter((each) => /:(?:\s|$)/.test(each)).toReversed()) {
    const column = columnOf(above);
    if (column < (open.at(-1) ?? Number.POSITIVE_INFINITY)) open.push(column);
  }
  const inner = open.findLast((column) => column > own);
  const outer = open.find((column) => column < own);
  const choices = [outer, inner].filter((column) => column !== undefined);
  if (choices.length === 0) return undefined;
  return `This line is indented by ${spaces(own)}, which matches no key above. Indent it by ${choices.join(' or ')}.`;
}

function spaces(count: number): string {
  return `${count} ${count === 1 ? 'space' : 'spaces'}`;
}
