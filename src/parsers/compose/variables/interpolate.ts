import { type Hop, type Place, viaHop } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { toText } from '../../yaml/scalar-text.ts';
import type { Scalar } from '../../yaml/tree.ts';

/** A variable's value for a use; `undefined` if unset. */
export type Lookup = (name: string, use: Place) => Text | undefined;

const MAX_DEPTH = 40;

/** As in compose-go, case-insensitive: in Go, this includes the long s and the Kelvin sign. */
const NAME = /[_a-zA-Z\u017F\u212A][_a-zA-Z0-9\u017F\u212A]*/y;

/** Substitutes a scalar's variables; unset ones stay unknown. */
export function interpolateScalar(scalar: Scalar, lookup: Lookup, report: Report): Scalar {
  const { kind, origin, start, end, style, value, string } = scalar;
  return { kind, origin, start, end, style, value, string, text: interpolate(toText(scalar), lookup, report) };
}

/** Substitutes `$X`, `${X:-default}` etc. like compose-go's `template.Substitute`. Unset: unknown, or the default with a hop; `${X:+other}` is either. */
export function interpolate(text: Text, lookup: Lookup, report: Report, depth = 0): Text {
  const source = text.skeleton;
  const parts: Text[] = [];
  let literalFrom = 0;
  let lineEnd = -1;
  let at = source.indexOf('$');
  while (at >= 0) {
    // Once per line: a line may have thousands of variables.
    if (lineEnd < at) lineEnd = indexOrEnd(source, '\n', at);
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

type Operator = '' | ':-' | '-' | ':+' | '+' | ':?' | '?';

type Use =
  | { readonly kind: 'dollar'; readonly start: number; readonly end: number }
  | { readonly kind: 'invalid'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'variable';
      readonly start: number;
      readonly end: number;
      readonly name: string;
      readonly operator: Operator;
      readonly operandStart: number;
      readonly operandEnd: number;
    };

/** The use at a dollar sign, in a line ending at `lineEnd`; `undefined` for a literal sign. */
function readUse(source: string, start: number, lineEnd: number): Use | undefined {
  if (source.charAt(start + 1) === '$') return { kind: 'dollar', start, end: start + 2 };
  const isBraced = source.charAt(start + 1) === '{';
  const nameStart = isBraced ? start + 2 : start + 1;
  NAME.lastIndex = nameStart;
  const name = NAME.exec(source)?.[0];
  if (!isBraced) {
    if (name === undefined) return undefined;
    const end = nameStart + name.length;
    return { kind: 'variable', start, end, name, operator: '', operandStart: end, operandEnd: end };
  }
  const invalid: Use = { kind: 'invalid', start, end: lineEnd };
  if (name === undefined) return invalid;
  const operatorStart = nameStart + name.length;
  if (source.charAt(operatorStart) === '}') {
    return {
      kind: 'variable',
      start,
      end: operatorStart + 1,
      name,
      operator: '',
      operandStart: operatorStart,
      operandEnd: operatorStart,
    };
  }
  const operator = readOperator(source, operatorStart);
  const brace = closingBrace(source, start, lineEnd);
  if (operator === undefined || brace < operatorStart) return invalid;
  return {
    kind: 'variable',
    start,
    end: brace + 1,
    name,
    operator,
    operandStart: operatorStart + operator.length,
    operandEnd: brace,
  };
}

function readOperator(source: string, at: number): Exclude<Operator, ''> | undefined {
  const operator = source.charAt(at) === ':' ? source.slice(at, at + 2) : source.charAt(at);
  switch (operator) {
    case ':-':
    case '-':
    case ':+':
    case '+':
    case ':?':
    case '?':
      return operator;
    default:
      return undefined;
  }
}

/** The matching closing brace; if unbalanced, the line's last one (compose-go's greedy pattern). */
function closingBrace(source: string, start: number, lineEnd: number): number {
  let open = 0;
  for (let at = start; at < lineEnd; at += 1) {
    const char = source.charAt(at);
    if (char === '}') {
      open -= 1;
      if (open === 0) return at;
    } else if (char === '{') {
      open += 1;
      // As in compose-go: the character after an opening brace is never a brace.
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

function replace(text: Text, use: Use, scope: Scope): Text {
  const expression = text.slice(use.start, use.end);
  const { place } = expression;
  switch (use.kind) {
    case 'dollar':
      return Text.derived('$', place);
    case 'invalid':
      scope.report(
        problem(
          'syntax/invalid-interpolation',
          place,
          `\`${expression.source.slice(0, 80)}\` is not valid variable syntax.`,
          {
            remedy: 'Write `${NAME}`, `${NAME:-default}`, or `$$` for a dollar sign.',
          },
        ),
      );
      return Text.unknown(expression.source, place);
    case 'variable':
      return replaceVariable(text, use, expression, scope);
  }
}

function replaceVariable(text: Text, use: Extract<Use, { kind: 'variable' }>, expression: Text, scope: Scope): Text {
  const { place } = expression;
  const value = scope.lookup(use.name, place)?.usedAs(expression.source);
  const operand = (): Text => {
    const written = text.slice(use.operandStart, use.operandEnd);
    return scope.depth < MAX_DEPTH
      ? interpolate(written, scope.lookup, scope.report, scope.depth + 1)
      : Text.unknown(written.source, place);
  };
  const isEmpty = value?.length === 0;
  switch (use.operator) {
    case '':
      return value ?? Text.unknown(expression.source, place);
    case ':-':
      return value === undefined || isEmpty ? viaDefault(operand(), expression) : value;
    case '-':
      return value ?? viaDefault(operand(), expression);
    case ':+':
      return value === undefined ? maybe(expression, operand()) : isEmpty ? value : operand();
    case '+':
      return value === undefined ? maybe(expression, operand()) : operand();
    case ':?':
    case '?': {
      if (value !== undefined && !(use.operator === ':?' && isEmpty)) return value;
      const what = `Required variable \`${use.name}\` is not set in any file read.`;
      scope.report(
        problem('syntax/required-variable', place, what, {
          severity: 'info',
          remedy: `Set it in \`.env\`, or pass a file with \`--dotenv\`.`,
        }),
      );
      return Text.unknown(expression.source, place);
    }
  }
}

/** A default with its expression; empty ones keep a trace, so that they can be marked. */
function viaDefault(text: Text, { place, source }: Text): Text {
  const hop: Hop = { kind: 'default', location: place.location };
  const reached = text.segments.length === 0 ? Text.derived('', viaHop(place, hop)) : text.via(hop);
  return reached.usedAs(source);
}

/** `${X:+other}` with an unset X: the operand, or nothing. */
function maybe(expression: Text, operand: Text): Text {
  return Text.unknown(expression.source, expression.place, [operand, Text.derived('', expression.place)]);
}

function indexOrEnd(source: string, search: string, from: number): number {
  const at = source.indexOf(search, from);
  return at < 0 ? source.length : at;
}
