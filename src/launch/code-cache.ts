import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

interface Loaded {
  readonly module: { readonly exports: unknown };
  readonly script: Script;
  /** True if the compiled code was in the cache, or was written since. */
  hasCode: boolean;
}

type Wrapper = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: object },
  filename: string,
  directory: string,
) => void;

/**
 * Loads the build's CommonJS files with the code that V8 compiled in an earlier run, which halves
 * the start time. V8 only compares the length of the source, so each build needs its own
 * `cacheFolder`, which must exist. Damaged code would crash the process, so V8 must verify
 * checksums (`options.ts`).
 */
export class CodeCache {
  readonly #folder: string;
  readonly #cacheFolder: string;
  readonly #require: NodeJS.Require;
  readonly #loaded = new Map<string, Loaded>();

  /** `require` loads files outside the build. */
  constructor(folder: string, cacheFolder: string, require: NodeJS.Require) {
    this.#folder = folder;
    this.#cacheFolder = cacheFolder;
    this.#require = require;
  }

  /** True if a file was loaded with cached code, or its code was written since. */
  has(name: string): boolean {
    return this.#loaded.get(name)?.hasCode === true;
  }

  /** True if a file's code is in the cache, valid or not. */
  isKept(name: string): boolean {
    return existsSync(this.#codeFile(name));
  }

  /** True if all files loaded so far have code in the cache. */
  get isComplete(): boolean {
    for (const { hasCode } of this.#loaded.values()) if (!hasCode) return false;
    return true;
  }

  /**
   * True if some code is missing and the directory is writable. The run should then call {@link
   * CodeCache.write} at its end.
   */
  get isToWrite(): boolean {
    if (this.isComplete) return false;
    try {
      accessSync(this.#cacheFolder, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Runs a file of the build once, and returns its exports. Throws if the file is unreadable, or if
   * running it throws.
   */
  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known.module.exports;
    const filename = join(this.#folder, name);
    const cachedData = this.#readCode(name);
    // Built files are ASCII; `latin1` is the fastest encoding to read.
    const script = new Script(
      `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`,
      { filename, ...(cachedData === undefined ? {} : { cachedData }) },
    );
    const module: { exports: object } = { exports: {} };
    // The script evaluates to the function above.
    const wrapper = script.runInThisContext() as Wrapper;
    this.#loaded.set(name, {
      module,
      script,
      hasCode: cachedData !== undefined && script.cachedDataRejected === false,
    });
    wrapper(
      module.exports,
      (id) => (id.startsWith('./') ? this.load(id.slice(2)) : this.#require(id)),
      module,
      filename,
      this.#folder,
    );
    return module.exports;
  }

  /** Writes the compiled code of files that had none in the cache. Throws on failure. */
  write(): void {
    for (const [name, loaded] of this.#loaded) {
      if (loaded.hasCode) continue;
      loaded.hasCode = true;
      // Rename at the end: other processes may read or write the same file.
      const own = join(this.#cacheFolder, `${name}.${process.pid}.tmp`);
      try {
        writeFileSync(own, loaded.script.createCachedData());
        renameSync(own, this.#codeFile(name));
      } catch (error) {
        rmSync(own, { force: true });
        throw error;
      }
    }
  }

  #readCode(name: string): Buffer | undefined {
    try {
      return readFileSync(this.#codeFile(name));
    } catch {
      return undefined;
    }
  }

  #codeFile(name: string): string {
    return join(this.#cacheFolder, `${name}.code`);
  }
}
