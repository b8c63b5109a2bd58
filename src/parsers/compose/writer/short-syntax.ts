import type { TextEdit } from '../../../text/edit.ts';
import type { Span } from '../../../text/location.ts';
import type { SyntaxScalar } from '../../yaml/syntax.ts';
import { contentEnd, insertAt } from './syntax-path.ts';

/**
 * Edits values with parts: ports, volumes and devices in the short form. The parts are located in
 * the source, so variables and quotes stay.
 */

/** A scalar's source between quotes; `undefined` if it has escapes or line breaks. */
export function rawContent(text: string, { style, start, end, ...node }: SyntaxScalar): Span | undefined {
  if (style === 'literal' || style === 'folded') return undefined;
  const inset = style === 'plain' ? 0 : 1;
  const span = { start: start + inset, end: contentEnd(text, { ...node, style, start, end }) - inset };
  const raw = text.slice(span.start, span.end);
  if (raw.includes('\n') || (style === 'double' && raw.includes('\\')) || (style === 'single' && raw.includes("'")))
    return undefined;
  return span;
}

/** Splits at separators outside `${…}` and brackets. */
function sections(text: string, { start, end }: Span, separator: string): readonly Span[] {
  const found: Span[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === separator && depth === 0) {
      found.push({ start: from, end: at });
      from = at + 1;
    }
  }
  return [...found, { start: from, end }];
}

export type TextChange = TextEdit | 'variable' | 'form';

/** Sets the address in `[ip:][host:]container[/protocol]`. */
export function withAddress(text: string, span: Span, hostIp: string): TextChange {
  const address = hostIp.includes(':') ? `[${hostIp}]` : hostIp;
  const parts = sections(text, span, ':');
  const [first] = parts;
  if (first === undefined) return 'form';
  if (parts.length <= 2) return insertAt(span.start, `${address}:${parts.length === 1 ? ':' : ''}`);
  // An unbracketed IPv6 address contains colons: everything before the last two parts is the
  // address.
  const last = parts.at(-3);
  if (last === undefined) return 'form';
  const old = { start: first.start, end: last.end };
  return text.slice(old.start, old.end).includes('$') ? 'variable' : { span: old, newText: address };
}

const ACCESS: ReadonlySet<string> = new Set(['ro', 'rw']);

/** Sets `ro` in `source:target[:options]`. */
export function withReadOnly(text: string, span: Span): TextChange {
  const parts = volumeParts(text, span);
  if (parts.length < 2 || parts.length > 3) return 'form';
  const options = parts[2];
  if (options === undefined) return insertAt(span.end, ':ro');
  const access = sections(text, options, ',').find((option) => ACCESS.has(text.slice(option.start, option.end)));
  return access === undefined ? insertAt(options.end, ',ro') : { span: access, newText: 'ro' };
}

/** Removes the option at a span; if it is the only one, with the colon before it. */
export function withoutOption(text: string, span: Span, option: Span): TextChange {
  const options = volumeParts(text, span)[2];
  if (options === undefined) return 'form';
  const all = sections(text, options, ',');
  const index = all.findIndex(({ start, end }) => start === option.start && end === option.end);
  const [own, next, before] = [all[index], all[index + 1], all[index - 1]];
  if (own === undefined) return 'form';
  if (all.length === 1) return { span: { start: options.start - 1, end: options.end }, newText: '' };
  return {
    span: { start: before?.end ?? own.start, end: before === undefined ? (next?.start ?? own.end) : own.end },
    newText: '',
  };
}

/** A volume's parts; the colon after a Windows drive letter doesn't separate parts. */
function volumeParts(text: string, span: Span): readonly Span[] {
  const parts = sections(text, span, ':');
  const [first, second, ...rest] = parts;
  return first !== undefined && second !== undefined && /^[A-Za-z]$/.test(text.slice(first.start, first.end))
    ? [{ start: first.start, end: second.end }, ...rest]
    : parts;
}

/** Sets the permissions in `host[:container[:permissions]]`. */
export function withPermissions(text: string, span: Span, permissions: string): TextChange {
  const [host, container, own, ...more] = sections(text, span, ':');
  if (host === undefined || more.length > 0) return 'form';
  if (own !== undefined)
    return text.slice(own.start, own.end).includes('$') ? 'variable' : { span: own, newText: permissions };
  const target = container === undefined ? `:${text.slice(host.start, host.end)}` : '';
  return insertAt(span.end, `${target}:${permissions}`);
}

/** In `path:options`, replaces the last option of this name with its opposite, `no…`. */
export function withDenied(text: string, span: Span, name: string): TextChange {
  const [path] = sections(text, span, ':');
  if (path === undefined || path.end === span.end) return 'form';
  const option = sections(text, { start: path.end + 1, end: span.end }, ',').findLast(
    ({ start, end }) => text.slice(start, end) === name,
  );
  return option === undefined ? 'variable' : { span: option, newText: `no${name}` };
}
