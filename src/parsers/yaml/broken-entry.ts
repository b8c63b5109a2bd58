import type { Span } from '../../text/location.ts';
import { readFastPath } from './fast-path/reader.ts';
import type { RecoveredYaml } from './library.ts';
import type { SyntaxMapping, SyntaxNode } from './syntax.ts';

/**
 * Reads a file with one broken second-level key, such as a service: `read` parses that key and its
 * neighbors, the fast path the rest. `undefined` if other keys may be affected.
 */
export function readBrokenEntry(
  text: string,
  at: number,
  read: (text: string) => RecoveredYaml,
): RecoveredYaml | undefined {
  const place = entryAt(text, at);
  if (place === undefined) return undefined;
  const { header, entry, near } = place;
  const isIn = (span: Span, offset: number): boolean => offset >= span.start && offset < span.end;
  // Blanks keep offsets.
  const blank = text.slice(entry.start, entry.end).replace(/[^\r\n]/g, ' ');
  const root = readFastPath(text.slice(0, entry.start) + blank + text.slice(entry.end));
  const section = sectionAt(root, header.start);
  if (root?.kind !== 'mapping' || section === undefined) return undefined;
  const length = near.start - 1;
  // A comment as padding is skipped at once.
  const head = `${text.slice(header.start, header.end)} #`.padEnd(length).slice(0, length);
  const { documents, errors, limit } = read(`${head}\n${text.slice(near.start, near.end)}`);
  const [found, ...more] = documents;
  const own = sectionAt(found, 0);
  if (found?.kind !== 'mapping' || own === undefined || more.length > 0 || limit !== undefined) return undefined;
  const isWithin =
    errors.every((error) => isIn(entry, error.start) && error.end <= entry.end && isClosed(text, error)) &&
    (own.anchor === undefined || own.anchor === section.anchor) &&
    found.pairs.every(({ key }) => !isIn(entry, key.start)) &&
    section.pairs.every(({ key }) => !isIn(near, key.start) || own.pairs.some((pair) => pair.key.start === key.start));
  if (!isWithin) return undefined;
  const pairs = [...section.pairs.filter(({ key }) => !isIn(near, key.start)), ...own.pairs];
  const value: SyntaxMapping = {
    ...section,
    start: Math.min(section.start, own.start),
    end: Math.max(section.end, own.end),
    pairs: pairs.sort((a, b) => a.key.start - b.key.start),
  };
  const content: SyntaxMapping = {
    ...root,
    end: Math.max(root.end, value.end),
    pairs: root.pairs.map((pair) => (pair.value === section ? { ...pair, value } : pair)),
  };
  return { documents: [content], errors };
}

/** False if an open quote or bracket may be the cause. */
function isClosed(text: string, { start, end }: Span): boolean {
  const before = text.lastIndexOf('\n', text.lastIndexOf('\n', start - 1) - 1) + 1;
  const after = text.indexOf('\n', end);
  const lines = text.slice(before, after < 0 ? text.length : after);
  const left = lines.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, '').replace(/\[[^[\]{}\n]*\]|\{[^[\]{}\n]*\}/g, '');
  return !/["'[\]{}]/.test(left);
}

function sectionAt(root: SyntaxNode | undefined, start: number): SyntaxMapping | undefined {
  const pairs = root?.kind === 'mapping' ? root.pairs : [];
  const value = pairs.find(({ key }) => key.start === start)?.value;
  return value?.kind === 'mapping' && !value.isFlow ? value : undefined;
}

/** The second-level key around an offset, its first-level key, and the span with its neighbors. */
function entryAt(
  text: string,
  at: number,
): { readonly header: Span; readonly entry: Span; readonly near: Span } | undefined {
  const tops = [...text.matchAll(/^[^\s#].*/gm), { index: text.length, 0: '' }];
  const after = tops.findIndex(({ index }) => index > at);
  const [top, next] = [tops[after - 1], tops[after]];
  if (top === undefined || next === undefined || !/^[\w.-]+:[ \t]*(?:#.*)?$/.test(top[0])) return undefined;
  const header = { start: top.index, end: top.index + top[0].length };
  const section = text.slice(header.end, next.index);
  const [, indent] = /^( +)[^\s#]/m.exec(section) ?? [];
  if (indent === undefined) return undefined;
  const starts = [...section.matchAll(new RegExp(`^ {1,${indent.length}}[^\\s#]`, 'gm'))].map(
    ({ index }) => header.end + index,
  );
  const following = starts.findIndex((start) => start > at);
  const own = following < 0 ? starts.length - 1 : following - 1;
  const start = starts[own];
  const isAligned = starts.slice(Math.max(0, own - 1), own + 2).every((each) => text.startsWith(indent, each));
  if (start === undefined || !isAligned) return undefined;
  const end = starts[own + 1] ?? next.index;
  return {
    header,
    entry: { start, end },
    near: {
      start: starts[own - 1] ?? start,
      // Of a first-level key after it, only the line.
      end: starts[own + 2] ?? (end < next.index ? next.index : next.index + next[0].length),
    },
  };
}
