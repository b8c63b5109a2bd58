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
