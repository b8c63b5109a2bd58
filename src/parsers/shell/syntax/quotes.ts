import { parse } from 'unbash';
import { type Segment, Text } from '../../../text/text.ts';
import { type ScriptText, scriptPlace } from './script-text.ts';

/** A literal's context, which determines what backslashes escape. */
export type Quoting = 'none' | 'double' | 'here-document';

/** The characters that a backslash escapes; omitted for all. */
const ESCAPED: Readonly<Partial<Record<Quoting, string>>> = { double: '$`"\\\n', 'here-document': '$`\\\n' };

/** Text with more escapes is one part. */
const MAX_ESCAPES = 500;

/** The text between two offsets as the shell reads it: escapes and line continuations resolved, places kept. */
export function unescaped(script: ScriptText, start: number, end: number, quoting: Quoting): Text {
  return withoutEscapes(script, start, end, ESCAPED[quoting]);
}

function withoutEscapes(script: ScriptText, start: number, end: number, escaped?: string): Text {
  const raw = script.text.slice(start, end);
  if (!raw.includes('\\')) return script.slice(start, end);
  const parts: Text[] = [];
  let from = start;
  for (const { 0: escape, index } of raw.matchAll(/\\[^]/g)) {
    if (escaped?.includes(escape.charAt(1)) === false) continue;
    parts.push(script.slice(from, start + index));
    // An escaped character is verbatim; a continuation leaves nothing.
    from = start + index + (escape === '\\\n' ? 2 : 1);
  }
  parts.push(script.slice(from, end));
  const whole = scriptPlace(script, start, end);
  const text = Text.concat(parts, whole);
  return parts.length > MAX_ESCAPES ? Text.derived(text.skeleton, whole) : text;
}

const ANSI_ESCAPE = /\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|c?[^])/g;

/** The content of `$'…'` between two offsets (bash, "ANSI-C Quoting"). `value` is the decoded whole. */
export function ansiQuoted(script: ScriptText, start: number, end: number, value: string): Text {
  const whole = scriptPlace(script, start, end);
  const parts: Text[] = [];
  let from = start;
  for (const { 0: escape, index } of script.text.slice(start, end).matchAll(ANSI_ESCAPE)) {
    const [at, behind] = [start + index, start + index + escape.length];
    const character = decoded(escape);
    const isItself = character === escape.charAt(1);
    parts.push(
      script.slice(from, at),
      isItself ? script.slice(at + 1, behind) : Text.derived(character, scriptPlace(script, at, behind)),
    );
    from = behind;
  }
  parts.push(script.slice(from, end));
  const text = Text.concat(parts, whole);
  return text.value === undefined || text.value === value ? text : Text.derived(value, whole);
}

function decoded(escape: string): string {
  const [statement] = parse(`$'${escape}'`).commands;
  return statement?.command.type === 'Command' ? (statement.command.name?.value ?? '') : '';
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

/** The text in backticks without the backslashes before `$`, `` ` ``, `\` (and `"` in double quotes), if that equals `source`. */
export function backtickText(script: ScriptText, start: number, end: number, source: string): Text {
  for (const escaped of ['$`\\', '$`"\\']) {
    const text = withoutEscapes(script, start, end, escaped);
    if (text.skeleton === source) return text;
  }
  const place = scriptPlace(script, start, end);
  const segment: Segment = { kind: 'literal', text: source, place, isVerbatim: false };
  return new Text([segment], place);
}
