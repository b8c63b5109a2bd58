import { resultOf } from '../lint/local-linter.ts';
import type { Answer, Request } from '../lint/pooled-linter.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { createSession, type SessionCopy } from './session.ts';

/** All that a thread needs to lint as the one that starts it does. It can be cloned from one thread to another. */
export interface ThreadOptions {
  readonly session: SessionCopy;
  readonly tracksReads: boolean;
}

/** The other end of a `Thread`. */
export interface Port {
  listen(onRequest: (request: Request) => void): void;
  send(answer: Answer): void;
}

/** Answers each request, one after the other. */
export function serve(port: Port, { session: copy, tracksReads }: ThreadOptions, files: FileSystem): void {
  const { settings, context } = createSession({ ...copy, files });
  let last = Promise.resolve();
  port.listen(({ id, input }) => {
    last = last.then(async () => {
      const own = await settings.forFile(input.files[0]?.path ?? '');
      port.send({ id, result: await resultOf(input, own, context, tracksReads) });
    });
  });
}
