import { type Document, isAlias, isMap, isScalar, isSeq, parse, parseDocument, visit } from 'yaml';
import type { Finding } from '../../src/model/finding.ts';
import type { Span } from '../../src/text/location.ts';
import type { Instruction } from './remedy.ts';

/**
 * Applies a remedy where it belongs; `undefined` if it would affect more, such as below an alias.
 */
export function putInPlace(
  text: string,
  { location: { span }, subjects, related, message }: Finding,
  instruction: Instruction,
  isCompose: boolean,
): string | undefined {
  const before = text.slice(0, span.start);
  const marked = text.slice(span.start, span.end);
  const after = text.slice(span.end);
  switch (instruction.kind) {
    case 'replace': {
      const { code, part } = instruction;
      if (part === undefined && code.startsWith('127.0.0.1:')) {
        // The mark is the address, and the remedy the whole port.
        const rest = /^[^\s'",]*/.exec(after)?.[0] ?? '';
        return `${before}${code}${after.slice(rest.length)}`;
      }
      if (part === undefined) return `${before}${code}${after}`;
      const spots = [span, ...related.map(({ location }) => location.span)];
      // A replaced part of a value may come after the mark.
      for (const { start, end } of spots) {
        const until = part === 'rw' ? text.indexOf('\n', end) : end;
        const at = text.slice(start, until < 0 ? undefined : until).lastIndexOf(part);
        if (at >= 0) return `${text.slice(0, start + at)}${code}${text.slice(start + at + part.length)}`;
      }
      return undefined;
    }
    case 'append': {
      // A value from elsewhere is mounted where it is used.
      const used = related.findLast(({ message }) => message === 'used here')?.location.span;
      const use = after.startsWith(':') ? span : (used ?? span);
      const length = isCompose ? restOfValue(text, use.start, use.end) : restOfWord(text, use.end);
      if (length === undefined) return undefined;
      return `${text.slice(0, use.end + length)}${instruction.code}${text.slice(use.end + length)}`;
    }
    case 'value':
      return isCompose ? putValue(text, span, instruction.code) : undefined;
    case 'default': {
      const use = new RegExp(`\\$\\{${instruction.variable}:?-(?:[^{}]|\\$\\{[^{}]*\\})*\\}`);
      const rest = text.slice(span.start);
      return use.test(rest) ? `${before}${rest.replace(use, () => instruction.code)}` : undefined;
    }
    case 'flag':
      if (message.remedy?.includes('`runArgs`') === true) return putRunArguments(text, instruction.code);
      return putFlag(before, marked, after, instruction.code);
    case 'keys':
    case 'item':
      return isCompose ? putKeys(text, span.start, subjects[0]?.name ?? '', instruction) : undefined;
  }
}

/** Replaces a value in a list of `NAME=value` or in a mapping, within its quotes. */
function putValue(text: string, { start, end }: Span, code: string): string | undefined {
  const marked = text.slice(start, end);
  const listed = /^\w+=/.exec(marked)?.[0];
  if (listed !== undefined) return `${text.slice(0, start + listed.length)}${code}${text.slice(end)}`;
  const mapped = /^\w+(?:["']?\s*:\s*["']?)/.exec(text.slice(start))?.[0];
  const value = /^[^\n]*?(?=["']?(?:\s#[^\n]*)?(?:\n|$))/.exec(text.slice(start + (mapped ?? '').length))?.[0];
  if (mapped === undefined || value === undefined || /[,{}]|^[|>&*!]/.test(value)) return undefined;
  return `${text.slice(0, start + mapped.length)}${code}${text.slice(start + mapped.length + value.length)}`;
}

function restOfValue(text: string, start: number, end: number): number | undefined {
  const quote = /['"]/.exec(text.charAt(start - 1))?.[0];
  const length = text.slice(end).search(quote ?? /[\s'",#]|$/);
  return length < 0 ? undefined : length;
}

function restOfWord(text: string, end: number): number | undefined {
  const quote = quoteAt(text, end);
  const within = quote === undefined ? 0 : text.slice(end).indexOf(quote);
  if (within < 0) return undefined;
  const closed = within + (quote === undefined ? 0 : 1);
  const [outside] = /^(?:[^\s'",#;)$\\]|\$\([^()]*\)|\$(?!\()|\\[^\n]|"[^"]*"|'[^']*')*/.exec(
    text.slice(end + closed),
  ) ?? [''];
  return outside === '' ? within : closed + outside.length;
}

/** The quote around a place, unless it contains the whole command, as in `sh -c`. */
function quoteAt(text: string, at: number): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  let open = -1;
  for (const { 0: character, index } of line.matchAll(/['"]/g)) {
    if (open >= 0 && character === line.charAt(open)) open = -1;
    else if (open < 0) open = index;
  }
  return open < 0 || /\s(?:run|create)\s/.test(line.slice(open)) ? undefined : line.charAt(open);
}

/** Adds an option to a dev container, which may have no options yet. */
function putRunArguments(text: string, code: string): string | undefined {
  const items = code
    .split(' ')
    .map((word) => JSON.stringify(word))
    .join(', ');
  if (/^\s*"runArgs"\s*:\s*\[/m.test(text))
    return text.replace(
      /(^\s*"runArgs"\s*:\s*\[)(?=(\s*\])?)/m,
      (_, head: string, end?: string) => `${head}${items}${end === undefined ? ', ' : ''}`,
    );
  const at = text.search(/^[ \t]*\{/m);
  if (at < 0) return undefined;
  const behind = text.indexOf('{', at) + 1;
  return `${text.slice(0, behind)}"runArgs": [${items}],${text.slice(behind)}`;
}

/** Adds a flag after the marked words of the command, or replaces the option's value. */
function putFlag(before: string, marked: string, after: string, code: string): string {
  const isCommand = /(?:run|create|exec)$/.test(marked);
  if (isCommand) return `${before}${marked} ${code}${after}`;
  const value = code.replace(/^--[\w-]+(?:=|\s)|^-\w\s/, '');
  const [head] = /[^\s]*$/.exec(before) ?? [''];
  const [rest] = /^[^\s'",;)\\]*/.exec(after) ?? [''];
  // The option takes no value.
  if (value === code) return `${before.slice(0, before.length - head.length)}${code}${after.slice(rest.length)}`;
  // Part of the value is marked; the remedy has all of it.
  const [written = ''] = /(?<=[\s="'])[^\s="'-][^\s="']*$/.exec(before) ?? [];
  const isWhole = value.startsWith('127.0.0.1:') || written !== '';
  return `${before.slice(0, before.length - written.length)}${value}${isWhole ? after.slice(rest.length) : after}`;
}

function putKeys(
  text: string,
  at: number,
  service: string,
  instruction: Extract<Instruction, { kind: 'keys' | 'item' }>,
): string | undefined {
  const document = parseDocument(text, { merge: true, uniqueKeys: false });
  if (document.errors.length > 0) return undefined;
  const path = mappingAt(document, at, service);
  if (path === undefined) return undefined;
  if (instruction.kind === 'item') {
    const list = document.getIn([...path, instruction.list], true);
    if (isAlias(list)) return undefined;
    if (isSeq(list)) list.add(instruction.code);
    else document.setIn([...path, instruction.list], [instruction.code]);
    return document.toString();
  }
  // The mark may be inside the service's `deploy` already.
  const base = instruction.section.length > 0 ? path.slice(0, 2) : path;
  for (const code of instruction.code) {
    const entries: unknown = parse(code);
    for (const [key, value] of Object.entries(entries as Record<string, unknown>)) {
      const target = [...base, ...instruction.section];
      for (let length = base.length + 1; length <= target.length; length += 1)
        if (isAlias(document.getIn(target.slice(0, length), true))) return undefined;
      for (let length = base.length + 1; length <= target.length; length += 1)
        if (document.getIn(target.slice(0, length)) === null) document.deleteIn(target.slice(0, length));
      document.setIn([...target, key], value);
    }
  }
  return document.toString();
}

/** The path of the mapping at an offset, or of the innermost one around it. */
function mappingAt(document: Document, at: number, service: string): readonly (string | number)[] | undefined {
  const found: (readonly (string | number)[])[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      const { key, value } = pair;
      if (!isScalar(key) || key.range?.[0] !== at || !isMap(value)) return undefined;
      found.push(pathOf([...ancestors, pair]));
      return visit.BREAK;
    },
  });
  if (found.length > 0) return found[0];
  visit(document, {
    Map(_, map, ancestors) {
      const [start, end] = map.range ?? [0, 0];
      if (at >= start && at < end) found.push(pathOf([...ancestors, map]));
    },
  });
  const innermost = found.at(-1);
  return innermost?.[0] === 'services' || innermost?.[0] === service ? innermost : undefined;
}

/** The path of keys and indices to the last node. */
function pathOf(nodes: readonly unknown[]): readonly (string | number)[] {
  return nodes.flatMap((node, index): readonly (string | number)[] => {
    if (typeof node === 'object' && node !== null && 'key' in node && isScalar(node.key))
      return [String(node.key.value)];
    const next = nodes[index + 1];
    if (!isSeq(node)) return [];
    const at = node.items.indexOf(next);
    return at < 0 ? [] : [at];
  });
}
