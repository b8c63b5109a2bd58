import { resultOf } from '../lint/local-linter.ts';
import type { Answer, Request } from '../lint/pooled-linter.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { createSession, type SessionCopy } from './session.ts';

/** All that a thread needs to lint as the one that starts it does. It can be cloned from one thread to another. */
export interface ThreadOptions {
  readonly session: SessionCopy;
  readonly tracksReads: boolean;
}

/** A request, and where it is given the session for it and for those that follow, with its working directory. */
export interface ThreadRequest extends Request {
  readonly session?: { readonly copy: SessionCopy; readonly folder: string };
}

/** The other end of a `Thread`. */
export interface Port {
  listen(onRequest: (request: ThreadRequest) => void): void;
  send(answer: Answer): void;
}

/** Answers each request, one after the other; `openFolder` gives the files of a directory, or of the process's own. */
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
      port.send({ id, result: await resultOf(input, own, session.context, tracksReads) });
    });
  });
}
