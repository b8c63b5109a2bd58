import { failureMessage } from '../files/discovery-note.ts';
import type { CachedLinter } from '../lint/cached-linter.ts';
import type { Linter } from '../lint/lint.ts';
import { createLocalLinter } from '../lint/local-linter.ts';
import { PooledLinter } from '../lint/pooled-linter.ts';
import type { Session } from '../session/session.ts';
import { BUILD } from '../version.ts';
import { codeOf, type Io, printError, UsageError } from './io.ts';
import type { OptionTable, ParsedOptions } from './options/options.ts';
import { joinPieces } from './output/write-output.ts';

/** Options that change how a run works, but not its results. */
export const RUN_OPTIONS = {
  cache: { help: 'cache results and lint only changed files' },
  'cache-location': { value: 'FILE', help: 'the cache file (default: .plimsollcache); implies --cache' },
  concurrency: {
    value: 'N',
    help: 'the number of threads (default: auto, up to the number of CPUs, or half of them in the standalone executable)',
  },
} as const satisfies OptionTable;

const CACHE = '.plimsollcache';
const MAX_THREADS = 64;

export interface OpenLinter {
  readonly linter: Linter;
  readonly cached?: CachedLinter;
  /** Writes the cache; call it after the run. */
  readonly save: () => Promise<void>;
}

export function isCached(options: ParsedOptions): boolean {
  return options.has('cache') || options.has('cache-location');
}

/**
 * Opens the linter for the options. `remembers` keeps results in memory. Throws a UsageError for an
 * invalid option value.
 */
export async function openLinter(
  options: ParsedOptions,
  { context, files, copy }: Session,
  io: Io,
  remembers = false,
): Promise<OpenLinter> {
  // Other threads lack the text of standard input, and the cache never stores it.
  const isStdin = options.operands.includes('-');
  const cachePath = isCached(options) && !isStdin ? (options.value('cache-location') ?? CACHE) : undefined;
  const tracksReads = cachePath !== undefined || remembers;
  const count = readConcurrency(options);
  let linter = createLocalLinter(context, tracksReads);
  const { threads } = io;
  if (threads !== undefined && count !== 1 && !isStdin) {
    const threadOptions = { session: await copy(), tracksReads };
    linter = new PooledLinter(
      linter,
      () => threads.start(threadOptions),
      () => (count ?? threads.count()) - 1,
    );
  }
  if (!tracksReads) return { linter, save: () => Promise.resolve() };
  const { CachedLinter } = await import('../lint/cached-linter.ts');
  if (cachePath === undefined) {
    const cached = new CachedLinter(linter, context, undefined, BUILD);
    return { linter: cached, cached, save: () => Promise.resolve() };
  }
  const { isCache, MAX_CACHE_SIZE } = await import('../lint/cache-file.ts');
  const before = io.files.read(cachePath, 2 * MAX_CACHE_SIZE);
  const cached = new CachedLinter(linter, context, 'text' in before ? before.text : undefined, BUILD);
  if ('text' in before && before.text.trim() !== '' && !isCache(before.text))
    throw new UsageError(
      `${cachePath} is not a plimsoll cache, so plimsoll doesn't overwrite it. Pass another file to --cache-location.`,
    );
  // Don't read pipes or devices: reading would block their writers.
  const isUnusable = 'failure' in before && before.failure !== 'missing' && before.failure !== 'too-large';
  const save = async (): Promise<void> => {
    if (isUnusable) {
      printError(io, `${cachePath}: can't use this cache. ${failureMessage(before.failure, cachePath)}`);
      return;
    }
    const parts = cached.write((path) => files.kindOf(path) !== undefined);
    if (parts === undefined) return;
    try {
      // Readable only by the owner, because the linted files may be private.
      await io.writer.writeFile(cachePath, joinPieces(parts), { mode: 0o600 });
    } catch (error) {
      printError(io, `${cachePath}: can't write the cache (${codeOf(error)}).`);
    }
  };
  return { linter: cached, cached, save };
}

/** `undefined` means the number of processors, determined on demand. */
function readConcurrency(options: ParsedOptions): number | undefined {
  const given = options.value('concurrency') ?? 'auto';
  if (given === 'auto') return undefined;
  if (!/^[1-9]\d{0,3}$/.test(given))
    throw new UsageError(`--concurrency must be auto or a number of at least 1, not ${JSON.stringify(given)}.`);
  return Math.min(Number(given), MAX_THREADS);
}
