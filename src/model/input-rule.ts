/**
 * Problems that parsers report: the real client would reject the text, or a part could not be read.
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

/** Faults in comments and exceptions that suppress findings. */
export type SuppressionId =
  | 'suppression/malformed'
  | 'suppression/missing-reason'
  | 'suppression/unknown-rule'
  | 'suppression/unused';

/** The ids of findings about the text itself; `INPUT_RULES` has the facts about them. */
export type InputRuleId = SyntaxId | SuppressionId;
