import { words } from '../../util/words.ts';

/** So much of a text is looked at before a word. */
const NEAR = 300;

const RUNNERS = new Set(
  words(
    `sudo doas env exec time nohup nice ionice command builtin eval then do else if elif while until call start sh bash bat
    powershell pwsh print concurrently cross-env spawn xargs watch timeout setsid chroot ssh shell -c -- /c /k && || !`,
  ),
);

/** Fields of a crontab, with or without the user. */
const CRON = /^\s*(?:(?:[\d*,/-]+\s+){5}|@\w+\s+)(?:[\w-]+\s+)?$/;

/** What may stand between a runner and its command: options, their values in digits, assignments, unknown words. */
const BETWEEN = /^(?:-\S*|\d\S*|[A-Za-z_]\w*=[^\s"':]*|\$\{?\w+\}?|.*\}\}|.*%\}|"\$\w+")$/;

/** Behind the key of a mapping; what else ends in a colon is a sentence. */
const AFTER_KEY = /(?:^|[{,([])[\s-]*["']?[\w./-]{1,80}["']?\s*:$/;

/** A later item of a list on one line, as YAML and JSON write it: `script: [cd /x, docker run …]`. */
const IN_LIST = /[:-]\s*\[[^[\]]*,$/;

/** An argument of a function of make: `$(file >x.sh,docker run …)`. */
const IN_FUNCTION = /\$\(\w{1,20} [^()]*,$/;

/**
 * True where a command may begin at an offset of a text that no shell reads as a whole: at the beginning of a line,
 * behind what separates commands, behind what runs one. What stands between quotes behind another word is a quotation.
 */
export function isCommandPosition(text: string, at: number): boolean {
  const from = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - NEAR);
  const before = text.slice(from, at);
  if (CRON.test(/[^"'`]{0,300}$/.exec(before)?.[0] ?? '')) return true;
  const opened = before.replace(/\\?\$?$/, '').replace(/(?:\\?["'`]){1,300}$/, '');
  const isQuoted = /["'`]\\?\$?$/.test(before);
  let rest = opened.trimEnd();
  for (let count = 0; count < 20; count += 1) {
    if (/^[-@+\s]*$/.test(rest) || /[;|&({[=!<]$/.test(rest)) return true;
    if (AFTER_KEY.test(rest) || IN_LIST.test(rest) || IN_FUNCTION.test(rest)) return true;
    if (/(?:\}\}|%\})$/.test(rest)) {
      const template = Math.max(rest.lastIndexOf('{{'), rest.lastIndexOf('{%'), 0);
      rest = rest
        .slice(0, template)
        .replace(/["'`]{1,300}$/, '')
        .trimEnd();
      continue;
    }
    const word = /\S{1,300}$/.exec(rest)?.[0] ?? '';
    const bare = /[^"'`(!]{0,300}$/.exec(word)?.[0] ?? '';
    if (RUNNERS.has(bare.replace(/^[\w.]+[:?+]?=/, '')) || /^(?:\d+|\$)e$/.test(bare)) return true;
    if (isQuoted && count === 0) return false;
    if (!BETWEEN.test(bare)) return false;
    rest = rest.slice(0, rest.length - word.length).trimEnd();
  }
  return false;
}

/** True where a quote is open, as far as the line shows from an offset on. */
export function isInQuotes(text: string, at: number, from: number): boolean {
  const before = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - NEAR, from), at);
  return [`"`, `'`].some((quote) => before.split(quote).length % 2 === 0);
}

const CALL =
  /(?:system|popen|spawn\w*|subprocess|exec\w*|shell\w*|run\w*|call|check_\w+|sh|cmd|command|process\w*|start)["']?\s{0,20}\(?\s{0,20}(?:\[\s{0,20})?[frbu$@]?$/i;

/** True where a string begins at an offset of source code that is run: the argument of a call, or between backticks. */
export function isRunInCode(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - NEAR), at);
  const inside = /[^"'`]{0,300}$/.exec(before)?.[0] ?? '';
  const quotes = /["'`]{1,300}$/.exec(before.slice(0, before.length - inside.length))?.[0] ?? '';
  if (quotes === '' || !isCommandPosition(inside, inside.length)) return false;
  const rest = before.slice(0, before.length - inside.length - quotes.length);
  return CALL.test(rest) && /\(\s{0,20}(?:\[\s{0,20})?[frbu$@]?$/.test(rest);
}

/** True for a line that is a comment in most languages. */
export function isCommentLine(text: string, at: number): boolean {
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - NEAR);
  const before = text.slice(start, at);
  return !CRON.test(before) && /^\s*(?:#|\/\/|\/\*|\*(?:\s*$|\s+[A-Za-z`<@\"])|--|;|<!--|REM\b|::)/i.test(before);
}
