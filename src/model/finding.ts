import type { Location, Place } from '../text/location.ts';
import type { Fix } from './change.ts';
import type { Subject } from './container.ts';
import type { InputRuleId, SyntaxId } from './input-rule.ts';

export type Severity = 'error' | 'warning' | 'info';

/** In ascending order. */
export const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];

/**
 * First the problem, then the remedy, each one or more whole sentences without Markdown except
 * `code`.
 */
export interface Message {
  readonly what: string;
  /** Absent if no change of the file helps. */
  readonly remedy?: string;
}

/** A fault of a text itself, or of a suppression in it. */
export interface InputProblem {
  readonly id: InputRuleId;
  readonly severity: Severity;
  readonly message: Message;
  readonly place: Place;
  /** The container, exec or build that contains it. */
  readonly subject?: SubjectName;
  /** The ways to correct it, the best first; absent if only a person can. */
  readonly fixes?: readonly Fix[];
  /** True if the configuration can't raise its severity. */
  readonly isMinor?: true;
}

/** Something that kept a parser from reading part of a file, or that the real client rejects. */
export interface Problem extends InputProblem {
  readonly id: SyntaxId;
  /** What it is about, if a later problem about the same in the file says nothing new. */
  readonly about?: string;
  /** A name that the file uses and another file may define. */
  readonly missing?: MissingDefinition;
}

/** A name that an input uses and does not define. */
export interface MissingDefinition {
  /** The section of a Compose file that would define it. */
  readonly section: ComposeSection;
  readonly name: string;
}

/** The sections of a Compose file that services refer to by name. */
export type ComposeSection = 'services' | 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

export interface SubjectName {
  readonly kind: Subject['kind'];
  readonly name: string;
}

/** A second place of a finding, and its role. */
export interface RelatedLocation {
  readonly location: Location;
  readonly message: string;
}

/** Why a finding does not count. */
export interface Suppression {
  readonly kind: 'comment' | 'exception' | 'baseline';
  /** What the user wrote; absent for the baseline. */
  readonly reason?: string;
  /** Where it was decided: a number or a URL. */
  readonly ticket?: string;
  /** The last day on which it applies, `YYYY-MM-DD`. */
  readonly expires?: string;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: Message;
  /** The text that a person must change. */
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  /**
   * The containers, execs and builds that it concerns, in source order; empty for problems of a
   * whole file.
   */
  readonly subjects: readonly SubjectName[];
  readonly suppression?: Suppression;
  /** The ways to resolve it, not proven yet, the best first; absent if only a person can. */
  readonly fixes?: readonly Fix[];
  /**
   * The message says why an exception or the baseline does not cover it: expired, or limited to
   * some subjects.
   */
  readonly hasSuppressionNote?: true;
  /** True for a missing setting, which is marked at the container itself. */
  readonly isMissing?: true;
  /** A digest that identifies it instead of the marked text. */
  readonly statement?: string;
  /** The findings it combines, if a report has one for all missing settings of a container. */
  readonly parts?: readonly Finding[];
}

/** A result that depends on values outside the file. */
export interface Undecided {
  readonly rule: string;
  /** What is unknown, one sentence. */
  readonly reason: string;
  /** The variables whose values would decide it; empty if it depends on something else. */
  readonly variables: readonly string[];
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  readonly subjects: readonly SubjectName[];
  /** True for a setting that a container may lack. */
  readonly isMissing?: true;
}

/** How missing settings are reported: as one finding per container, or each by itself. */
export const MISSING_FORMS = ['group', 'each'] as const;

export type MissingForm = (typeof MISSING_FORMS)[number];
