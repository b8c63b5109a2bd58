/** A part of a page; texts are in one line, with `code` between backticks. */
export type PageBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly example?: PageExample; readonly lines: readonly string[] };

/** What an example shows: whether the rule finds something in it, and in what it is written. */
export interface PageExample {
  readonly isGood: boolean;
  readonly label: string;
}

/** Whether a rule finds something in an example; empty for code that is none. */
export type ExampleMark = 'bad' | 'good' | '';

/** What an example is called by the language of its fence; others are of Compose. */
const LANGUAGES: Readonly<Record<string, string>> = { sh: 'docker run', makefile: 'Makefile' };

/** An example by the language of its fence. */
export function exampleOf(language: string | undefined, mark: ExampleMark): PageExample | undefined {
  if (mark === '') return undefined;
  const isGood = mark === 'good';
  return { isGood, label: `${isGood ? 'Passes' : 'Fails'} (${LANGUAGES[language ?? ''] ?? 'Compose'})` };
}
