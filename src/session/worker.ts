import type { FileSystem } from '../files/file-system.ts';
import type { LintResult } from '../lint/lint.ts';
import { resultOf } from '../lint/local-linter.ts';
import type { ResultPart, WorkerAnswer, WorkerRequest } from '../lint/pooled-linter.ts';
import { SLICE } from '../util/turns.ts';
import { createSession, type SessionCopy } from './session.ts';

/** The options of a thread. Can be cloned. */
export interface ThreadOptions {
  readonly session: SessionCopy;
  readonly tracksReads: boolean;
}

/** A request to a thread. Includes the session if it differs from the last request's. */
export interface ThreadRequest extends WorkerRequest {
  readonly session?: { readonly copy: SessionCopy; readonly folder: string };
}

export interface Port {
  listen(onRequest: (request: ThreadRequest) => void): void;
  send(answer: WorkerAnswer): void;
}

/**
 * Answers requests in order. `openFolder` returns the files of a directory; by default the
 * process's.
 */
export function serve(
  port: Port,
  { session: first, tracksReads }: ThreadOptions,
  openFolder: (folder?: string) => FileSystem,
): void {
  let session = createSession({ ...first, files: openFolder() });
  let last = Promise.resolve();
  port.listen(({ id, input, session: next }) => {
    last = last.then(async () => {
      if (next !== undefined) session = createSession({ ...next.copy, files: openFolder(next.folder) });
      const own = await session.settings.forFile(input.files[0]?.path ?? '');
      const result = await resultOf(input, own, session.context, tracksReads);
      port.send(next === undefined || 'internalError' in result ? { id, result } : inParts(id, result));
    });
  });
}

/**
 * Send findings in parts: parsing all at once would block the other thread for a tenth of a second.
 */
function inParts(id: number, result: LintResult): WorkerAnswer {
  const { findings, undecided } = result;
  const parts: string[] = [];
  for (let start = 0; start < Math.max(findings.length, undecided.length); start += SLICE) {
    const end = start + SLICE;
    const part: ResultPart = { findings: findings.slice(start, end), undecided: undecided.slice(start, end) };
    parts.push(JSON.stringify(part));
  }
  return { id, result: { ...result, findings: [], undecided: [] }, parts };
}
