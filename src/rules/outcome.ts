import type { Change, ChangedField, FixMeta } from '../model/change.ts';
import type { Message, RelatedLocation, Severity } from '../model/finding.ts';
import type { Place } from '../text/location.ts';
import type { StatedFix } from './shared/changes.ts';
import type { Doubt } from './shared/demand.ts';
import type { Voice, WrittenMessage } from './shared/voice.ts';

/** A rule's result for one container, exec or build. No result means that it passes. */
export type Outcome =
  | {
      readonly verdict: 'fail';
      readonly place: Place;
      /** The message's key in the rule's table. */
      readonly messageId: string;
      /** The message; `also` names other subjects that share the text, and so the finding. */
      readonly describe: (also?: readonly string[]) => Message;
      readonly severity: Severity | undefined;
      readonly related: readonly RelatedLocation[];
      /** True for missing settings. */
      readonly isMissing: boolean;
      /**
       * Findings of other rules on the same subject that this one replaces: those rules fail
       * without being reported.
       */
      readonly covers: readonly Covered[];
      /** Computes the fixes for this subject, best first. */
      readonly fixes: () => readonly OutcomeFix[];
    }
  | ({ readonly verdict: 'undecided'; readonly isMissing?: true } & Doubt)
  | ({ readonly verdict: 'not-applicable' } & Exemption);

/** What a check returns: an outcome, none, or a list of these. */
export type Outcomes = Outcome | undefined | Iterable<Outcomes>;

/** Why a rule doesn't apply to a subject. */
export interface Exemption {
  readonly reason: string;
  /**
   * The rule that reports the problem instead: if it fails, this one fails without being reported.
   */
  readonly reportedBy?: string;
}

/** What another rule marks in the same subject. */
export interface Covered {
  readonly rule: string;
  readonly place: Place;
}

/** A fix as a rule states it: changes to the outcome's subject. */
export interface OutcomeFix {
  readonly meta: FixMeta;
  /** Its title, if more specific than the kind's. */
  readonly title: string | undefined;
  /** Why its risk is one step lower than the kind's. */
  readonly lowered: string | undefined;
  /** Why it isn't offered here. */
  readonly withheld: string | undefined;
  /** Offered only if the rule is named. */
  readonly isByName: boolean;
  readonly changes: readonly Change[];
}

/** Builds one message; `Data` is its input besides the subject. */
export type MessageBuilder<Data> = (voice: Voice, data: Data) => WrittenMessage;
/** A rule's messages by ID; `D` has the data for each ID. */
export type Messages<D> = { readonly [K in keyof D]: MessageBuilder<D[K]> };

/** What a finding marks: a setting, an answer, or anything else with a place. */
export interface Marked {
  readonly place: Place;
  /** False if only some candidates are bad; a place on a branch implies it. */
  readonly isCertain?: boolean;
}

export interface FailDetail<F extends string> {
  readonly severity?: Severity | undefined;
  readonly related?: readonly RelatedLocation[] | undefined;
  /** Findings of other rules that this one replaces. */
  readonly covers?: readonly Covered[];
  /** Fixes, best first; absent if only the user can decide. */
  readonly fixes?: () => readonly StatedFix<F>[];
  /** The field that the fix `remove` removes; absent if the field has several values. */
  readonly removes?: ('remove' extends F ? ChangedField : never) | undefined;
}
