/**
 * Problems that a parser reports: the real client would reject the text, or part of it could not be
 * read.
 */
export type SyntaxId =
  | 'syntax/binary'
  | 'syntax/conflict'
  | 'syntax/conflicting-flags'
  | 'syntax/cycle'
  | 'syntax/duplicate-item'
  | 'syntax/duplicate-key'
  | 'syntax/invalid-env-file'
  | 'syntax/invalid-interpolation'
  | 'syntax/invalid-json'
  | 'syntax/invalid-makefile'
  | 'syntax/invalid-shell'
  | 'syntax/invalid-unit'
  | 'syntax/invalid-value'
  | 'syntax/invalid-yaml'
  | 'syntax/limit'
  | 'syntax/missing-command'
  | 'syntax/missing-file'
  | 'syntax/missing-image'
  | 'syntax/missing-key'
  | 'syntax/missing-value'
  | 'syntax/required-variable'
  | 'syntax/undefined-reference'
  | 'syntax/unknown-command'
  | 'syntax/unknown-flag'
  | 'syntax/unknown-key'
  | 'syntax/unread-command'
  | 'syntax/unreadable-file'
  | 'syntax/unsupported'
  | 'syntax/wrong-type';

/** Faults of a comment or an exception that suppresses findings. */
export type SuppressionId =
  | 'suppression/malformed'
  | 'suppression/missing-reason'
  | 'suppression/unknown-rule'
  | 'suppression/unused';

/** The ids of findings about the text itself; `INPUT_RULES` has their facts. */
export type InputRuleId = SyntaxId | SuppressionId;
