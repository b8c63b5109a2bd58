import type { SubjectResult, Verdict } from '../findings/evaluate.ts';
import type { Finding } from '../model/finding.ts';
import type { Span } from '../text/location.ts';
import { digestOf } from './file-reads.ts';
import type { LintResult } from './lint.ts';

/**
 * The cached result of an input, without texts, which are read again anyway and may contain
 * secrets.
 */
export type Remembered = Omit<LintResult, 'texts'>;

export interface CacheEntry {
  /** The digest of everything the result depends on, except the files in `reads`. */
  readonly digest: string;
  /** The result, parsed on demand; `undefined` if the line is damaged. */
  result(): Remembered | undefined;
  line(): string;
}

/** In characters; far below the string limit of Node.js. */
export const MAX_CACHE_SIZE = 256 * 1024 * 1024;

/** The first line of the file, with the format's number. */
const HEADER = '# plimsoll cache 9: created by plimsoll --cache; safe to delete.';

/** True for a cache of any version. */
export function isCache(text: string): boolean {
  return text.startsWith('# plimsoll cache ');
}

/**
 * The entries of a cache by paths. Per line: paths (JSON), digest, the result's digest, the result
 * (JSON), separated by tabs. Other formats have none.
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

/** The entry for a new result. */
export function createEntry(key: string, digest: string, { texts: _, ...result }: LintResult): CacheEntry {
  return { digest, result: () => result, line: () => toLine(key, digest, JSON.stringify(toJson(result))) };
}

function toLine(key: string, digest: string, json: string): string {
  return [JSON.stringify(key), digest, digestOf([json]), json].join('\t');
}

/**
 * The file's text in parts, at most {@link MAX_CACHE_SIZE} characters: entries that don't fit are
 * dropped.
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

/** Maps become objects or lists of pairs, since JSON has no maps. */
interface Json extends Omit<Remembered, 'subjects' | 'hidden'> {
  readonly hidden: readonly (readonly [path: string, spans: readonly Span[]])[];
  readonly subjects: readonly (Omit<SubjectResult, 'verdicts'> & {
    readonly verdicts: Readonly<Record<string, Verdict>>;
  })[];
}

/** Changes may quote values, and no report shows them. */
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
  // The same build wrote it, by the entry's digest.
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
