import { words } from '../../util/words.ts';

/** A word of a command line, and the start of the next one. */
export interface NextWord {
  /** `undefined` for a variable, a template or another command's output. */
  readonly word: string | undefined;
  readonly end: number;
}

/**
 * How the words of a command are listed: `docker run`, `"docker", "run"`, or items of a YAML list.
 */
export type Listing = 'line' | 'list' | 'block';

/** White space between words, and line continuations in shells, PowerShell and batch files. */
const BLANKS = /(?:[ \t]|[\\`^]\r?\n){1,200}/y;
const UNKNOWN =
  /\{\{[^{}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}|\$\([^()\n]{0,200}\)|\$\{[^{}\n]{0,200}\}|\$\w{1,100}|%\w{1,100}%/y;
const WORD = /"[^"\n]{0,200}"|'[^'\n]{0,200}'|(?:[^\s"'`;|&()<>{]|\{(?![{%])){1,400}/y;
/**
 * The next element, quoted, possibly after calls (`append([]string{"run"`, `.arg("run"`), or
 * unquoted.
 */
const ELEMENT =
  /\s{0,80}(?:,|\)\s{0,80}\.args?\(|\]\s{0,20}\+)(?:[^"'`;=\n]{0,60}\n?[^"'`;=\n]{0,60}|\s{0,20}Arguments\s{0,20}=\s{0,20}[@$]{0,2})["'`](?<word>[^\s"'`]{0,200})[^"'`\n]{0,200}["'`]|\s{0,80},\s{0,80}(?<plain>[^\s,[\](){}"'`]{1,200})/y;
const ITEM = /[ \t]{0,80}\r?\n[ \t]{0,80}-[ \t]{1,20}["']?(?<word>[^\s"']{1,200})["']?/y;

/** The word after an offset; `undefined` at the end of the command. */
export function nextWord(text: string, at: number, listing: Listing): NextWord | undefined {
  if (listing === 'line') return nextOfLine(text, at);
  const pattern = listing === 'list' ? ELEMENT : ITEM;
  const { groups, end } = matchAt(pattern, text, at) ?? {};
  const word = groups?.['word'] ?? groups?.['plain'];
  return word === undefined || end === undefined ? undefined : { word: known(word), end };
}

function nextOfLine(text: string, at: number): NextWord | undefined {
  const from = matchAt(BLANKS, text, at)?.end;
  if (from === undefined) return undefined;
  const unknown = matchAt(UNKNOWN, text, from);
  const rest = matchAt(WORD, text, unknown?.end ?? from);
  if (unknown !== undefined) return { word: undefined, end: rest?.end ?? unknown.end };
  return rest === undefined ? undefined : { word: known(rest.text.replace(/^["']|["']$/g, '')), end: rest.end };
}

/** A word without a trailing escaped line end; `undefined` if it contains a variable. */
function known(word: string): string | undefined {
  return /[${]/.test(word) && !word.startsWith('-') ? undefined : word.replace(/\\(?:[nrt].*)?$/, '');
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

/** Verbs that start containers, by the subcommand before them, if any. */
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
  }).map(([group, verbs]) => [group, new Set(words(verbs))]),
);

/** In words between an engine and its verb. */
const MAX_BETWEEN = 20;

/** The verb of a command whose first word ends at an offset, with its group and end. */
export function startingVerb(
  text: string,
  at: number,
  listing: Listing,
): { readonly verb: string; readonly end: number } | undefined {
  let group = '';
  let mayBeValue = false;
  let next = nextWord(text, at, listing);
  for (let count = 0; next !== undefined && count < MAX_BETWEEN; count += 1) {
    const { word, end } = next;
    if (word !== undefined && VERBS.get(group)?.has(word) === true)
      return { verb: group === '' ? word : `${group} ${word}`, end };
    const isGroup = word !== undefined && group === '' && VERBS.has(word);
    if (isGroup) group = word;
    const isOption = word?.startsWith('-') === true;
    if (word !== undefined && !isOption && !isGroup && !mayBeValue) return undefined;
    mayBeValue = isOption && !word.includes('=');
    next = nextWord(text, end, listing);
  }
  return undefined;
}
