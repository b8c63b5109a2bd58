import type { PageAnswer, PageRequest } from '../src/playground/protocol.ts';
import type { Question, Reply } from './worker.ts';

/** Longer than any text takes that a person would write. */
const MAX_MILLISECONDS = 20_000;

/** Lints texts in a thread of their own, the latest only, so that typing never waits. */
export class Linter {
  readonly #address: string;
  readonly #onAnswer: (answer: PageAnswer, request: PageRequest) => void;
  readonly #onError: (message: string) => void;
  #worker: Worker;
  #id = 0;
  #isBusy = false;
  #next: PageRequest | undefined;
  #limit = 0;

  /** `script` is the program of the thread. */
  constructor(
    script: string,
    onAnswer: (answer: PageAnswer, request: PageRequest) => void,
    onError: (message: string) => void,
  ) {
    this.#address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    this.#onAnswer = onAnswer;
    this.#onError = onError;
    this.#worker = this.#start();
  }

  /** Asks about a text; what was asked before and has not begun is forgotten. */
  ask(request: PageRequest): void {
    if (this.#isBusy) {
      this.#next = request;
      return;
    }
    this.#id += 1;
    this.#isBusy = true;
    const question: Question = { id: this.#id, request };
    this.#worker.postMessage(question);
    this.#limit = window.setTimeout(() => {
      this.#worker.terminate();
      this.#worker = this.#start();
      this.#end(() => {
        this.#onError('This takes too long to lint in the browser. Use the command line instead.');
      });
    }, MAX_MILLISECONDS);
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.id !== this.#id) return;
      this.#end(() => {
        if (data.error === undefined) this.#onAnswer(data.answer, request);
        else this.#onError(`Internal error: ${data.error}`);
      });
    };
  }

  #start(): Worker {
    return new Worker(this.#address);
  }

  /** Shows what came of it, unless the text has changed since. */
  #end(show: () => void): void {
    clearTimeout(this.#limit);
    this.#isBusy = false;
    const next = this.#next;
    this.#next = undefined;
    if (next === undefined) show();
    else this.ask(next);
  }
}
