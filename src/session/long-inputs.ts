import { readAgain } from '../lint/file-reads.ts';
import type { Linter } from '../lint/lint.ts';
import { createLocalLinter } from '../lint/local-linter.ts';
import type { ResultPart, Thread, WorkerAnswer } from '../lint/pooled-linter.ts';
import type { Input } from '../projects/input.ts';
import { nextTurns } from '../util/turns.ts';
import type { Session } from './session.ts';
import type { ThreadOptions, ThreadRequest } from './worker.ts';

/** In characters. Linting this much takes a tenth of a second. */
const LONG = 20_000;

/** Waits until pending messages were answered, if the text is long. */
export async function betweenSteps({ length }: string): Promise<void> {
  if (length >= LONG) await nextTurns();
}

/**
 * Lints long inputs in another thread, so that this one can answer its client. Starts the thread
 * when the first one arrives.
 */
export class LongInputs {
  readonly #start: (options: ThreadOptions) => Thread;
  readonly #waiting = new Map<number, (answer: WorkerAnswer | undefined) => void>();
  #thread: Thread | undefined;
  #id = 0;

  constructor(start: (options: ThreadOptions) => Thread) {
    this.#start = start;
  }

  /**
   * Returns a linter that lints short inputs in this thread, and also long ones that the other
   * thread can't complete.
   */
  linterFor(session: Session): Linter {
    const local = createLocalLinter(session.context);
    return {
      submit: async (input, settings, done) => {
        const answer = isLong(input) ? await this.#lint(session, input) : undefined;
        if (answer === undefined) {
          await local.submit(input, settings, done);
          return;
        }
        // Register the files that the thread read as dependencies.
        const result = await wholeResult(answer);
        if ('reads' in result) for (const { path } of result.reads) readAgain(path, session.files);
        done(result);
      },
      finish: () => local.finish(),
    };
  }

  end(): void {
    this.#thread?.end();
    this.#thread = undefined;
  }

  async #lint(session: Session, input: Input): Promise<WorkerAnswer | undefined> {
    const copy = await session.copy();
    this.#thread ??= this.#open(copy);
    this.#id += 1;
    const request: ThreadRequest = {
      id: this.#id,
      input,
      session: { copy, folder: session.files.workingDirectory },
    };
    const answer = new Promise<WorkerAnswer | undefined>((resolve) => this.#waiting.set(request.id, resolve));
    this.#thread.send(request);
    return answer;
  }

  #open(session: ThreadOptions['session']): Thread {
    const thread = this.#start({ session, tracksReads: true });
    thread.listen(
      (answer) => {
        this.#waiting.get(answer.id)?.(answer);
        this.#waiting.delete(answer.id);
      },
      () => {
        this.#thread = undefined;
        for (const resolve of this.#waiting.values()) resolve(undefined);
        this.#waiting.clear();
      },
    );
    return thread;
  }
}

async function wholeResult({ result, parts = [] }: WorkerAnswer): Promise<WorkerAnswer['result']> {
  if ('internalError' in result) return result;
  const [findings, undecided] = [[...result.findings], [...result.undecided]];
  for (const part of parts) {
    await nextTurns();
    const read = JSON.parse(part) as ResultPart;
    findings.push(...read.findings);
    undecided.push(...read.undecided);
  }
  return { ...result, findings, undecided };
}

function isLong({ files }: Input): boolean {
  let length = 0;
  for (const { text } of files) length += text.length;
  return length >= LONG;
}
