import type { FileSettings } from '../config/settings.ts';
import type { Input } from '../projects/input.ts';
import { withoutHidden } from '../sensitive/hidden-values.ts';
import { hiddenText } from '../sensitive/mask.ts';
import { type CacheEntry, createEntry, readCache, writeCache } from './cache-file.ts';
import { digestOf, digestOfRead, isTextFile, readAgain } from './file-reads.ts';
import type { LintContext, Linter, LintResult, Waiting } from './lint.ts';
import { namedTexts } from './local-linter.ts';

/**
 * Returns a cached result if nothing that it depends on has changed: text, other files, settings,
 * variables, plimsoll itself. Otherwise calls `inner`, which must record reads.
 */
export class CachedLinter implements Linter {
  readonly #inner: Linter;
  readonly #context: LintContext;
  readonly #entries: Map<string, CacheEntry>;
  readonly #constant: string;
  readonly #met = new Set<string>();
  #hasChanged = false;

  /**
   * `known` is the text of the cache file, or the linter of an earlier run; a damaged cache counts
   * as empty. `build` identifies this build of plimsoll.
   */
  constructor(inner: Linter, context: LintContext, known: string | CachedLinter | undefined, build: string) {
    this.#inner = inner;
    this.#context = context;
    this.#constant = digestOf([
      build,
      context.workingDirectory ?? '',
      ...(context.envFiles ?? []),
      JSON.stringify([...context.environment]),
      String(context.provesFixes === true),
    ]);
    this.#entries = known instanceof CachedLinter ? new Map(known.#entries) : readCache(known);
  }

  async submit(input: Input, settings: FileSettings, done: Waiting['done']): Promise<void> {
    const key = input.files.map(({ path }) => path).join('\n');
    // Include the reported files: if they aren't all files of the project, the result is
    // incomplete.
    const { reportedFor = [], reportedIn = reportedFor } = input;
    const digest = digestOf([
      this.#constant,
      settings.key,
      input.kind,
      String(reportedIn.length),
      ...reportedIn,
      ...input.files.map(({ text }) => text),
    ]);
    this.#met.add(key);
    const known = this.#recall(key, digest, input);
    if (known !== undefined) {
      done(known);
      return;
    }
    await this.#inner.submit(input, settings, (result) => {
      if (!('internalError' in result)) {
        this.#entries.set(key, createEntry(key, digest, result));
        this.#hasChanged = true;
      }
      done(result);
    });
  }

  finish(): Promise<void> {
    return this.#inner.finish();
  }

  /**
   * The new cache in parts, without inputs that no longer exist; `undefined` if nothing changed.
   */
  write(isThere: (path: string) => boolean): Iterable<string> | undefined {
    for (const key of this.#entries.keys()) {
      if (this.#met.has(key) || isThere(key.split('\n')[0] ?? '')) continue;
      this.#entries.delete(key);
      this.#hasChanged = true;
    }
    return this.#hasChanged ? writeCache(this.#entries) : undefined;
  }

  #recall(key: string, digest: string, { files }: Input): LintResult | undefined {
    const entry = this.#entries.get(key);
    if (entry?.digest !== digest) return undefined;
    const { isOutside = () => false } = this.#context;
    const texts = new Map(files.map(({ path, text }) => [path, isOutside(path) ? hiddenText(text) : text]));
    const result = entry.result();
    if (result === undefined) return undefined;
    for (const { path, digest: before, isHidden } of result.reads) {
      const now = readAgain(path, this.#context.files);
      if (digestOfRead(now) !== before) return undefined;
      if ('text' in now && isTextFile(path))
        texts.set(path, isHidden || isOutside(path) ? hiddenText(now.text) : now.text);
    }
    return { ...result, texts: withoutHidden(namedTexts(result, texts), result.hidden) };
  }
}
