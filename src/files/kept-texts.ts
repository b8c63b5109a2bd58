/** Identifies an unchanged file. Times are in milliseconds since 1970. */
interface FileState {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** Longer texts are not cached; the total of cached characters is also limited. */
const MAX_LENGTH = 64 * 1024;
const MAX_CHARACTERS = 4_000_000;

/**
 * In milliseconds. A file changed this recently may change again without a new time: some
 * filesystems store times in steps of two seconds.
 */
const UNCERTAIN = 3_000;

interface Kept {
  readonly state: string;
  readonly text: string;
  realPath?: string | undefined;
}

export class KeptTexts {
  readonly #texts = new Map<string, Kept>();
  readonly #now: () => number;
  #characters = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The cached text of a file in this state, or `undefined`. */
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

  /** The cached real path of a file in this state. Calls `find` on first use. */
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
