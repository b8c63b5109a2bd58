import type { WrittenOption } from '../../../model/command-line.ts';
import type { Text } from '../../../text/text.ts';
import type { Refusal, RefusalReason } from '../../contract/writer.ts';

/** A command line edit, independent of the surrounding syntax. */
export type LineEdit =
  | { readonly kind: 'add'; readonly name: string; readonly value?: string }
  | { readonly kind: 'remove'; readonly option: WrittenOption }
  /** Adds characters before or after the value of an option. */
  | { readonly kind: 'insert'; readonly option: WrittenOption; readonly at: 'start' | 'end'; readonly newText: string }
  | { readonly kind: 'replace'; readonly option: WrittenOption; readonly part: Text; readonly newText: string };

export type LineEdits =
  | { readonly edits: readonly LineEdit[]; readonly refusal?: undefined }
  | { readonly refusal: Refusal };

export function refusedLine(reason: RefusalReason, message: string): LineEdits {
  return { refusal: { reason, message } };
}
