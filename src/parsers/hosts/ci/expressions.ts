import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';

/** What stands for an expression at its place; `undefined` where nothing is known of it. */
export type Resolve = (expression: string, use: Use) => Text | undefined;

/** An expression as it is written, with its braces, and where. */
export interface Use {
  readonly source: string;
  readonly place: Place;
}

/** What stands around an expression: `${{ … }}` in workflows, `$[[ … ]]` in pipelines of GitLab. */
export interface Brackets {
  readonly open: string;
  readonly close: string;
}

export const BRACES: Brackets = { open: '${{', close: '}}' };

/** Those of Jinja, just and Go's templates. */
export const CURLY: Brackets = { open: '{{', close: '}}' };

/** For expressions of which nothing is known. */
export function asUnknown(_: string, { source, place }: Use): Text {
  return Text.unknown(source, place);
}

/** The text with its expressions replaced: by what they stand for, or by an unknown part that keeps their place. Linear in the length of the text. */
export function fillIn(text: Text, resolve: Resolve, { open, close }: Brackets = BRACES): Text {
  const { skeleton } = text;
  const parts: Text[] = [];
  let from = 0;
  for (let at = skeleton.indexOf(open); at >= 0; at = skeleton.indexOf(open, from)) {
    const end = endOfExpression(skeleton, at + open.length, close);
    if (end === undefined) break;
    const written = text.slice(at, end);
    const { source, place } = written;
    if (at > from) parts.push(text.slice(from, at));
    const expression = source.slice(open.length, -close.length).trim();
    parts.push(resolve(expression, { source, place }) ?? Text.unknown(source, place));
    from = end;
  }
  if (from === 0) return text;
  if (from < skeleton.length) parts.push(text.slice(from));
  return Text.concat(parts, text.whole);
}

/** Where an expression ends whose content begins at an offset: braces within its strings, in single quotes, do not count. */
function endOfExpression(text: string, start: number, close: string): number | undefined {
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    if (text.charAt(at) === "'") isQuoted = !isQuoted;
    else if (!isQuoted && text.startsWith(close, at)) return at + close.length;
  }
  return undefined;
}
