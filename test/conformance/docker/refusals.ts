/** What is found where the client refuses a command. */
export const REFUSALS: ReadonlySet<string> = new Set([
  'syntax/unknown-flag',
  'syntax/invalid-value',
  'syntax/missing-value',
  'syntax/missing-image',
  'syntax/missing-command',
  'syntax/conflicting-flags',
]);
