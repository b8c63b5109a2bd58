import { type Bracket, type Lexed, lex } from './lexer.ts';
import { lexiconOf, OTHER } from './lexicon.ts';
import type { Mention } from './scan.ts';

export interface Surroundings {
  readonly text: string;
  readonly mention: Mention;
  readonly isComment: boolean;
  readonly isString: boolean;
  /** From the start of its string or line to the engine. */
  readonly lead: string;
  /** From the verb to the end of the string or line. */
  readonly rest: string;
  /** In the statement, before and after its string or list. */
  readonly before: string;
  readonly after: string;
  /** The calls, variables and keys (with `=`) that the text is given to, innermost first. */
  readonly takers: readonly string[];
}

/** In characters: how far to look for these. */
const NEAR = 200;
const MAX_TAKERS = 6;

/** Returns a mention's surroundings; splits the text when needed. */
export function createSurroundings(path: string, text: string): (mention: Mention) => Surroundings {
  let lexed: Lexed | undefined;
  const lexicon = lexiconOf(path, text);
  return (mention) => {
    lexed ??= lex(text, lexicon);
    const { start, end } = mention.span;
    const token = lexed.tokenAt(start);
    const string = token?.kind === 'string' ? token : undefined;
    const from = Math.max(lineStart(text, start), string?.start ?? 0);
    const [line = ''] = text.slice(end, end + NEAR).split('\n', 1);
    const to = string !== undefined && string.end >= end ? Math.min(string.end, end + line.length) : end + line.length;
    const quotes =
      string === undefined ? 0 : (/(?:""|'')?.$/s.exec(text.slice(0, string.start).slice(-3))?.[0].length ?? 0);
    const opened = (string?.start ?? start) - quotes;
    const closed = string === undefined ? end : Math.max(string.end, end) + quotes;
    const before = text.slice(Math.max(0, opened - NEAR), opened);
    const isInline = from === string?.start && text.charAt(opened) === '`' && lexicon === OTHER;
    return {
      text,
      mention,
      isComment: token?.kind === 'comment',
      isString: string !== undefined,
      lead: text.slice(isInline ? lineStart(text, opened) : from, start).replace(/^.*\\[nr]/, ''),
      rest: text.slice(end, to).replace(/\\[nr].*$/, ''),
      before: before.slice(before.lastIndexOf('\n') + 1),
      after: text.slice(closed, closed + 40),
      takers: takersOf(text, opened, lexed),
    };
  };
}

/** `f(`, `a.b::<T>(`, `c!(` */
const CALLEE = /(?<name>[\w.$:@!?>-]{1,100})\s{0,3}$/;
/** `name = new T`, `"key":`, `x: []string`, `<<` */
const ASSIGNED =
  /(?<name>[\w.$@-]{1,100})["'`]?\]?\s{0,20}(?::\s{0,3}[\w.<>[\]| ]{1,40}\s)?(?::=|\+?=>?|:|<<[-~]?|<-)\s{0,20}(?:[\w.[\]<>&*!]{1,60}\s{0,3})?$/;
/** Words before a command or a call without brackets. */
const KEYWORDS =
  /^(?:\s|[-@!}]|(?:return|await|yield|if|unless|while|until|when|then|else|elif|do|not|export|local|readonly|const|let|var|my|our|val|static|final|public|private)\b)*/;

/** Before a body or block, whose strings aren't arguments of the call around it. */
const BLOCK = /(?:\)|[=-]>|["']\s)\s{0,3}$/;

function takersOf(text: string, opened: number, { bracketAt }: Lexed): readonly string[] {
  const takers: string[] = [];
  let at = opened;
  for (let bracket = bracketAt(at); takers.length < MAX_TAKERS; bracket = bracket.around) {
    const start = Math.max(bracket === undefined ? 0 : bracket.at + 1, at - NEAR);
    const piece = text.slice(start, at).replace(/[frbuRFBU$@]{1,2}$/, '');
    const assigned = ASSIGNED.exec(lastPart(piece))?.groups?.['name'];
    if (assigned !== undefined && !/[=!<>]=\s*$/.test(piece)) takers.push(`${assigned}=`);
    const open = bracket === undefined ? '' : text.charAt(bracket.at);
    const first =
      open === '(' && text.lastIndexOf('\n', at) < (bracket?.at ?? 0) ? undefined : firstWord(text, at, bracket);
    if (first !== undefined) takers.push(first);
    if (bracket === undefined || at - bracket.at > NEAR * 10) break;
    if (open === '{' && BLOCK.test(text.slice(Math.max(0, bracket.at - 20), bracket.at))) {
      takers.push(open);
      break;
    }
    const callee =
      open === '(' ? CALLEE.exec(text.slice(Math.max(0, bracket.at - NEAR), bracket.at))?.groups?.['name'] : undefined;
    if (callee !== undefined) takers.push(callee);
    at = bracket.at - (callee?.length ?? 0);
  }
  return takers;
}

function lineStart(text: string, at: number): number {
  const from = Math.max(0, at - NEAR * 2);
  return from + text.slice(from, at).lastIndexOf('\n') + 1;
}

function lastPart(piece: string): string {
  return piece.slice(Math.max(...[',', ';', '\n\n', '|', '&&'].map((one) => piece.lastIndexOf(one))) + 1);
}

/** The first word of a statement that continues to an offset. */
function firstWord(text: string, at: number, bracket: Bracket | undefined): string | undefined {
  const from = bracket === undefined ? 0 : bracket.at + 1;
  let start = lineStart(text, at);
  for (
    let count = 0;
    count < 5 && start > from && /(?:[\\,(+.]|[\s|]\|)\r?\n$/.test(text.slice(Math.max(0, start - 4), start));
    count += 1
  )
    start = lineStart(text, start - 1);
  const line = text.slice(Math.max(start, from, at - NEAR * 2), at);
  const statement = line.split(/; |&& |\|\|? |\$\(|\{ /).at(-1) ?? '';
  const [, word] = /^([\w.$:@!?[\]/-]{1,100})(?=\s|$)(?!\s{0,9}[:+]?=)/.exec(statement.replace(KEYWORDS, '')) ?? [];
  return word;
}
