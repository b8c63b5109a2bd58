import { indentOf, lineStart, nextLine } from '../../text/lines.ts';
import { words } from '../../util/words.ts';

interface NextWord {
  /** `undefined` for a variable, a template or a command's output. */
  readonly word: string | undefined;
  readonly end: number;
}

/**
 * How the words of a command are written: `line` for `docker run`; `apart` and `bare` for elements
 * of lists, calls, markup or mappings, with and without quotes.
 */
export type Listing = 'line' | 'apart' | 'bare';

/** White space, line continuations, or a comma of PowerShell between words. */
const BLANKS = /(?<=["'])[ \t]{0,3},[ \t]{0,20}(?=["'])|(?:[ \t]|[\\`^]\r?\n){1,200}/y;
const UNKNOWN =
  /\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}|\$\([^()\n]{0,200}\)|[$#]\{[^{}\n]{0,200}\}|\{[\w.()[\]'"!:]{0,100}\}|"?[$@][\w@*]{1,100}"?|%\w{1,100}%|%[sqv](?!\w)/y;
const WORD = /"[^"\n]{0,200}"|'[^'\n]{0,200}'|(?:[^\s"'`;|&()<>{]|\{(?![{%])){1,400}/y;

/** `[docker, run` */
const BARE = /["'`]?\s{0,80},\s{0,80}(?<word>[^\s,[\](){}"'`]{1,200})(?<!:)(?:\([^()\n]{0,100}\))?/y;

/** The text between separate words, with the next word. */
const APART: readonly RegExp[] = [
  // The next word in the same string: `"docker", "compose up"`
  /(?<!["'`])[ \t]{1,20}(?<word>[^\s"'`]{1,200})(?=[^"'`\n]{0,2000}["'`])/y,
  // `"docker", "run"`, `("docker", append([]string{"run"`, `.arg("run"`, `["docker"] + ["run"`
  /["'`]?\s{0,80}(?:,|-ArgumentList\b|\)\s{0,80}\.args?\(|[\])}]{1,2}\s{0,20}\+)(?:\s{0,80}(?:&|@|new )?[\w.[\]]{0,40}[({[]){0,4}(?:\s{0,80}Arguments\s{0,20}=)?\s{0,80}[frbu$@]{0,2}["'`](?<word>[^\s"'`]{0,200})(?=[^"'`\n]{0,2000}["'`])/y,
  BARE,
  // Items of YAML lists.
  /["']?[ \t]{0,80}\r?\n[ \t]{0,80}-[ \t]{1,20}["']?(?<word>[^\s"']{1,200})["']?/y,
  // Elements and attributes of XML.
  /\s{0,80}<\/(?<own>[\w:.-]{1,60})>(?:\s{0,80}<(?<tag>(?!\w{0,20}[aA]rg|\k<own>>)[\w:.-]{1,60})>[^<>]{0,200}<\/\k<tag>>){0,4}\s{0,80}(?:<[\w:.-]{1,60}>\s{0,80}){1,4}(?<word>[^\s<>]{1,200})[^<>]{0,200}/y,
  /[^<>]{0,200}>\s{0,80}<arg(?:ument)?\s{1,10}(?:value|line)=["'](?<word>[^\s"'<>]{1,200})[^"'<>]{0,200}["']/y,
  // `"docker " + "run"`, `"docker " "run"`
  /[ \t]{0,3}["']?\s{0,20}(?:\+|\.\.?|&|<>|~|\\)?\s{1,80}[rfbu$@]{0,2}["']\s{0,3}(?<word>[^\s"']{1,200})(?=[^"'\n]{0,200}["'])/y,
];

function nextWord(text: string, at: number, listing: Listing): NextWord | undefined {
  if (listing === 'line') return nextOfLine(text, at);
  for (const pattern of APART) {
    const { groups, end } = matchAt(pattern, text, at) ?? {};
    const word = groups?.['word'];
    if (word === undefined || end === undefined) continue;
    // Among quoted words, an unquoted one is a variable.
    const isVariable = pattern === BARE && listing === 'apart' && !isVerb(word);
    return { word: isVariable ? undefined : known(word), end };
  }
  return undefined;
}

function nextOfLine(text: string, at: number): NextWord | undefined {
  const from = matchAt(BLANKS, text, at)?.end;
  if (from === undefined) return undefined;
  const unknown = matchAt(UNKNOWN, text, from);
  const rest = matchAt(WORD, text, unknown?.end ?? from);
  if (unknown !== undefined) return { word: undefined, end: rest?.end ?? unknown.end };
  if (rest === undefined) return undefined;
  const quoted = /^["'](.*)["']$/.exec(rest.text)?.[1];
  return {
    word: known(quoted === undefined ? rest.text.replace(/^["']|["']$/g, '') : (words(quoted)[0] ?? '')),
    end: rest.end,
  };
}

/** A word without an escaped line end after it; `undefined` if it depends on a variable. */
function known(word: string): string | undefined {
  // `plugin "docker" {`
  if (word === '{') return word;
  const [start = ''] = word.split(/[${]/, 1);
  return start !== word && !word.startsWith('-') && (start === '' || STARTING.some((verb) => verb.startsWith(start)))
    ? undefined
    : word.replace(/\\(?:[nrt].*)?$|,$/, '').replace(/^["']/, '');
}

interface Match {
  readonly text: string;
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>> | undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): Match | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? undefined : { text: found[0], end: pattern.lastIndex, groups: found.groups };
}

/** Verbs that start containers, by the group before them, if any. */
const VERBS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    '': 'run create exec start up',
    container: 'run create exec start',
    compose: 'run create exec start up',
    pod: 'create start',
    service: 'create update',
    stack: 'deploy up',
    kube: 'play apply',
    play: 'kube',
    containers: 'create',
    tasks: 'exec start',
    task: 'exec start',
    t: 'exec start',
    c: 'create',
  }).map(([group, verbs]) => [group, new Set(words(verbs))]),
);

/** Verbs that start nothing; an unknown word before one is an option. */
const OTHERS: ReadonlySet<string> = new Set(
  words(
    `ps ls images image pull push info inspect logs stop rm rmi kill build buildx version login logout network volume tag save
    load cp top stats system wait port pods down config context manifest`,
  ),
);

const STARTING: readonly string[] = [...VERBS].flatMap(([group, verbs]) => [group, ...verbs]);

function isVerb(word: string): boolean {
  return word.startsWith('-') || OTHERS.has(word) || VERBS.has(word) || VERBS.get('')?.has(word) === true;
}

const MAX_BETWEEN = 20;

/**
 * The verb of a command; `open` if the text doesn't show it, `other` if it starts nothing,
 * `undefined` if there are no words.
 */
export type FoundVerb = { readonly verb: string; readonly end: number } | 'open' | 'other' | undefined;

/** The verb of a command whose first word ends at an offset, with its group and end. */
export function startingVerb(text: string, at: number, listing: Listing): FoundVerb {
  let group = '';
  let [mayBeValue, isOpen] = [false, false];
  let next = nextWord(text, at, listing);
  for (let count = 0; next !== undefined && count < MAX_BETWEEN; count += 1) {
    const { word, end } = next;
    if (word !== undefined && VERBS.get(group)?.has(word) === true)
      return { verb: group === '' ? word : `${group} ${word}`, end };
    const isGroup = word !== undefined && group === '' && VERBS.has(word);
    if (isGroup) group = word;
    const isOption = word?.startsWith('-') === true;
    if (word !== undefined && !isOption && !isGroup && !mayBeValue)
      return isOpen && !OTHERS.has(word) ? 'open' : 'other';
    isOpen ||= word === undefined && !mayBeValue;
    mayBeValue = isOption && !word.includes('=');
    next = nextWord(text, end, listing);
  }
  return isOpen ? 'open' : undefined;
}

/**
 * An argument list that isn't literal: `, args...)`, `] + args`, `).args(&args`, `, *args]`, `" +
 * args`.
 */
const NOT_LITERAL =
  /\s{0,40}(?:,\s{0,80}(?:\.\.\.|[*&$]{1,2})?[A-Za-z_$(][^"'`\n;]{0,200}|[\])}]{1,2}\s{0,20}(?:\+|,)\s{0,20}\w|\)\s{0,80}\.args?\(\s{0,40}[^"'\s)[])/y;

/** True if words that aren't literal follow. */
export function hasOtherWords(text: string, at: number): boolean {
  return matchAt(NOT_LITERAL, text, at) !== undefined;
}

const ARGUMENTS =
  /^[\s{,]{0,200}["']?(?:args?|arguments?|argv|argumentlist|parameters|params|options)["']?\s{0,10}(?:[:=]|=>)/i;
const MAX_LINES = 12;

/**
 * The start of a program's arguments if they are another value of the same mapping: `command:
 * docker`, `args: [run]`.
 */
export function argumentsNear(text: string, at: number): number | undefined {
  const start = Math.max(0, at - MAX_LINE) + text.slice(Math.max(0, at - MAX_LINE), at).lastIndexOf('\n') + 1;
  if (!KEY.test(text.slice(start, at))) return undefined;
  const [around = ''] = text.slice(start, at + MAX_LINE).split('\n', 1);
  const inLine = /[{,]\s{0,20}["']?(?:args?|arguments)["']?\s{0,10}[:=]\s{0,10}/i.exec(around);
  if (inLine !== null) return start + inLine.index + inLine[0].length;
  const column = columnOf(around);
  for (const step of [nextLine, previousLine]) {
    if (step === previousLine && /^[ \t]*-/.test(around)) return undefined;
    let line = start;
    for (let count = 0; count < MAX_LINES; count += 1) {
      const next = step(text, line);
      const [content = ''] = text.slice(next, next + MAX_LINE).split('\n', 1);
      const own = columnOf(content);
      if (next === line || content.trim() === '' || own < column) break;
      const key = own === column ? ARGUMENTS.exec(content) : null;
      if (key !== null) return next + key[0].length;
      if (own === column && step === nextLine && /^[ \t]*-/.test(content)) break;
      line = next;
    }
  }
  return undefined;
}

const MAX_LINE = 300;
const KEY = /^[\s{[,-]{0,200}["']?[\w.-]{1,100}["']?\s{0,10}(?:[:=]|=>)/;

function previousLine(text: string, line: number): number {
  return line === 0 ? 0 : lineStart(text, line - 1);
}

/** The column of a key; a YAML list's dash is part of its indentation. */
function columnOf(line: string): number {
  return indentOf(line.replace(/^([ \t]*)-(?=\s)/, '$1 '));
}

/** The verb of an argument list that begins at an offset, in brackets, as items, or as text. */
export function verbOfArguments(text: string, at: number | undefined): FoundVerb {
  if (at === undefined) return undefined;
  const [list = ''] =
    /^\s*(?:\[[^\]]{0,1000}|(?:- .{0,200}(?:\r?\n[ \t]{0,80}|$))+|.{0,300})/.exec(text.slice(at, at + 2_000)) ?? [];
  const all = list.split(/[\s,"'[\]]+/).filter((word) => word !== '' && word !== '-');
  return startingVerb(` ${all.join(' ')}`, 0, 'line');
}
