import type { Change } from '../../model/change.ts';
import type { Subject } from '../../model/container.ts';
import type { FileEdit } from '../../text/edit.ts';
import type { Location, Place } from '../../text/location.ts';

/** Why a change can't be written. */
export type RefusalReason =
  /** The text is shared through an anchor, and not all of its uses should change. */
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
  /** The writer does not know the form of the value. */
  | 'form';

export interface Refusal {
  readonly reason: RefusalReason;
  /** What prevents it, one sentence. */
  readonly message: string;
}

/** Edits of the current texts, or why there are none. */
export type Written =
  | { readonly edits: readonly FileEdit[]; readonly refusal?: undefined }
  | { readonly refusal: Refusal };

/**
 * Turns changes of the model into edits of the parsed texts: one writer per syntax, independent of
 * rules. Edits are minimal and follow the surrounding style.
 * A writer rejects what it is not sure of. `fixes/proof.ts` parses the result again and compares it
 * with the change.
 */
export interface Writer {
  /**
   * `subject` is the subject of the change, as parsed from `texts`. `block` is one of its
   * {@link blocks}, where the change is written.
   */
  readonly write: (change: Change, subject: Subject, texts: ReadonlyMap<string, string>, block?: Location) => Written;
  /**
   * The texts that define a subject, by place: its own first, then shared ones; with `change`, only
   * those where it takes effect. Absent if nothing is shared.
   */
  readonly blocks?: (subject: Subject, texts: ReadonlyMap<string, string>, change?: Change) => readonly Location[];
  /** Combines the edits of all changes of one fix; absent if they need no change. */
  readonly join?: (edits: readonly FileEdit[]) => readonly FileEdit[];
  /**
   * Removes an element, or a key with its value, whatever it means. Absent if the syntax has no
   * such repairs.
   */
  readonly remove?: (location: Location, texts: ReadonlyMap<string, string>) => Written;
}

/** Replaces a value that is written literally in one piece. */
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
