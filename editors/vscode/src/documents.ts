/** Documents by language or by path, for VS Code and for the protocol alike. */
export type DocumentFilter =
  | { readonly scheme: string; readonly language: string }
  | { readonly scheme: string; readonly pattern: string };

/**
 * The languages of VS Code, and of common extensions, in which there may be something to lint, or
 * something that it depends on.
 */
export const LANGUAGES: readonly string[] = [
  'yaml',
  'dockercompose',
  'github-actions-workflow',
  'ansible',
  'shellscript',
  'makefile',
  'just',
  'dockerfile',
];

/**
 * Files that VS Code has no language of their own for: dev containers, some Makefiles, justfiles,
 * the scripts of packages, templates of Jinja, and units of systemd and Podman Quadlet with their
 * drop-ins.
 */
export const PATTERNS: readonly string[] = [
  '**/{devcontainer,.devcontainer}.json',
  '**/Makefile.*',
  '**/{justfile,Justfile,.justfile}',
  '**/package.json',
  '**/*.{j2,jinja,jinja2}',
  '**/*.{container,pod,kube,service}',
  '**/*.{container,pod,kube,service}.d/*.conf',
];

/**
 * The documents that are sent to the server, which recognizes by name and content what it lints.
 * Only files: what applies to a text depends on its folder.
 */
export const DOCUMENTS: readonly DocumentFilter[] = [
  ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
  ...PATTERNS.map((pattern) => ({ scheme: 'file', pattern })),
];
