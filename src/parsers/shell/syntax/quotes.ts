import { type Segment, Text } from '../../../text/text.ts';
import { type ScriptText, scriptPlace } from './script-text.ts';

/** The context of a literal, which determines the meaning of backslashes. */
export type Quoting = 'none' | 'double' | 'here-document';

/** Text with more escapes is one part. */
const MAX_ESCAPES = 500;

/**
 * The text between two offsets as the shell reads it: escapes and line continuations resolved,
 * places kept.
 */
export function unescaped(script: ScriptText, start: number, end: number, quoting: Quoting): Text {
  const raw = script.text.slice(start, end);
  if (!raw.includes('\\')) return script.slice(start, end);
  const parts: Text[] = [];
  let from = 0;
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', at)) {
    if (parts.length > MAX_ESCAPES) return unescapedWhole(script, start, end, quoting);
    const next = raw.charAt(at + 1);
    if (next === '' || !isEscape(next, quoting)) {
      at += 1;
      continue;
    }
    parts.push(script.slice(start + from, start + at));
    // An escaped character is kept; a line continuation is dropped.
    from = next === '\n' ? at + 2 : at + 1;
    at += 2;
  }
  parts.push(script.slice(start + from, end));
  return Text.concat(parts, scriptPlace(script, start, end));
}

function unescapedWhole(script: ScriptText, start: number, end: number, quoting: Quoting): Text {
  const value = script.text
    .slice(start, end)
    .replace(/\\([^])/g, (escape, next: string) => (isEscape(next, quoting) ? (next === '\n' ? '' : next) : escape));
  return Text.derived(value, scriptPlace(script, start, end));
}

function isEscape(character: string, quoting: Quoting): boolean {
  switch (quoting) {
    case 'none':
      return true;
    case 'double':
      return '$`"\\\n'.includes(character);
    case 'here-document':
      return '$`\\\n'.includes(character);
  }
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['e', '\u001B'],
  ['E', '\u001B'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

const escape =
  /\\(?:(?<octal>[0-7]{1,3})|x(?<hex>[0-9A-Fa-f]{1,2})|u(?<short>[0-9A-Fa-f]{1,4})|U(?<long>[0-9A-Fa-f]{1,8})|c(?<control>[^])|(?<other>[^]))/g;

/**
 * The content of `$'…'` between two offsets (bash, "ANSI-C Quoting"). `value` is the decoded whole.
 */
export function ansiQuoted(script: ScriptText, start: number, end: number, value: string): Text {
  const whole = scriptPlace(script, start, end);
  const raw = script.text.slice(start, end);
  const parts: Text[] = [];
  let from = 0;
  for (const match of raw.matchAll(escape)) {
    const { octal, hex, short, long, control, other } = match.groups ?? {};
    const code =
      octal === undefined ? Number.parseInt(hex ?? short ?? long ?? 'x', 16) : Number.parseInt(octal, 8) % 256;
    const character = Number.isNaN(code)
      ? simpleEscapes.get(other ?? '')
      : String.fromCodePoint(Math.min(code, 0x10ffff));
    parts.push(script.slice(start + from, start + match.index));
    const [escapeStart, escapeEnd] = [start + match.index, start + match.index + match[0].length];
    if (other !== undefined && character === undefined) parts.push(script.slice(escapeEnd - 1, escapeEnd));
    else if (control === undefined)
      parts.push(Text.derived(character ?? '', scriptPlace(script, escapeStart, escapeEnd)));
    else
      parts.push(
        Text.derived(String.fromCharCode(control.charCodeAt(0) % 32), scriptPlace(script, escapeStart, escapeEnd)),
      );
    from = match.index + match[0].length;
  }
  parts.push(script.slice(start + from, end));
  const text = Text.concat(parts, whole);
  return text.value === undefined || text.value === value ? text : Text.derived(value, whole);
}

/** A here-document body without the tabs that `<<-` removes. */
export function withoutLeadingTabs(text: Text): Text {
  const parts: Text[] = [];
  let from = 0;
  const { skeleton } = text;
  while (from < skeleton.length) {
    while (skeleton.charAt(from) === '\t') from += 1;
    const end = skeleton.indexOf('\n', from);
    const next = end < 0 ? skeleton.length : end + 1;
    parts.push(text.slice(from, next));
    from = next;
  }
  return Text.concat(parts, text.whole);
}

/**
 * The text in backticks without the backslashes before `$`, `` ` ``, `\` (and `"` in double
 * quotes), if that gives `source`.
 */
export function backtickText(script: ScriptText, start: number, end: number, source: string): Text {
  for (const isQuoted of [false, true]) {
    const text = unbackticked(script, start, end, isQuoted);
    if (text.skeleton === source) return text;
  }
  const place = scriptPlace(script, start, end);
  const segment: Segment = { kind: 'literal', text: source, place, isVerbatim: false };
  return new Text([segment], place);
}

function unbackticked(script: ScriptText, start: number, end: number, isQuoted: boolean): Text {
  const raw = script.text.slice(start, end);
  const escapes = isQuoted ? '$`\\"' : '$`\\';
  const parts: Text[] = [];
  let from = 0;
  for (let at = raw.indexOf('\\'); at >= 0 && at < raw.length - 1; at = raw.indexOf('\\', at)) {
    if (!escapes.includes(raw.charAt(at + 1))) {
      at += 1;
      continue;
    }
    parts.push(script.slice(start + from, start + at));
    from = at + 1;
    at += 2;
  }
  parts.push(script.slice(start + from, end));
  return Text.concat(parts, scriptPlace(script, start, end));
}
