import { isPlace, type Location, type Place, type Span, viaHop } from '../text/location.ts';
import type { Pattern } from '../text/setting.ts';
import { mapParts } from '../util/objects.ts';

/** Jinja expressions, each under the variable that replaces it: `${port___}` for `{{ port }}`. */
export type Expressions = Map<string, string>;

/** A part of a template that is rendered conditionally, and its statement. */
export interface Branch {
  readonly span: Span;
  readonly statement: Location;
}

/**
 * The end of a comment, statement or expression, by the character after the first opening brace.
 */
const CLOSING = { '#': '#}', '%': '%}', '{': '}}' } as const;

/** Text right before the first word of a command, in a unit or a script. */
const COMMAND = /(?:^|[\n;|&('"]|Exec\w+=)[-@:+!]*[ \t]*(?:\/(?:[\w.-]+\/){0,9})?$/;

/** A variable that names an engine's program. */
const ENGINE = /^\{\{[- \t]*(?:\w+_)?(docker|podman)(?:_(?:cmd|command|bin|binary|executable|path))?[ \t-]*\}\}$/;

/** Puts the expressions back into all texts of the model. */
export function withExpressions<T>(whole: T, expressions: Expressions): T {
  return mapParts(whole, (part) => {
    if (typeof part === 'string') return asWritten(part, expressions);
    if (typeof part !== 'object' || part === null || !('known' in part && 'value' in part && 'place' in part))
      return undefined;
    // In quotes, a shell wouldn't replace the variable, but Jinja replaces the expression.
    const pattern = part.known === true ? patternOf(part.value, expressions) : [];
    return pattern.length === 0 ? undefined : { known: false, pattern, candidates: [], place: part.place };
  });
}

/** Makes each place conditional that is in a branch, unless `owner` is in that branch too. */
export function withBranches<T>(whole: T, branches: readonly Branch[], owner: Location): T {
  return mapParts(whole, (part) => (isPlace(part) ? inBranch(part, branches, owner) : undefined));
}

function inBranch(place: Place, branches: readonly Branch[], owner: Location): Place {
  const branch = branches.find((one) => isIn(place.location, one) && !isIn(owner, one));
  return branch === undefined ? place : viaHop(place, { kind: 'branch', location: branch.statement });
}

function isIn({ path, span }: Location, { span: { start, end }, statement }: Branch): boolean {
  return path === statement.path && span.start >= start && span.end <= end;
}

/** The parts of a text that contains expressions; empty for other values. */
function patternOf(value: unknown, expressions: Expressions): Pattern {
  if (typeof value !== 'string' || !value.includes('${')) return [];
  const parts = value.split(/(\$\{\w+\})/).filter((part) => part !== '');
  const pattern = parts.map((part) => {
    const unknown = expressions.get(part);
    return unknown === undefined ? part : { unknown };
  });
  return pattern.every((part) => typeof part === 'string') ? [] : pattern;
}

function asWritten(text: string, expressions: Expressions): string {
  if (!text.includes('${')) return text;
  return text.replaceAll(/\$\{\w+\}/g, (variable) => expressions.get(variable) ?? variable);
}

export function* partsOf(text: string): Iterable<Span> {
  const unclosed = new Set<string>();
  let at = text.indexOf('{');
  while (at >= 0) {
    const next = text.charAt(at + 1);
    const closing = next === '#' || next === '%' || next === '{' ? CLOSING[next] : undefined;
    const found = closing === undefined || unclosed.has(closing) ? -1 : text.indexOf(closing, at + 2);
    if (closing !== undefined && found < 0) unclosed.add(closing);
    const end = found < 0 ? at + 1 : found + 2;
    if (found >= 0) yield { start: at, end };
    at = text.indexOf('{', end);
  }
}

/** How much text around a statement is searched, in characters. */
const NEAR = 200;

export function renderedPart(text: string, start: number, end: number, expressions: Expressions): string {
  const part = text.slice(start, end);
  const before = text.slice(Math.max(0, start - NEAR), start);
  if (part.startsWith('{{')) {
    const [, engine] = COMMAND.test(before) ? (ENGINE.exec(part) ?? []) : [];
    return engine === undefined ? variableFor(part, expressions) : engine.padEnd(part.length);
  }
  const blank = part.replaceAll(/[^\r\n]/g, ' ');
  // The line disappears when rendered, and the command continues after it.
  const isContinued = /\\\r?\n[ \t]*$/.test(before) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + NEAR));
  return isContinued ? `${blank.slice(0, -1)}\\` : blank;
}

/** A variable as long as an expression and named after it; each expression has its own. */
export function variableFor(expression: string, expressions: Expressions): string {
  const [line = '', ...others] = expression.split(/(?=\r?\n)/);
  const name = (/[A-Za-z_]\w*(?:\.\w+)*/.exec(expression)?.[0] ?? '').replaceAll('.', '_');
  const length = line.length - '${}'.length;
  const shown = expression.replaceAll(/\s+/g, ' ');
  const variable = length < 1 ? line : variableNamed(name.slice(0, length).padEnd(length, '_'), shown, expressions);
  return variable + others.join('').replaceAll(/[^\r\n]/g, ' ');
}

function variableNamed(name: string, expression: string, expressions: Expressions): string {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? '' : String(count);
    const variable = `\${${name.slice(0, name.length - ending.length)}${ending}}`;
    const other = expressions.get(variable);
    if (other !== undefined && other !== expression && count < MAX_NAMED && ending.length < name.length) continue;
    expressions.set(variable, expression);
    return variable;
  }
}

/** The maximum number of expressions with the same name and length. */
const MAX_NAMED = 100;
