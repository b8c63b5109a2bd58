import type { FileSettings } from '../config/settings.ts';
import type { Input } from '../projects/input.ts';
import { nextTurns } from '../util/turns.ts';
import type { InternalError, Linter, LintResult, Waiting } from './lint.ts';

/** A thread that lints; it runs `session/worker.ts`. */
export interface Thread {
  /** Sends an input. The answer has the same number. */
  send(request: WorkerRequest): void;
  /**
   * Sets the callbacks: for each answer, and for the thread's end, whatever the reason. Call it
   * once.
   */
  listen(onAnswer: (answer: WorkerAnswer) => void, onEnd: () => void): void;
  /** Ends the thread. Call it only when no answers are pending. */
  end(): void;
}

export interface WorkerRequest {
  readonly id: number;
  readonly input: Input;
}

export interface WorkerAnswer {
  readonly id: number;
  readonly result: LintResult | InternalError;
  /**
   * Parts of the result, as JSON of {@link ResultPart}s. Only set by threads that answer other
   * requests meanwhile.
   */
  readonly parts?: readonly string[];
}

export type ResultPart = Pick<LintResult, 'findings' | 'undecided'>;

/** In UTF-16 units. For less input, starting threads doesn't pay off. */
const WORTH_A_THREAD = 4_000_000;
/** The number of inputs to queue per thread, so that threads never wait for the main thread. */
const DEPTH = 32;

interface Running {
  readonly thread: Thread;
  readonly waiting: Map<number, Waiting>;
  hasEnded: boolean;
}

/**
 * Lints in `count` threads. Uses `local` in this thread if all are busy or ended. Holds inputs back
 * until there is enough work for threads.
 */
export class PooledLinter implements Linter {
  readonly #local: Linter;
  readonly #start: () => Thread;
  readonly #count: () => number;
  readonly #running: Running[] = [];
  /** Held inputs; `undefined` once the threads have started. */
  #early: Waiting[] | undefined = [];
  #earlySize = 0;
  #wake: () => void = () => undefined;
  #id = 0;

  constructor(local: Linter, start: () => Thread, count: () => number) {
    this.#local = local;
    this.#start = start;
    this.#count = count;
  }

  async submit(input: Input, settings: FileSettings, done: Waiting['done']): Promise<void> {
    const early = this.#early;
    if (early === undefined) return this.#hand({ input, settings, done });
    early.push({ input, settings, done });
    for (const { text } of input.files) this.#earlySize += text.length;
    // A single input is not faster in another thread.
    if (this.#earlySize <= WORTH_A_THREAD || early.length === 1) return;
    this.#early = undefined;
    this.#startAll();
    for (const waiting of early) await this.#hand(waiting);
  }

  async finish(): Promise<void> {
    for (const { input, settings, done } of this.#early ?? []) await this.#local.submit(input, settings, done);
    for (const running of this.#running) {
      while (running.waiting.size > 0 && !running.hasEnded) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      running.thread.end();
      for (const { input, settings, done } of running.waiting.values()) await this.#local.submit(input, settings, done);
    }
    await this.#local.finish();
  }

  async #hand(waiting: Waiting): Promise<void> {
    const free = this.#freest();
    if (free === undefined) {
      await this.#local.submit(waiting.input, waiting.settings, waiting.done);
      // Yield: answers arrive only between turns of the event loop.
      if (this.#running.length > 0) await nextTurns(1);
      return;
    }
    this.#id += 1;
    free.waiting.set(this.#id, waiting);
    free.thread.send({ id: this.#id, input: waiting.input });
  }

  #startAll(): void {
    for (let left = this.#count(); left > 0; left -= 1) {
      const running: Running = { thread: this.#start(), waiting: new Map(), hasEnded: false };
      running.thread.listen(
        ({ id, result }) => {
          running.waiting.get(id)?.done(result);
          running.waiting.delete(id);
          this.#wake();
        },
        () => {
          running.hasEnded = true;
          this.#wake();
        },
      );
      this.#running.push(running);
    }
  }

  #freest(): Running | undefined {
    let best: Running | undefined;
    for (const running of this.#running) {
      if (running.hasEnded || running.waiting.size >= DEPTH) continue;
      if (best === undefined || running.waiting.size < best.waiting.size) best = running;
    }
    return best;
  }
}
