import { GlobFault } from '../files/glob.ts';

/** A path part: text, text around a `*`, or `**` for any number of parts. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: '*'; readonly before: string; readonly after: string }
  | { readonly kind: '**' };

export interface ProjectPattern {
  readonly entries: readonly (readonly Part[])[];
  readonly hasWildcards: boolean;
}

/**
 * Parses the files of one project, relative to the configuration's directory. The n-th wildcard
 * (`*`, `**`) matches the same text in all files, so `[a*.yaml, b*.yaml]` is one project per text.
 * A file without wildcards belongs to all these projects. Throws a {@link GlobFault}.
 */
export function createProjectPattern(files: readonly string[]): ProjectPattern {
  const entries = files.map(toParts);
  const shapes = new Set(
    entries.map((parts) =>
      parts
        .filter(isWildcard)
        .map(({ kind }) => kind)
        .join(' '),
    ),
  );
  shapes.delete('');
  if (shapes.size > 1)
    throw new GlobFault('the files of a project must use the same wildcards in the same order, or none.');
  return { entries, hasWildcards: shapes.size > 0 };
}

function toParts(file: string): readonly Part[] {
  const parts = file
    .replace(/^(?:\.\/)+/, '')
    .split('/')
    .map((part): Part => {
      if (part === '**') return { kind: '**' };
      const [before = '', after, ...others] = part.split('*');
      if (/[?[\]{}]/.test(part) || others.length > 0)
        throw new GlobFault('a project file may contain one `*` per path segment and `**`, but no other wildcards.');
      return after === undefined ? { kind: 'text', text: before } : { kind: '*', before, after };
    });
  if (parts.filter(({ kind }) => kind === '**').length > 1)
    throw new GlobFault('a project file may contain `**` only once.');
  return parts;
}

export function isWildcard({ kind }: Part): boolean {
  return kind !== 'text';
}

/** The texts that an entry's wildcards match in a path; `undefined` if the path doesn't match. */
export function matchEntry(entry: readonly Part[], path: string): readonly string[] | undefined {
  const names = path.split('/');
  const at = entry.findIndex(({ kind }) => kind === '**');
  if (at < 0) return names.length === entry.length ? matchParts(entry, names) : undefined;
  const rest = entry.length - at - 1;
  if (names.length < at + rest) return undefined;
  const end = names.length - rest;
  const [head, tail] = [matchParts(entry.slice(0, at), names), matchParts(entry.slice(at + 1), names.slice(end))];
  return head === undefined || tail === undefined ? undefined : [...head, names.slice(at, end).join('/'), ...tail];
}

function matchParts(parts: readonly Part[], names: readonly string[]): readonly string[] | undefined {
  const captured: string[] = [];
  for (const [index, part] of parts.entries()) {
    const name = names[index] ?? '';
    if (part.kind === 'text' && name !== part.text) return undefined;
    if (part.kind !== '*') continue;
    const length = name.length - part.before.length - part.after.length;
    if (length < 0 || !name.startsWith(part.before) || !name.endsWith(part.after) || name === '..') return undefined;
    captured.push(name.slice(part.before.length, part.before.length + length));
  }
  return captured;
}

/** An entry's path with its wildcards replaced by these texts. */
export function fillEntry(entry: readonly Part[], captured: readonly string[]): string {
  let next = 0;
  const take = (): string => captured[next++] ?? '';
  return entry
    .map((part) => (part.kind === 'text' ? part.text : part.kind === '**' ? take() : part.before + take() + part.after))
    .filter((part) => part !== '')
    .join('/');
}
