/** What a file is known by as long as it does not change, with times in milliseconds since 1970. */
interface FileState {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Longer texts are read again each time, and of the others so many characters are kept. */
const MAX_LENGTH = 64 * 1024;
const MAX_CHARACTERS = 4_000_000;

/** In milliseconds: what has changed within it may change again without a later time of change, since some file systems count in two seconds. */
const UNCERTAIN = 3_000;

interface Kept {
  readonly state: string;
  readonly text: string;
  /** Once it was asked for. */
  realPath?: string | undefined;
}

/** The texts of files that were read, for who reads them again and again: a file that has not changed has its text. */
export class KeptTexts {
  readonly #texts = new Map<string, Kept>();
  readonly #now: () => number;
  #characters = 0;

  /** `now` gives the time in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The text of a file in this state; `undefined` where it is not known. */
  get(path: string, state: FileState): string | undefined {
    const kept = this.#texts.get(path);
    return kept?.state === keyOf(state) ? kept.text : undefined;
  }

  set(path: string, state: FileState, text: string): void {
    this.#forget(path);
    if (text.length > MAX_LENGTH || this.#now() - Math.max(state.mtimeMs, state.ctimeMs) < UNCERTAIN) return;
    this.#texts.set(path, { state: keyOf(state), text });
    this.#characters += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#characters <= MAX_CHARACTERS) return;
      this.#forget(oldest);
    }
  }

  /** The path of a file in this state with all links followed, which `find` finds. */
  realPath(path: string, state: FileState, find: () => string | undefined): string | undefined {
    const kept = this.#texts.get(path);
    if (kept?.state !== keyOf(state)) return find();
    kept.realPath ??= find();
    return kept.realPath;
  }

  #forget(path: string): void {
    this.#characters -= this.#texts.get(path)?.text.length ?? 0;
    this.#texts.delete(path);
  }
}

function keyOf({ dev, ino, size, mtimeMs, ctimeMs }: FileState): string {
  return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
