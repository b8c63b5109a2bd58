import type { Change } from '../../model/change.ts';
import type { Subject } from '../../model/container.ts';
import type { FileEdit } from '../../text/edit.ts';
import type { Location, Place } from '../../text/location.ts';

/** Why a change can't be written. */
export type RefusalReason =
  /** The text is shared through an anchor, and the change must not apply to all of its uses. */
  | 'shared'
  /** A `<<` merge prevents it. */
  | 'merge'
  /** The value contains a variable. */
  | 'variable'
  /** It would remove a comment. */
  | 'comment'
  /** The value is in a text that may not be changed. */
  | 'other-file'
  /** The text can't be parsed completely. */
  | 'broken'
  /** The value has an unsupported form. */
  | 'form';

export interface Refusal {
  readonly reason: RefusalReason;
  /** What prevents the edit, in one sentence. */
  readonly message: string;
}

export type Written =
  | { readonly edits: readonly FileEdit[]; readonly refusal?: undefined }
  | { readonly refusal: Refusal };

/**
 * Turns changes of the model into edits of the parsed texts: one writer per syntax, independent of
 * rules. Edits are minimal and follow the surrounding style. In doubt, a writer refuses.
 * `fixes/proof.ts` parses the result and compares it with the change.
 */
export interface Writer {
  /**
   * `subject` was parsed from `texts`. `block` is one of its {@link blocks}, to write the change
   * into.
   */
  readonly write: (change: Change, subject: Subject, texts: ReadonlyMap<string, string>, block?: Location) => Written;
  /**
   * The places of the texts that define a subject: its own, then shared ones. With `change`, only
   * those where it takes effect. Absent if nothing is shared.
   */
  readonly blocks?: (subject: Subject, texts: ReadonlyMap<string, string>, change?: Change) => readonly Location[];
  /** Combines the edits of all changes of one fix; absent if they needn't be combined. */
  readonly join?: (edits: readonly FileEdit[]) => readonly FileEdit[];
  /**
   * Removes any element, or any key with its value. Absent if the syntax has no fixes that do this.
   */
  readonly remove?: (location: Location, texts: ReadonlyMap<string, string>) => Written;
}

/** Replaces a value that the text contains literally, in one piece. */
export function replaceAsWritten(
  { location: { path, span } }: Place,
  before: string | undefined,
  newText: string,
  texts: ReadonlyMap<string, string>,
): Written {
  return before !== undefined && texts.get(path)?.slice(span.start, span.end) === before
    ? { edits: [{ path, span, newText }] }
    : refused('variable', 'It is not written there as one piece.');
}

export function refused(reason: RefusalReason, message: string): Written {
  return { refusal: { reason, message } };
}
