/** A rule's page in the forms in which it is shown; made from `page.md` when plimsoll is built. */
export interface Page {
  /** As Markdown, without the marks of examples that only tests read. */
  readonly markdown: string;
  /** What a terminal shows, from its heading on. */
  readonly blocks: readonly PageBlock[];
}

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
