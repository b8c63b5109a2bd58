import type { Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { field, fieldsOf, isScalar, type Ref, textOf } from '../../yaml/tree.ts';

/** The value of an expression at its place, or `undefined`. */
export type Resolve = (expression: string, use: ExpressionUse) => Text | undefined;

export interface ExpressionUse {
  readonly source: string;
  readonly place: Place;
}

/** The brackets of expressions: `${{ … }}` in workflows, `$[[ … ]]` in GitLab pipelines. */
export interface Brackets {
  readonly open: string;
  readonly close: string;
}

export const BRACES: Brackets = { open: '${{', close: '}}' };

/** Jinja, just and Go templates. */
export const CURLY: Brackets = { open: '{{', close: '}}' };

export function asUnknown(): undefined {
  return undefined;
}

/**
 * Replaces the expressions of a text with their values, or with unknown parts at their places.
 * Linear time.
 */
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

/**
 * The end of an expression whose content begins at an offset: it isn't in a single-quoted string.
 */
function endOfExpression(text: string, start: number, close: string): number | undefined {
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    if (text.charAt(at) === "'") isQuoted = !isQuoted;
    else if (!isQuoted && text.startsWith(close, at)) return at + close.length;
  }
  return undefined;
}

/** If a matrix is larger, only what its values have in common is known. */
const MAX_VALUES = 32;

/** A text that is a different value of a matrix in each job. */
export function oneOfMatrix(texts: readonly Text[], expression: string, place: Place): Text {
  const branch = { kind: 'branch', location: place.location } as const;
  const candidates = texts.map((text) => text.via(branch));
  if (candidates.length > MAX_VALUES) return mergeTexts(candidates, { expression, place, branch });
  return new Text([{ kind: 'unknown', expression, place, candidates, branch }], place);
}

/**
 * The defaults of inputs, by name. Empty defaults count as unset, since callers set these inputs.
 */
export function readInputs(...inputs: readonly (Ref | undefined)[]): ReadonlyMap<string, Text> {
  const defaults = new Map<string, Text>();
  for (const input of inputs.flatMap(fieldsOf)) {
    const value = field(input, 'default');
    if (isScalar(value) && value.node.string !== '') defaults.set(input.key.node.string, textOf(value));
  }
  return defaults;
}
