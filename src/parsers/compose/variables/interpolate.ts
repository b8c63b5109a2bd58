import { type Hop, type Place, viaHop } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { toText } from '../../yaml/scalar-text.ts';
import type { Scalar } from '../../yaml/tree.ts';

/** A variable's value where it is used; `undefined` if unset. */
export type Lookup = (name: string, use: Place) => Text | undefined;

const MAX_DEPTH = 40;

/**
 * `$$`, `$X`, or `${X…}` up to its operand. Case-insensitive as in compose-go, where Go also
 * accepts the long s and the Kelvin sign as letters.
 */
const USE =
  /\$(?:\$|([_a-z\u017F\u212A][_a-z0-9\u017F\u212A]*)|\{(?:([_a-z\u017F\u212A][_a-z0-9\u017F\u212A]*)(\}|:?[-+?]))?)/iy;

/** Substitutes a scalar's variables; unset ones stay unknown. */
export function interpolateScalar(scalar: Scalar, lookup: Lookup, report: Report): Scalar {
  const { kind, origin, start, end, style, value, string } = scalar;
  return { kind, origin, start, end, style, value, string, text: interpolate(toText(scalar), lookup, report) };
}

/**
 * Substitutes `$X`, `${X:-default}` etc. like compose-go's `template.Substitute`. Unset variables
 * are unknown, or the default with a hop. `${X:+other}` may then be `other` or empty.
 */
export function interpolate(text: Text, lookup: Lookup, report: Report, depth = 0): Text {
  const source = text.skeleton;
  const parts: Text[] = [];
  let literalFrom = 0;
  let lineEnd = -1;
  let at = source.indexOf('$');
  while (at >= 0) {
    // Once per line: a line may have thousands of variables.
    if (lineEnd < at) lineEnd = source.indexOf('\n', at);
    if (lineEnd < 0) lineEnd = source.length;
    const use = readUse(source, at, lineEnd);
    if (use !== undefined) {
      if (at > literalFrom) parts.push(text.slice(literalFrom, at));
      parts.push(replace(text, use, { lookup, report, depth }));
      literalFrom = use.end;
    }
    at = source.indexOf('$', use?.end ?? at + 1);
  }
  if (literalFrom === 0) return text;
  if (literalFrom < source.length) parts.push(text.slice(literalFrom));
  return Text.concat(parts, text.whole);
}

interface Use {
  readonly kind: 'dollar' | 'variable' | 'invalid';
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** An operator such as `-` or `:+`; empty if there is none. */
  readonly operator: string;
  readonly operandStart: number;
}

/**
 * The variable at a dollar sign, in a line that ends at `lineEnd`; `undefined` if the sign is
 * literal.
 */
function readUse(source: string, start: number, lineEnd: number): Use | undefined {
  USE.lastIndex = start;
  const match = USE.exec(source);
  if (match === null) return undefined;
  const [head, plain, braced, operator = '}'] = match;
  const operandStart = start + head.length;
  const use = {
    kind: 'variable',
    start,
    end: operandStart,
    name: plain ?? braced ?? '',
    operator,
    operandStart,
  } as const;
  if (head === '$$') return { ...use, kind: 'dollar' };
  if (use.name !== '' && operator === '}') return { ...use, operator: '' };
  const brace = use.name === '' ? -1 : closingBrace(source, start, lineEnd);
  return brace < operandStart ? { ...use, kind: 'invalid', end: lineEnd } : { ...use, end: brace + 1 };
}

/** The matching brace; if none, the line's last one (compose-go's pattern is greedy). */
function closingBrace(source: string, start: number, lineEnd: number): number {
  let open = 0;
  for (let at = start; at < lineEnd; at += 1) {
    const char = source.charAt(at);
    if (char === '}') {
      open -= 1;
      if (open === 0) return at;
    } else if (char === '{') {
      open += 1;
      // Like compose-go's pattern, skips the character after an opening brace.
      at += 1;
    }
  }
  return source.lastIndexOf('}', lineEnd - 1);
}

interface Scope {
  readonly lookup: Lookup;
  readonly report: Report;
  readonly depth: number;
}

function replace(text: Text, { kind, start, end, name, operator, operandStart }: Use, scope: Scope): Text {
  const expression = text.slice(start, end);
  const { place, source } = expression;
  if (kind === 'dollar') return Text.derived('$', place);
  if (kind === 'invalid') {
    const what = `\`${source.slice(0, 80)}\` is not valid variable syntax.`;
    const remedy = 'Write `${NAME}`, `${NAME:-default}`, or `$$` for a dollar sign.';
    scope.report(problem('syntax/invalid-interpolation', place, what, remedy));
    return Text.unknown(source, place);
  }
  const value = scope.lookup(name, place)?.usedAs(source);
  const isSet = value !== undefined && !(operator.startsWith(':') && value.length === 0);
  const operand = (): Text => {
    const written = text.slice(operandStart, end - 1);
    return scope.depth < MAX_DEPTH
      ? interpolate(written, scope.lookup, scope.report, scope.depth + 1)
      : Text.unknown(written.source, place);
  };
  switch (operator.at(-1)) {
    case '-':
      return isSet ? value : viaDefault(operand(), expression);
    case '+':
      if (value === undefined) return maybe(expression, operand());
      return isSet ? operand() : value;
    case '?': {
      if (isSet) return value;
      const what = `Required variable \`${name}\` is not set in any file read.`;
      const remedy = `Set it in \`.env\`, or pass a file with \`--dotenv\`.`;
      scope.report(problem('syntax/required-variable', place, what, { severity: 'info', remedy }));
      return Text.unknown(source, place);
    }
    default:
      return value ?? Text.unknown(source, place);
  }
}

/** A default with a hop. An empty one keeps an empty piece, for its place. */
function viaDefault(text: Text, { place, source }: Text): Text {
  const hop: Hop = { kind: 'default', location: place.location };
  const reached = text.segments.length === 0 ? Text.derived('', viaHop(place, hop)) : text.via(hop);
  return reached.usedAs(source);
}

/** `${X:+other}`, where X is unset: the operand or nothing. */
function maybe(expression: Text, operand: Text): Text {
  return Text.unknown(expression.source, expression.place, [operand, Text.derived('', expression.place)]);
}
