/** A part of a page. Texts are on one line, with `code` in backticks. */
export type PageBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly example?: PageExample; readonly lines: readonly string[] };

/** An example, its language, and whether the rule reports it. */
export interface PageExample {
  readonly isGood: boolean;
  readonly label: string;
}

/** Whether the rule reports an example; empty for other code. */
export type ExampleMark = 'bad' | 'good' | '';

/** An example's name by its fence's language; others are Compose. */
const LANGUAGES: Readonly<Record<string, string>> = { sh: 'docker run', makefile: 'Makefile' };

export function exampleOf(language: string | undefined, mark: ExampleMark): PageExample | undefined {
  if (mark === '') return undefined;
  const isGood = mark === 'good';
  return { isGood, label: `${isGood ? 'Passes' : 'Fails'} (${LANGUAGES[language ?? ''] ?? 'Compose'})` };
}
