import { placeAt, type Span } from '../../../text/location.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { words } from '../../../util/words.ts';
import { isEngineCommand } from '../../programs/engines.ts';
import { type ScriptText, stringScript } from '../../shell/index.ts';
import type { CodeBlock } from './blocks.ts';
import { placeholdersIn } from './placeholders.ts';

const SHELLS = words('sh bash shell zsh ash dash ksh shellscript');
const CONSOLES = words('console shell-session shellsession sh-session terminal bash-session');

/** `$ `, `~/app$ `, `bash-5.0# `, `[user@host ~]# ` or `user@host:~# ` before a command. */
const PROMPT =
  /^[ \t]*(?:[\w.+-]{1,40}@[\w.-]{1,60}[^\n$#%]{0,60}[$#%]|\[[\w.+-]{1,40}@[^\]\n]{1,60}\][$#]|(?:ba)?sh-\d[\w.]{0,9}[$#]|[~/][\w./-]{0,60}\$|\$)[ \t]+/;
/** The prompt of `root`, which would start a comment in a script. */
const ROOT_PROMPT = /^[ \t]*#[ \t]+(?=(?:sudo[ \t]+)?(?:docker|podman|nerdctl|finch)\b)/;
/** The prompt of continued lines. */
const SECOND_PROMPT = /^[ \t]*>[ \t]+/;

const HERE_DOCUMENT = /(?<!<)<<-?[ \t]*(["'\\]?)([\w.-]{1,60})/;

/**
 * A line that its author meant to continue: with blanks or a comment after it, a backslash escapes
 * a blank.
 */
const MEANT_TO_GO_ON = /(?<=[ \t]\\)[ \t]+(?:#.*)?$/;

/** The commands of a code block as one script; `undefined` for other blocks. */
export function scriptOf(path: string, text: string, block: CodeBlock): ScriptText | undefined {
  const lines = commandLines(text, block);
  if (lines === undefined || lines.length === 0) return undefined;
  const segments = lines.flatMap((line, index): readonly Segment[] => [
    ...segmentsOf(path, text, line.start, text.slice(line.start, line.end).replace(MEANT_TO_GO_ON, '')),
    ...(index === lines.length - 1 ? [] : Text.derived('\n', placeAt(path, line.end, line.end)).segments),
  ]);
  return stringScript(new Text(segments, placeAt(path, block.span.start, block.span.end)));
}

/** The typed lines, without prompts and output; all lines if there are no prompts. */
function commandLines(text: string, { language, lines }: CodeBlock): readonly Span[] | undefined {
  const isShell = SHELLS.includes(language);
  const isConsole = CONSOLES.includes(language);
  if (!isShell && !isConsole && language !== '') return undefined;
  const written = lines.map(({ start, end }) => text.slice(start, end));
  const prompt = written.some((line) => PROMPT.test(line))
    ? PROMPT
    : !isShell && written.some((line) => ROOT_PROMPT.test(line))
      ? ROOT_PROMPT
      : undefined;
  if (prompt !== undefined) return typedLines(text, lines, prompt);
  return isShell || isConsole || written.some(isEngineCommand) ? lines : undefined;
}

function typedLines(text: string, lines: readonly Span[], prompt: RegExp): readonly Span[] {
  const typed: Span[] = [];
  let isOpen = false;
  // The last line of the command that is being read.
  let lastGiven = -1;
  for (const [index, { start, end }] of lines.entries()) {
    const line = text.slice(start, end);
    if (index <= lastGiven) {
      typed.push({ start: start + (SECOND_PROMPT.exec(line)?.[0].length ?? 0), end });
      continue;
    }
    const width = prompt.exec(line)?.[0].length ?? (isOpen ? (SECOND_PROMPT.exec(line)?.[0].length ?? 0) : undefined);
    if (width === undefined) continue;
    typed.push({ start: start + width, end });
    isOpen = isContinued(line.replace(MEANT_TO_GO_ON, ''));
    const delimiter = HERE_DOCUMENT.exec(line)?.[2];
    if (delimiter === undefined) continue;
    const isEnd = (other: Span): boolean =>
      text.slice(other.start, other.end).replace(SECOND_PROMPT, '').trim() === delimiter;
    lastGiven = lines.findIndex((other, at) => at > index && isEnd(other));
  }
  return typed;
}

function isContinued(line: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
}

function segmentsOf(path: string, text: string, begin: number, line: string): readonly Segment[] {
  const segments: Segment[] = [];
  let from = begin;
  const add = (end: number): void => {
    if (end > from) segments.push(...Text.verbatim(text.slice(from, end), placeAt(path, from, end)).segments);
  };
  for (const { start, end, isOneWord } of placeholdersIn(line)) {
    add(begin + start);
    const place = placeAt(path, begin + start, begin + end);
    const expression = line.slice(start, end);
    segments.push({ kind: 'unknown', expression, place, candidates: [], ...(isOneWord ? { isOneWord } : {}) });
    from = begin + end;
  }
  add(begin + line.length);
  return segments;
}
