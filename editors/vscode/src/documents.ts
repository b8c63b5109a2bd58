/** Documents by language or by path, for VS Code and for the protocol alike. */
export type DocumentFilter =
  | { readonly scheme: string; readonly language: string }
  | { readonly scheme: string; readonly pattern: string };

/** The languages of VS Code, and of common extensions, in which there may be something to lint. */
const LANGUAGES = ['yaml', 'dockercompose', 'shellscript'];

/** Files that VS Code has no language of their own for. */
const PATTERNS: readonly string[] = [];

/** The documents that are sent to the server, which recognizes by name and content what it lints. Only files: what applies to a text depends on its folder. */
export const DOCUMENTS: readonly DocumentFilter[] = [
  ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
  ...PATTERNS.map((pattern) => ({ scheme: 'file', pattern })),
];
