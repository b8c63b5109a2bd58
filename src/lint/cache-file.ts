import type { SubjectResult, Verdict } from '../findings/evaluate.ts';
import type { Span } from '../text/location.ts';
import { digestOf } from './digest.ts';
import type { LintResult } from './lint.ts';

/** What is remembered of an input. The texts are not: they are read again anyway, and may hold what should not be kept in a second place. */
export type Remembered = Omit<LintResult, 'texts'>;

export interface CacheEntry {
  /** Of everything that the input's result depends on, but for the files that `reads` lists. */
  readonly digest: string;
  /** The result; `undefined` if the line is not as it was written. A line is parsed only when it is asked for. */
  result(): Remembered | undefined;
  /** Its line in the file. */
  line(): string;
}

/** In characters; far below the longest text that Node.js can hold. */
export const MAX_CACHE_SIZE = 256 * 1024 * 1024;

/** The first line of the file; a number counts the forms that it had. */
const HEADER = '# plimsoll cache 8: created by plimsoll --cache; safe to delete.';

/** True for a cache, also one of another version. */
export function isCache(text: string): boolean {
  return text.startsWith('# plimsoll cache ');
}

/**
 * The entries of a cache by their inputs' paths. One line an entry: the paths, the digest, a digest of the result and
 * the result, separated by tabs, paths and result as JSON. A file in another form has no entries.
 */
export function readCache(text: string | undefined): Map<string, CacheEntry> {
  const entries = new Map<string, CacheEntry>();
  const [header, ...lines] = (text ?? '').split('\n');
  if (header !== HEADER) return entries;
  for (const line of lines) {
    const [key, digest, sum] = line.split('\t', 3);
    if (key === undefined || digest === undefined || sum === undefined) continue;
    const paths = parseJson(key);
    if (typeof paths === 'string')
      entries.set(paths, {
        digest,
        line: () => line,
        result: () => toRemembered(line.slice(key.length + digest.length + sum.length + 3), sum),
      });
  }
  return entries;
}

/** The entry for what came of an input just now. */
export function createEntry(key: string, digest: string, { texts: _, ...result }: LintResult): CacheEntry {
  return { digest, result: () => result, line: () => toLine(key, digest, JSON.stringify(toJson(result))) };
}

function toLine(key: string, digest: string, json: string): string {
  return [JSON.stringify(key), digest, digestOf([json]), json].join('\t');
}

/** The file's text in parts, of at most {@link MAX_CACHE_SIZE} characters: what does not fit is not remembered. */
export function* writeCache(entries: ReadonlyMap<string, CacheEntry>): Generator<string> {
  yield `${HEADER}\n`;
  let size = HEADER.length;
  for (const [, entry] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const line = entry.line();
    size += line.length + 1;
    if (size > MAX_CACHE_SIZE) return;
    yield `${line}\n`;
  }
}

/** A verdict's map becomes an object, and that of the hidden spans a list of pairs, since JSON has no maps. */
interface Json extends Omit<Remembered, 'subjects' | 'hidden'> {
  readonly hidden: readonly (readonly [path: string, spans: readonly Span[]])[];
  readonly subjects: readonly (Omit<SubjectResult, 'verdicts'> & {
    readonly verdicts: Readonly<Record<string, Verdict>>;
  })[];
}

function toJson({ subjects, hidden, ...others }: Remembered): Json {
  return {
    ...others,
    subjects: subjects.map((subject) => ({ ...subject, verdicts: Object.fromEntries(subject.verdicts) })),
    hidden: [...hidden],
  };
}

function toRemembered(text: string, sum: string): Remembered | undefined {
  if (digestOf([text]) !== sum) return undefined;
  // It is what was written, and by this very build, as the entry's digest says.
  const { subjects, hidden, ...others } = JSON.parse(text) as Json;
  return {
    ...others,
    subjects: subjects.map((subject) => ({ ...subject, verdicts: new Map(Object.entries(subject.verdicts)) })),
    hidden: new Map(hidden),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
