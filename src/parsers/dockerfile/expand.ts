import { type Hop, type Place, viaHop } from '../../text/location.ts';
import { Text } from '../../text/text.ts';

/** The value of a variable; `undefined` if it may have any value. */
export type DockerfileLookup = (name: string) => Text | undefined;

const MAX_DEPTH = 16;
const MAX_EXPRESSION = 1000;
/** The maximum length of a value, and number of its parts. */
const MAX_SIZE = 2000;
const MAX_HOPS = 16;

const USE = /\$(?:\{([A-Za-z_]\w*)(:?[-+?]|[^}]|\})|([A-Za-z_]\w*))/y;

/**
 * An unquoted word with variables expanded (BuildKit `frontend/dockerfile/shell/lex.go`,
 * `ProcessWord`). Operators such as `${X#prefix}` are unknown.
 */
export function expandDockerfileWord(text: Text, escape: string, lookup: DockerfileLookup, depth = 0): Text {
  const { skeleton } = text;
  const parts: Text[] = [];
  let quote = '';
  let size = 0;
  let from = 0;
  let at = 0;
  const add = (part: Text): void => {
    parts.push(part);
    size += part.length + part.segments.length;
  };
  const takeUntil = (end: number, next: number): void => {
    if (end > from) add(text.slice(from, end));
    from = next;
    at = next;
  };
  while (at < skeleton.length && size < MAX_SIZE) {
    const char = skeleton.charAt(at);
    if (char === quote && quote !== '') {
      takeUntil(at, at + 1);
      quote = '';
    } else if (quote === '' && (char === '"' || char === "'")) {
      takeUntil(at, at + 1);
      quote = char;
    } else if (char === escape && quote !== "'" && isEscaped(skeleton.charAt(at + 1), quote, escape)) {
      takeUntil(at, at + 1);
      at += 1;
    } else if (char === '$' && quote !== "'") {
      const end = useEnd(skeleton, at);
      if (end === undefined) at += 1;
      else {
        const expression = text.slice(at, end);
        takeUntil(at, end);
        add(valueOfUse(expression, escape, lookup, depth));
      }
    } else at += 1;
  }
  takeUntil(skeleton.length, skeleton.length);
  if (size > MAX_SIZE) return Text.unknown(text.slice(0, MAX_EXPRESSION).source, text.place);
  return Text.concat(parts, text.place);
}

/** In double quotes, only special characters are escaped. */
function isEscaped(next: string, quote: string, escape: string): boolean {
  return next !== '' && (quote === '' || ['"', '$', escape].includes(next));
}

/** The end of a variable at a dollar sign; `undefined` for a literal sign. */
function useEnd(text: string, start: number): number | undefined {
  USE.lastIndex = start;
  const match = USE.exec(text);
  if (match === null) return undefined;
  if (match[3] !== undefined || match[2] === '}') return USE.lastIndex;
  let open = 1;
  for (let at = start + 2; at < Math.min(text.length, start + MAX_EXPRESSION); at += 1) {
    const char = text.charAt(at);
    if (char === '{' && text.charAt(at - 1) === '$') open += 1;
    if (char !== '}') continue;
    open -= 1;
    if (open === 0) return at + 1;
  }
  return undefined;
}

function valueOfUse(expression: Text, escape: string, lookup: DockerfileLookup, depth: number): Text {
  const { skeleton, source, place } = expression;
  USE.lastIndex = 0;
  const [whole = '', braced, operator = '', bare = ''] = USE.exec(skeleton) ?? [];
  const value = lookup(braced ?? bare)?.usedAs(source);
  const used = value && via(value, place, { kind: 'variable', location: place.location });
  const isSet = used !== undefined && !(operator.startsWith(':') && used.length === 0);
  const operand = (): Text =>
    depth < MAX_DEPTH
      ? expandDockerfileWord(expression.slice(whole.length, skeleton.length - 1), escape, lookup, depth + 1)
      : Text.unknown(source, place);
  const unknown = Text.unknown(source, place);
  switch (operator.replace(/^:(?=.)/, '')) {
    case '':
    case '}':
      return used ?? unknown;
    case '-':
      return isSet ? used : via(operand(), place, { kind: 'default', location: place.location }).usedAs(source);
    case '?':
      return isSet ? used : unknown;
    case '+':
      return used === undefined ? unknown : isSet ? operand() : Text.derived('', place);
    default:
      return unknown;
  }
}

/** An empty text also keeps its place and hops. */
function via(text: Text, place: Place, hop: Hop): Text {
  if (text.segments.some((segment) => segment.place.hops.length > MAX_HOPS)) return text;
  return text.segments.length === 0 ? Text.derived('', viaHop(place, hop)) : text.via(hop);
}
