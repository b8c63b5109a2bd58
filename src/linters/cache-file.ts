import type { Verdict } from '../findings/judge.ts';
import type { ReportedInput, ReportedSubject } from '../reporters/report.ts';
import type { Linted } from './linter.ts';

/** What is remembered of an input. The texts are not: they are read again anyway, and may hold what should not be kept in a second place. */
export type Remembered = Omit<Linted, 'texts'>;

export interface CacheEntry {
  /** Of everything that the input's result depends on, but for the files that `reads` tells. */
  readonly digest: string;
  /** The result; `undefined` where the line can't be read. A line is parsed only when it is asked for. */
  outcome(): Remembered | undefined;
  /** Its line in the file. */
  line(): string;
}

/** In characters; far below the longest text that Node.js can hold. */
export const MAX_CACHE_SIZE = 256 * 1024 * 1024;

/** The first line of the file; a number counts the forms that it had. */
const HEADER = '# plimsoll cache 1: made by plimsoll --cache, and safe to remove.';

/**
 * The entries of a cache by their inputs' paths. One line an entry: the paths, the digest and the result, parted by tabs, each but
 * the digest as JSON. A file in another form has no entries.
 */
export function readCache(text: string | undefined): Map<string, CacheEntry> {
  const entries = new Map<string, CacheEntry>();
  const [header, ...lines] = (text ?? '').split('\n');
  if (header !== HEADER) return entries;
  for (const line of lines) {
    const [key, digest] = line.split('\t', 2);
    if (key === undefined || digest === undefined) continue;
    const paths = parseJson(key);
    if (typeof paths === 'string') entries.set(paths, { digest, line: () => line, outcome: () => toRemembered(line.slice(key.length + digest.length + 2)) });
  }
  return entries;
}

/** The entry for what came of an input just now. */
export function createEntry(key: string, digest: string, { input, included, reads }: Linted): CacheEntry {
  const outcome: Remembered = { input, included, reads };
  return { digest, outcome: () => outcome, line: () => [JSON.stringify(key), digest, JSON.stringify(toJson(outcome))].join('\t') };
}

/** The file's text, of at most {@link MAX_CACHE_SIZE} characters: what does not fit is not remembered. */
export function writeCache(entries: ReadonlyMap<string, CacheEntry>): string {
  const lines = [HEADER];
  let size = HEADER.length;
  for (const [, entry] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const line = entry.line();
    size += line.length + 1;
    if (size > MAX_CACHE_SIZE) break;
    lines.push(line);
  }
  return [...lines, ''].join('\n');
}

/** A verdict's map becomes an object, since JSON has no maps. */
interface Json extends Omit<Remembered, 'input'> {
  readonly input: Omit<ReportedInput, 'subjects'> & { readonly subjects: readonly (Omit<ReportedSubject, 'verdicts'> & { readonly verdicts: Readonly<Record<string, Verdict>> })[] };
}

function toJson({ input, included, reads }: Remembered): Json {
  return { input: { ...input, subjects: input.subjects.map((subject) => ({ ...subject, verdicts: Object.fromEntries(subject.verdicts) })) }, included, reads };
}

function toRemembered(text: string): Remembered | undefined {
  // The file says that plimsoll made it, and the digest that it was this very build: what it wrote is what it reads.
  const json = parseJson(text) as Json | undefined;
  if (json === undefined) return undefined;
  const { input, included, reads } = json;
  return { input: { ...input, subjects: input.subjects.map((subject) => ({ ...subject, verdicts: new Map(Object.entries(subject.verdicts)) })) }, included, reads };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
