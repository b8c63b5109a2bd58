import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

interface Loaded {
  readonly module: { readonly exports: unknown };
  readonly script: Script;
  /** It came with its code, or none is to be kept of it. */
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
 * Loads a build's CommonJS files together with the code that V8 compiled for them in an earlier run, which halves the
 * start of a process. V8 itself refuses code of another version or made with other options
 * (`Script.cachedDataRejected`); of the text it compares only the length, so that `cacheFolder`, which has to be there,
 * must be another one for each build. It runs damaged code as it is, and crashes with it, so that each file has the code
 * twice.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #cacheFolder: string;
  readonly #require: NodeJS.Require;
  readonly #loaded = new Map<string, Loaded>();
  #ending: string;

  /** `require` is for all that is no file of the build; `options` as for {@link CodeCache.changeOptions}. */
  constructor(folder: string, cacheFolder: string, require: NodeJS.Require, options = '') {
    this.#folder = folder;
    this.#cacheFolder = cacheFolder;
    this.#require = require;
    this.#ending = endingFor(options);
  }

  /** Whether a file was loaded together with its code, or has been written since; false for one that was not loaded. */
  has(name: string): boolean {
    return this.#loaded.get(name)?.hasCode === true;
  }

  /** Whether an earlier run kept the code of a file, whatever it is worth. */
  isKept(name: string): boolean {
    return existsSync(this.#codeFile(name));
  }

  /** True as long as everything that was loaded came with its code. */
  get isComplete(): boolean {
    for (const { hasCode } of this.#loaded.values()) if (!hasCode) return false;
    return true;
  }

  /**
   * True where a file came without its code, and the folder takes it: this run is to {@link CodeCache.write} it at its
   * end.
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

  /** Names the options that V8 has from here on, with which it takes only code that was made with them. */
  changeOptions(options: string): void {
    this.#ending = endingFor(options);
  }

  /** What a file of the build exports. Throws where the file can't be read, and what it throws when it is run. */
  load(name: string): unknown {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known.module.exports;
    const filename = join(this.#folder, name);
    const cachedData = this.#readCode(name);
    // The build sees to it that a file has ASCII only, of which this is the quickest to read.
    const script = new Script(
      `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`,
      { filename, ...(cachedData === undefined ? {} : { cachedData }) },
    );
    const module: { exports: object } = { exports: {} };
    // What the script above evaluates to is known: it is the function written there.
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

  /** Keeps for the next run what was compiled by now of each file that came without code, or of every file. Throws where that can't be written. */
  write({ all = false } = {}): void {
    for (const [name, loaded] of this.#loaded) {
      if (loaded.hasCode && !all) continue;
      loaded.hasCode = true;
      // Several processes may do this at once, and none may see half of it.
      const own = join(this.#cacheFolder, `${name}.${process.pid}.tmp`);
      try {
        const code = loaded.script.createCachedData();
        writeFileSync(own, Buffer.concat([code, code]));
        renameSync(own, this.#codeFile(name));
      } catch (error) {
        rmSync(own, { force: true });
        throw error;
      }
    }
  }

  #readCode(name: string): Buffer | undefined {
    try {
      return readTwice(this.#codeFile(name));
    } catch {
      return undefined;
    }
  }

  #codeFile(name: string): string {
    return join(this.#cacheFolder, `${name}${this.#ending}`);
  }
}

/** So much of the second copy is read at once: memory that has not been in use takes longer than what is read into it. */
const CHUNK = 65_536;

/**
 * What a file has twice; `undefined` where it has not. That notices damage, not malice: who can write the code can
 * write it twice. To read and compare it takes a start half a millisecond; to load `node:zlib` for a checksum takes four.
 */
function readTwice(path: string): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const length = fstatSync(file).size / 2;
    if (length === 0 || !Number.isInteger(length)) return undefined;
    const code = Buffer.allocUnsafeSlow(length);
    const again = Buffer.allocUnsafeSlow(CHUNK);
    if (readSync(file, code, 0, length, 0) < length) return undefined;
    for (let at = 0; at < length; at += CHUNK) {
      const size = Math.min(CHUNK, length - at);
      if (readSync(file, again, 0, size, length + at) < size) return undefined;
      if (code.compare(again, 0, size, at, at + size) !== 0) return undefined;
    }
    return code;
  } finally {
    closeSync(file);
  }
}

function endingFor(options: string): string {
  return `${options}.code`;
}
