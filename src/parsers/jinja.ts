import type { Span } from '../text/location.ts';
import type { Pattern } from '../text/setting.ts';

/** The endings of templates of Jinja, behind that of what they make. */
const ENDING = /\.(?:j2|jinja2?)$/i;

/** True for the name of a template, such as `docker-compose.yml.j2`. */
export function isTemplateName(path: string): boolean {
  return ENDING.test(path);
}

/** The name of what a template makes; of another file its own. */
export function renderedName(path: string): string {
  return path.replace(ENDING, '');
}

/** A name and filters, as templates of Ansible have them; what other programs fill in begins with a dot or a word. */
const NAMED =
  /(?<!\$)\{\{-?[ \t]*[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[^\]{}\n]{1,80}\])*[ \t]*(?:\|[^{}\n]{1,200})?-?\}\}/g;
/** What ends a comment, a statement and an expression, by the character behind the brace that opens it. */
const CLOSING = { '#': '#}', '%': '%}', '{': '}}' } as const;

/** What stands before the first word of a command, in a unit or a script. */
const COMMAND = /(?:^|[\n;|&('"]|Exec\w+=)[-@:+!]*[ \t]*(?:\/(?:[\w.-]+\/){0,9})?$/;
/** A variable that names an engine's program. */
const ENGINE = /^\{\{[- \t]*(?:\w+_)?(docker|podman)(?:_(?:cmd|command|bin|binary|executable|path))?[ \t-]*\}\}$/;

/** Expressions of Jinja by the variables that stand for them, such as `{{ port }}` by `${port___}`. */
export type Expressions = Map<string, string>;

/**
 * A text without what Jinja fills in: an expression is a variable that is not known, and statements are blank, so that
 * each branch counts. As long as the text, so that places are the same. What the variables stand for is added to
 * `expressions`.
 */
export function withoutJinja(text: string, path: string, expressions: Expressions = new Map()): string {
  if (!text.includes('{{') && !text.includes('{%') && !text.includes('{#')) return text;
  if (!isTemplateName(path)) return text.replaceAll(NAMED, (expression) => variableFor(expression, expressions));
  let rendered = '';
  let at = 0;
  for (const { start, end } of partsOf(text)) {
    rendered += text.slice(at, start) + renderedPart(text, start, end, expressions);
    at = end;
  }
  return rendered + text.slice(at);
}

/** The same with the expressions in the place of their variables, in all texts that are values of it. */
export function withExpressions<T>(part: T, expressions: Expressions): T {
  if (typeof part === 'string') return asWritten(part, expressions) as T;
  if (Array.isArray(part)) return part.map((item: unknown) => withExpressions(item, expressions)) as T;
  // Words of command lines are no values of the model.
  if (typeof part !== 'object' || part === null || Object.getPrototypeOf(part) !== Object.prototype) return part;
  // Quotes hide a variable from a shell, but not an expression from Jinja.
  const pattern = 'known' in part && part.known === true && 'value' in part ? patternOf(part.value, expressions) : [];
  if (pattern.length > 0 && 'place' in part) return { known: false, pattern, candidates: [], place: part.place } as T;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [key, withExpressions(value, expressions)]),
  ) as T;
}

/** The parts of a text with expressions in it; none for another value. */
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

function* partsOf(text: string): Iterable<Span> {
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

/** So much of a text is looked at before and behind a statement. */
const NEAR = 200;

function renderedPart(text: string, start: number, end: number, expressions: Expressions): string {
  const part = text.slice(start, end);
  const before = text.slice(Math.max(0, start - NEAR), start);
  if (part.startsWith('{{')) {
    const [, engine] = COMMAND.test(before) ? (ENGINE.exec(part) ?? []) : [];
    return engine === undefined ? variableFor(part, expressions) : engine.padEnd(part.length);
  }
  const blank = part.replaceAll(/[^\r\n]/g, ' ');
  // The line is gone where the template is rendered, and the command goes on behind it.
  const isContinued = /\\\r?\n[ \t]*$/.test(before) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + NEAR));
  return isContinued ? `${blank.slice(0, -1)}\\` : blank;
}

/** A variable as long as an expression, and called like what it names; another one for each expression. */
function variableFor(expression: string, expressions: Expressions): string {
  const [line = '', ...others] = expression.split(/(?=\r?\n)/);
  const name = (/[A-Za-z_]\w*(?:\.\w+)*/.exec(expression)?.[0] ?? '').replaceAll('.', '_');
  const length = line.length - '${}'.length;
  const shown = expression.replaceAll(/\s+/g, ' ');
  const variable = length < 1 ? line : variableNamed(name.slice(0, length).padEnd(length, '_'), shown, expressions);
  return variable + others.join('').replaceAll(/[^\r\n]/g, ' ');
}

/** The variable of this name, or of one that ends in a number where that stands for another expression. */
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

/** So many expressions of the same name and length get a variable each. */
const MAX_NAMED = 100;
