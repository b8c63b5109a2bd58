/** Findings about commands that the client rejects. */
export const REFUSALS: ReadonlySet<string> = new Set([
  'syntax/unknown-flag',
  'syntax/invalid-value',
  'syntax/missing-value',
  'syntax/missing-image',
  'syntax/missing-command',
  'syntax/conflicting-flags',
]);
