import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

interface Loaded {
  readonly module: { readonly exports: unknown };
  readonly script: Script;
  /** Its compiled code was cached, or should not be. */
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
 * Loads the build's CommonJS files with V8's compiled code of an earlier run, which halves the
 * start time. V8 compares only the length of the text, so each build needs its own existing
 * `cacheFolder`. Damaged code would crash, so V8 must verify checksums (`options.ts`).
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

  /** Whether a file was loaded with its code, or written since; false if it was not loaded. */
  has(name: string): boolean {
    return this.#loaded.get(name)?.hasCode === true;
  }

  /** Whether an earlier run stored the code of a file, valid or not. */
  isKept(name: string): boolean {
    return existsSync(this.#codeFile(name));
  }

  /** True while all loaded files had their code. */
  get isComplete(): boolean {
    for (const { hasCode } of this.#loaded.values()) if (!hasCode) return false;
    return true;
  }

  /**
   * True if the code of a file was missing and the directory is writable: the run should call
   * {@link CodeCache.write} at its end.
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

  /** The exports of a file of the build. Throws if it is unreadable, and what running it throws. */
  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known.module.exports;
    const filename = join(this.#folder, name);
    const cachedData = this.#readCode(name);
    // Built files are ASCII, and this is the fastest encoding to read.
    const script = new Script(
      `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`,
      { filename, ...(cachedData === undefined ? {} : { cachedData }) },
    );
    const module: { exports: object } = { exports: {} };
    // The script evaluates to the function written above.
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

  /** Stores the compiled code of files that had none. Throws if that fails. */
  write(): void {
    for (const [name, loaded] of this.#loaded) {
      if (loaded.hasCode) continue;
      loaded.hasCode = true;
      // Atomic: other processes may read or write the same file.
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
