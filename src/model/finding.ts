import type { Location, Place } from '../text/location.ts';
import type { Fix } from './change.ts';
import type { Subject } from './container.ts';
import type { InputRuleId, SyntaxId } from './input-rule.ts';

export type Severity = 'error' | 'warning' | 'info';

/** In ascending order. */
export const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];

/**
 * First the problem, then the remedy. Each is one or more whole sentences, with `code` as the only
 * markup.
 */
export interface Message {
  readonly what: string;
  /** Absent if changing the file doesn't help. */
  readonly remedy?: string;
}

/** A fault in a text, or in a comment or exception that suppresses findings. */
export interface InputProblem {
  readonly id: InputRuleId;
  readonly severity: Severity;
  readonly message: Message;
  readonly place: Place;
  readonly subject?: SubjectName;
  /** Fixes, the best first; absent if users must correct the fault. */
  readonly fixes?: readonly Fix[];
  /** True if the configuration can't raise the severity. */
  readonly isMinor?: true;
}

/** Something that a parser could not read, or that the real client rejects. */
export interface Problem extends InputProblem {
  readonly id: SyntaxId;
  /** Identifies the cause: later problems in the file with the same cause are not reported. */
  readonly about?: string;
  /** A name that the file uses, but another file may define. */
  readonly missing?: MissingDefinition;
}

/** A name that an input uses but doesn't define. */
export interface MissingDefinition {
  /** The section of a Compose file that would define the name. */
  readonly section: ComposeSection;
  readonly name: string;
}

/** The sections of a Compose file whose entries services refer to by name. */
export type ComposeSection = 'services' | 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

export interface SubjectName {
  readonly kind: Subject['kind'];
  readonly name: string;
}

/** Another place that a finding refers to, and its role. */
export interface RelatedLocation {
  readonly location: Location;
  readonly message: string;
}

/** Why a finding does not count. */
export interface Suppression {
  readonly kind: 'comment' | 'exception' | 'baseline';
  /** The user's reason; absent for the baseline. */
  readonly reason?: string;
  /** Where it was decided: a ticket number or a URL. */
  readonly ticket?: string;
  /** The last valid day, `YYYY-MM-DD`. */
  readonly expires?: string;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: Message;
  /** The text that users must change. */
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  /**
   * The affected containers, execs and builds, in source order; empty for problems of a whole file.
   */
  readonly subjects: readonly SubjectName[];
  readonly suppression?: Suppression;
  /** Unverified fixes, the best first; absent if users must resolve the finding. */
  readonly fixes?: readonly Fix[];
  /**
   * True if the message says why an exception or the baseline doesn't suppress the finding: it has
   * expired, or is limited to some subjects.
   */
  readonly hasSuppressionNote?: true;
  /** True for a missing setting. Its location is the container's. */
  readonly isMissing?: true;
  /** Identifies the finding instead of the marked text. */
  readonly statement?: string;
  /**
   * The combined findings, if a report shows the missing settings of a container as one finding.
   */
  readonly parts?: readonly Finding[];
}

/** A result that depends on values outside the file. */
export interface Undecided {
  readonly rule: string;
  /** What is unknown, as one sentence. */
  readonly reason: string;
  /** The variables whose values would decide it; empty if something else would. */
  readonly variables: readonly string[];
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  readonly subjects: readonly SubjectName[];
  /** True if the result is about a setting that may be missing. */
  readonly isMissing?: true;
}

/** How to report missing settings: as one finding per container, or one by one. */
export const MISSING_FORMS = ['group', 'each'] as const;

export type MissingForm = (typeof MISSING_FORMS)[number];
