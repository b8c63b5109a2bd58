import type { Change } from '../../model/change.ts';
import type { Subject } from '../../model/container.ts';
import type { FileEdit } from '../../text/edit.ts';
import type { Location, Place } from '../../text/location.ts';

/** Why a change can't be written. */
export type RefusalReason =
  /** The text is used in several places, through an anchor, and not all of them are to change. */
  | 'shared'
  /** What `<<` merges stands in the way. */
  | 'merge'
  /** A variable stands where the value is written. */
  | 'variable'
  /** It would take a comment away. */
  | 'comment'
  /** The text that has the value is none that may be written. */
  | 'other-file'
  /** The text can't be parsed whole. */
  | 'broken'
  /** The value is not written in a form that the writer knows. */
  | 'form';

export interface Refusal {
  readonly reason: RefusalReason;
  /** What stands in the way, one sentence. */
  readonly message: string;
}

/** Edits of texts as they are, or why there are none. */
export type Written =
  | { readonly edits: readonly FileEdit[]; readonly refusal?: undefined }
  | { readonly refusal: Refusal };

/**
 * Turns changes of the model into edits of the texts from which it was parsed: one for each syntax, whatever rule asks
 * for the change. The edits are as small as they can be and follow the style of what stands beside them. A writer does
 * not guess: what it is not sure of it refuses. What it wrote is parsed again and compared with the change
 * (`fixes/proof.ts`), so that it need not check what the model will show.
 */
export interface Writer {
  /**
   * `subject` is that of the change, as it was parsed from `texts`. With `block`, it is written in that one of the
   * subject's {@link blocks}.
   */
  readonly write: (change: Change, subject: Subject, texts: ReadonlyMap<string, string>, block?: Location) => Written;
  /**
   * The texts that say what a subject is, each by its place: its own first, then what it shares with others. With
   * `change`, those of them in which that takes effect for it. Left out where nothing is shared.
   */
  readonly blocks?: (subject: Subject, texts: ReadonlyMap<string, string>, change?: Change) => readonly Location[];
  /** The edits of all changes of one fix, which were written each by itself, as they are made together; left out where they are the same. */
  readonly join?: (edits: readonly FileEdit[]) => readonly FileEdit[];
  /** Removes what has a place, whatever it means: an element, or a key with its value. Left out where nothing is repaired so. */
  readonly remove?: (location: Location, texts: ReadonlyMap<string, string>) => Written;
}

/** Puts another text in the place of a value that stands in its own as it is, in one piece. */
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
