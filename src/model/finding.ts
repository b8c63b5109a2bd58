import type { Location, Place } from '../text/location.ts';
import type { Fix } from './change.ts';
import type { Subject } from './container.ts';
import type { InputRuleId, SyntaxId } from './input-rule.ts';

export type Severity = 'error' | 'warning' | 'info';

/** From the least to the most severe. */
export const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];

/** First what is wrong, then what to do, each one or more whole sentences without Markdown except `code`. */
export interface Message {
  readonly what: string;
  /** Absent where nothing in the text can be changed. */
  readonly remedy?: string;
}

/** Something that is wrong with a text itself, or with what suppresses findings in it. */
export interface InputProblem {
  readonly id: InputRuleId;
  readonly severity: Severity;
  readonly message: Message;
  readonly place: Place;
  /** The container, exec or build in which it stands. */
  readonly subject?: SubjectName;
  /** The ways to put it right, the best first; left out where only a person knows one. */
  readonly fixes?: readonly Fix[];
}

/** Something that stopped a parser from reading part of a file, or that the real client would refuse. */
export interface Problem extends InputProblem {
  readonly id: SyntaxId;
  /** What the text names and does not define, which another file may; left out for any other problem. */
  readonly missing?: MissingDefinition;
}

/** A name that nothing in an input defines. */
export interface MissingDefinition {
  /** The section of a Compose file that would define it. */
  readonly section: ComposeSection;
  readonly name: string;
}

/** The sections of a Compose file whose names services refer to. */
export type ComposeSection = 'services' | 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

export interface SubjectName {
  readonly kind: Subject['kind'];
  readonly name: string;
}

/** A second place that belongs to a finding, and why. */
export interface RelatedLocation {
  readonly location: Location;
  readonly message: string;
}

/** Why a finding is known and does not count. */
export interface Suppression {
  /** A comment in the text, an exception of the configuration, or the baseline. */
  readonly kind: 'comment' | 'exception' | 'baseline';
  /** What the person wrote; absent for the baseline and where they wrote none. */
  readonly reason?: string;
  /** Where it was decided: a number, or an address. */
  readonly ticket?: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires?: string;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: Message;
  /** The text that a person must change. */
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  /** The containers, execs and builds that it is about, in source order; empty for problems of a file as a whole. */
  readonly subjects: readonly SubjectName[];
  readonly suppression?: Suppression;
  /** The ways to get rid of it, none proven yet, the best first; left out where only a person knows one. */
  readonly fixes?: readonly Fix[];
  /** The message says why an exception or the baseline does not cover it: expired, or not for all of its subjects. */
  readonly hasSuppressionNote?: true;
  /** True for what a container lacks, which is marked at the container itself. */
  readonly isMissing?: true;
  /** What it stands for, where a report has one finding for all that a container lacks. */
  readonly parts?: readonly Finding[];
}

/** A question that the text does not answer. */
export interface Undecided {
  readonly rule: string;
  /** What is not known, one sentence. */
  readonly reason: string;
  /** The names of the variables whose values would answer it; empty where something else is not known. */
  readonly variables: readonly string[];
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  readonly subjects: readonly SubjectName[];
  /** True for what a container may lack. */
  readonly isMissing?: true;
}

/** How what a container lacks is reported: as one finding, or each part by itself. */
export const MISSING_FORMS = ['group', 'each'] as const;

export type MissingForm = (typeof MISSING_FORMS)[number];
