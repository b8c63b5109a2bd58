import { createSettings } from '../workspace/config/settings.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { withGivenTexts } from '../workspace/files/overlay.ts';
import { createOutsideTest } from '../workspace/files/root.ts';
import { lintHere } from './local-linter.ts';
import type { Answer, Request, ThreadOptions } from './pooled-linter.ts';

/** The other end of a `Thread`. */
export interface Port {
  listen(onRequest: (request: Request) => void): void;
  send(answer: Answer): void;
}

/** Answers each request, one after the other. */
export function serve(
  port: Port,
  { settings: options, environment, envFiles, given, named, tracksReads }: ThreadOptions,
  disk: FileSystem,
): void {
  const files = withGivenTexts(disk, given);
  const settings = createSettings(options, files);
  const context = {
    files,
    environment,
    workingDirectory: files.workingDirectory,
    isOutside: createOutsideTest(disk, named),
    ...(envFiles === undefined ? {} : { envFiles }),
  };
  let last = Promise.resolve();
  port.listen(({ id, input }) => {
    last = last.then(async () => {
      const own = await settings.forFile(input.files[0]?.path ?? '');
      port.send({ id, outcome: await lintHere(input, own, context, tracksReads) });
    });
  });
}
