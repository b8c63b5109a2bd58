import { lintPage } from '../src/playground/lint-page.ts';
import type { PageAnswer, PageRequest } from '../src/playground/protocol.ts';

/** What goes to the thread that lints, and what comes back. */
export interface Question {
  readonly id: number;
  readonly request: PageRequest;
}
export type Reply = { readonly id: number } & (
  | { readonly answer: PageAnswer; readonly error?: undefined }
  | { readonly error: string }
);

async function reply({ id, request }: Question): Promise<Reply> {
  try {
    return { id, answer: await lintPage(request) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

globalThis.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  void reply(data).then((message) => {
    globalThis.postMessage(message);
  });
});
