import { lineStart } from '../../text/lines.ts';
import { words } from '../../util/words.ts';

/** The maximum length searched before a word. */
const NEAR = 300;

const RUNNERS = new Set(
  words(
    `sudo doas env exec time nohup nice ionice command builtin eval then do else if elif while until call start sh bash bat
    powershell pwsh print concurrently cross-env spawn xargs watch timeout setsid chroot ssh shell -c -- /c /k && || !`,
  ),
);

/** The fields of a crontab line, with or without user. */
const CRON = /^\s*(?:(?:[\d*,/-]+\s+){5}|@(?!rem\b)\w+\s+)(?:[\w-]+\s+)?$/i;

/**
 * The text allowed between a runner and its command: options, numbers, assignments, unknown words.
 */
const BETWEEN = /^(?:-\S*|\d\S*|[A-Za-z_]\w*=[^\s"':]*|\$\{?\w+\}?|.*\}\}|.*%\}|"\$\w+")$/;

/** `Run the command "docker run x"`: a quotation. */
const QUOTED = /\b(?:an?|the|this|that|these|following|with|by|using)\s{1,20}\w{1,20}:?$/i;

/** After a mapping's key; other colons end a sentence. */
const AFTER_KEY = /(?:^|[{,([])[\s-]*["']?[\w./-]{1,80}["']?\s*:$/;

/** A later item of a list on one line, in YAML or JSON: `script: [cd /x, docker run …]`. */
const IN_LIST = /[:-]\s*\[[^[\]]*,$/;

/** An argument of a make function: `$(file >x.sh,docker run …)`. */
const IN_FUNCTION = /\$\(\w{1,20} [^()]*,$/;

/**
 * True if a command may start at an offset of text that is no script: at a line's start, after a
 * separator, or after a program that runs commands.
 */
export function isCommandPosition(text: string, at: number): boolean {
  const from = Math.max(lineStart(text, at), at - NEAR);
  const before = text.slice(from, at);
  if (CRON.test(/[^"'`]{0,300}$/.exec(before)?.[0] ?? '')) return true;
  const opened = before.replace(/\\{0,8}\$?$/, '').replace(/(?:\\{0,8}["'`]){1,300}$/, '');
  const isQuoted = /["'`]\\{0,8}\$?$/.test(before);
  let rest = opened.trimEnd();
  for (let count = 0; count < 20; count += 1) {
    if (/^[-@+\s]*$/.test(rest) || /[;|&({[=!<]$/.test(rest)) return true;
    if (isQuoted && count === 0 && /["']-l?c["'],$/.test(rest)) return true;
    if (AFTER_KEY.test(rest) || IN_LIST.test(rest) || IN_FUNCTION.test(rest)) return true;
    if (/(?:\}\}|%\})$/.test(rest)) {
      const template = Math.max(rest.lastIndexOf('{{'), rest.lastIndexOf('{%'), 0);
      rest = rest
        .slice(0, template)
        .replace(/["'`]{1,300}$/, '')
        .trimEnd();
      continue;
    }
    if (isQuoted && count === 0 && QUOTED.test(rest)) return false;
    const word = /\S{1,300}$/.exec(rest)?.[0] ?? '';
    const bare = /[^"'`(!]{0,300}$/.exec(word)?.[0] ?? '';
    if (/\bcomplete\s+-c$/.test(rest)) return false;
    if (RUNNERS.has(bare.replace(/^[\w.]+[:?+]?=/, '')) || /^(?:\d+|\$)e$/.test(bare)) return true;
    if (isQuoted && count === 0) return false;
    if (!BETWEEN.test(bare)) return false;
    rest = rest.slice(0, rest.length - word.length).trimEnd();
  }
  return false;
}

/** True if a quote is open, judging by the line from an offset. */
export function isInQuotes(text: string, at: number, from: number): boolean {
  const before = text.slice(Math.max(lineStart(text, at), at - NEAR, from), at);
  return [`"`, `'`].some((quote) => before.split(quote).length % 2 === 0);
}

const CALL =
  /(?:system|popen|spawn\w*|subprocess|exec\w*|shell\w*|run\w*|call|check_\w+|sh|cmd|command|process\w*|start|passthru|open|shlex\.split|local|sudo)["']?\s{0,20}\(?\s{0,20}(?:\[\s{0,20})?[frbu$@]?$/i;

/**
 * A call without parentheses at the start of a statement, a tagged template, or the script of a
 * shell.
 */
const BARE_CALL =
  /(?:(?:^|[;{}(=&|!,])[ \t]{0,80}(?:[\w:]{1,40}\.)?(?:system|exec|spawn|popen|execute|command|commandLine|callCommand|shell-command|sh|bash)[ \t]{1,20}|-l?c["'],\s{0,20}|\bopen\s?\([^()\n]{0,80},\s{0,20})$/;
const OPENED = /(?:\bqx|%x)\s?[{([/|!]$|(?:[=(;,][ \t]{0,80}|[$\s](?:sh|\$|execa))`$/;

/**
 * True if an executed string of source code begins at an offset: a call's argument, or in
 * backticks.
 */
export function isRunInCode(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - NEAR), at);
  if (OPENED.test(before.slice(before.lastIndexOf('\n') + 1))) return true;
  const inside = /[^"'`]{0,300}$/.exec(before)?.[0] ?? '';
  const quotes = /["'`]{1,300}$/.exec(before.slice(0, before.length - inside.length))?.[0] ?? '';
  if (quotes === '' || !isCommandPosition(inside, inside.length)) return false;
  const rest = before.slice(0, before.length - inside.length - quotes.length);
  if (BARE_CALL.test(rest.slice(rest.lastIndexOf('\n') + 1))) return true;
  return CALL.test(rest) && /\(\s{0,20}(?:\[\s{0,20})?[frbu$@]?$/.test(rest);
}

/** A list that a test expects. */
export function isExpected(text: string, at: number): boolean {
  return /(?:[!=]==?|\b(?:assert\w*|toEqual|toStrictEqual|to_eq|eq|DeepEqual|Equal)\()[^()\n"']{0,40}["']?$/i.test(
    text.slice(Math.max(lineStart(text, at), at - NEAR), at),
  );
}

/** True for a line that is a comment in most languages. */
export function isCommentLine(text: string, at: number): boolean {
  const start = Math.max(lineStart(text, at), at - NEAR);
  const before = text.slice(start, at);
  return !CRON.test(before) && /^\s*(?:#|\/\/|\/\*|\*(?:\s*$|\s+[A-Za-z`<@\"])|--|;|<!--|@?REM\b|::)/i.test(before);
}

/**
 * A test for ascending offsets: true if the offset is on a new line, not counting continuations.
 */
export function createLineTest(text: string): (at: number) => boolean {
  let last = -1;
  return (at) => {
    let line = lineStart(text, at);
    while (line > last && /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line))) line = lineStart(text, line - 1);
    const isNew = line !== last;
    last = line;
    return isNew;
  };
}
