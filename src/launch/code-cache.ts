import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

interface Loaded {
  readonly exports: unknown;
  readonly script: Script;
}

type Wrapper = (exports: object, require: (id: string) => unknown, module: { exports: unknown }, filename: string, directory: string) => void;

/**
 * Loads a build's CommonJS files together with the code that V8 compiled for them in an earlier run, which halves the start of a
 * process. V8 itself refuses code of another version or made with other options (`Script.cachedDataRejected`); of the text it compares
 * only the length, so that `cacheFolder`, which has to be there, must be another one for each build.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #cacheFolder: string;
  readonly #require: NodeJS.Require;
  readonly #loaded = new Map<string, Loaded>();
  #isComplete = true;
  #isClosed = false;

  constructor(folder: string, cacheFolder: string) {
    this.#folder = folder;
    this.#cacheFolder = cacheFolder;
    this.#require = createRequire(join(folder, 'index.cjs'));
  }

  /** True as long as everything that was loaded came with its code. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** From here on files are loaded without it, as V8 would not take its code any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** What a file of the build exports. Throws where the file can't be read, and what it throws when it is run. */
  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known.exports;
    const filename = join(this.#folder, name);
    const cachedData = this.#isClosed ? undefined : this.#readCode(name);
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
    if (!this.#isClosed && (cachedData === undefined || script.cachedDataRejected === true)) this.#isComplete = false;
    const module: { exports: unknown } = { exports: {} };
    // What the script above evaluates to is known: it is the function written there.
    const wrapper = script.runInThisContext() as Wrapper;
    wrapper({}, (id) => (id.startsWith('./') ? this.load(id.slice(2)) : this.#require(id)), module, filename, this.#folder);
    this.#loaded.set(name, { exports: module.exports, script });
    return module.exports;
  }

  /** Keeps what was compiled by now for the next run. Throws where that can't be written. */
  write(): void {
    for (const [name, { script }] of this.#loaded) {
      // Several processes may do this at once, and none may see half of it.
      const own = join(this.#cacheFolder, `${name}.${process.pid}.tmp`);
      try {
        writeFileSync(own, script.createCachedData());
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
