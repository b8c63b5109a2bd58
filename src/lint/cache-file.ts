import type { SubjectResult, Verdict } from '../findings/evaluate.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from '../text/location.ts';
import { digestOf } from './file-reads.ts';
import type { LintResult } from './lint.ts';

/**
 * The cached result of an input. Excludes texts: every run reads them anyway, and they may contain
 * secrets.
 */
export type Remembered = Omit<LintResult, 'texts'>;

export interface CacheEntry {
  /** A digest of everything that the result depends on, except the files in `reads`. */
  readonly digest: string;
  /** Parses the result on demand; `undefined` if the line is damaged. */
  result(): Remembered | undefined;
  line(): string;
}

/** In characters; far below Node's string limit. */
export const MAX_CACHE_SIZE = 256 * 1024 * 1024;

/** The first line of the file, with the format's number. */
const HEADER = '# plimsoll cache 9: created by plimsoll --cache; safe to delete.';

export function isCache(text: string): boolean {
  return text.startsWith('# plimsoll cache ');
}

/**
 * The entries of a cache, by paths. Each line has tab-separated fields: paths (JSON), digest, the
 * result's digest, result (JSON). Empty for text in another format.
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

export function createEntry(key: string, digest: string, { texts: _, ...result }: LintResult): CacheEntry {
  return { digest, result: () => result, line: () => toLine(key, digest, JSON.stringify(toJson(result))) };
}

function toLine(key: string, digest: string, json: string): string {
  return [JSON.stringify(key), digest, digestOf([json]), json].join('\t');
}

/**
 * The cache as text, in parts. Drops entries that would exceed {@link MAX_CACHE_SIZE} characters.
 */
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

/** The JSON form of a result: maps become objects or lists of pairs. */
interface Json extends Omit<Remembered, 'subjects' | 'hidden'> {
  readonly hidden: readonly (readonly [path: string, spans: readonly Span[]])[];
  readonly subjects: readonly (Omit<SubjectResult, 'verdicts'> & {
    readonly verdicts: Readonly<Record<string, Verdict>>;
  })[];
}

/** Removes the changes of fixes: no report shows them, and they may contain values. */
function withoutChanges({ fixes, ...finding }: Finding): Finding {
  return fixes === undefined
    ? finding
    : { ...finding, fixes: fixes.map(({ repairs: _, ...fix }) => ({ ...fix, changes: [] })) };
}

function toJson({ subjects, hidden, findings, ...others }: Remembered): Json {
  return {
    ...others,
    findings: findings.map(withoutChanges),
    subjects: subjects.map((subject) => ({ ...subject, verdicts: Object.fromEntries(subject.verdicts) })),
    hidden: [...hidden],
  };
}

function toRemembered(text: string, sum: string): Remembered | undefined {
  if (digestOf([text]) !== sum) return undefined;
  // Safe cast: the digest ensures that the same build wrote the entry.
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
