import type { Change, ChangedField, FixMeta } from '../model/change.ts';
import type { Message, RelatedLocation, Severity } from '../model/finding.ts';
import type { Place } from '../text/location.ts';
import type { StatedFix } from './shared/changes.ts';
import type { Doubt } from './shared/demand.ts';
import type { Voice } from './shared/voice.ts';

/** What a rule found for one container, exec or build. No outcome at all is a pass. */
export type Outcome =
  | {
      readonly verdict: 'fail';
      readonly place: Place;
      /** The key of the message in the rule's table. */
      readonly messageId: string;
      /** The message; `also` names further subjects that have the same text, so that they share one finding. */
      readonly describe: (also?: readonly string[]) => Message;
      readonly severity: Severity | undefined;
      readonly related: readonly RelatedLocation[];
      /** True where it is about what the subject lacks. */
      readonly isMissing: boolean;
      /** What other rules say of the same subject, of which this says more: they fail, and only this is reported. */
      readonly covers: readonly Covered[];
      /** The ways to fix it in this subject, the best first. */
      readonly fixes: readonly OutcomeFix[];
    }
  /** `isMissing` as above. */
  | ({ readonly verdict: 'undecided'; readonly isMissing?: true } & Doubt)
  | ({ readonly verdict: 'not-applicable' } & Exemption);

/** Why a rule has nothing to say of a subject. */
export interface Exemption {
  /** One sentence. */
  readonly reason: string;
  /**
   * The rule that says that what is asked for is not there: where that fails, so does this, and only that is reported.
   */
  readonly reportedBy?: string;
}

/** What another rule marks in the same subject. */
export interface Covered {
  readonly rule: string;
  readonly place: Place;
}

/** A fix as a rule states it: changes of the subject that the outcome is about. */
export interface OutcomeFix {
  readonly meta: FixMeta;
  /** Its title, where it says more than that of its kind. */
  readonly title: string | undefined;
  /** Why it is one step less risky than its kind. */
  readonly lowered: string | undefined;
  /** Why it is not made here. */
  readonly withheld: string | undefined;
  /** Made only where its rule is named. */
  readonly isByName: boolean;
  readonly changes: readonly Change[];
}

/** Builds one message; `Data` is what it needs to know beyond its subject. */
export type MessageBuilder<Data> = (voice: Voice, data: Data) => Message;
/** A rule's messages by id; `D` maps each id to the data that its message needs. */
export type Messages<D> = { readonly [K in keyof D]: MessageBuilder<D[K]> };

/** What a finding marks: a setting, an answer, or anything else with a place. */
export interface Marked {
  readonly place: Place;
  /** False where only one of several candidates is bad; a place on a branch says so by itself. */
  readonly isCertain?: boolean;
}

export interface FailDetail<F extends string> {
  readonly severity?: Severity;
  readonly related?: readonly RelatedLocation[] | undefined;
  /** What other rules mark, and this rule says better. */
  readonly covers?: readonly Covered[];
  /** The ways to fix it, the best first; left out where only a person knows one. */
  readonly fixes?: readonly StatedFix<F>[];
  /** The field of what is marked, where the fix `remove` removes that; there is none for one of several values. */
  readonly removes?: ('remove' extends F ? ChangedField : never) | undefined;
}
