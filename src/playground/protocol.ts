import type { JsonObject } from '../engine-json/engine-writer.ts';
import type { Risk } from '../model/change.ts';
import type { Severity } from '../model/finding.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/location.ts';
import type { PresetName } from '../workspace/config/rule-settings.ts';

/** What the page wants to know of one text. It and the answer can be cloned from one thread to another. */
export interface PageRequest {
  readonly text: string;
  /** The name of the file, which decides what it is read as; '' where the text decides alone. */
  readonly name: string;
  readonly preset: PresetName;
  /** The fixes of this risk and below are made. */
  readonly risk: Risk;
}

/**
 * What is shown of one text. Everything in it is safe to show: messages have no secret values and no invisible
 * characters.
 */
export interface PageAnswer {
  readonly kind: InputKind;
  /**
   * Findings, then open questions: the most severe ones first, those alike in the order in which they stand in the
   * text.
   */
  readonly results: readonly PageResult[];
  /**
   * The pages of the rules in `results` as HTML, without anything that could act, by id; what is wrong with the text
   * itself has none.
   */
  readonly pages: Readonly<Record<string, string>>;
  readonly fixed: FixedText;
  /** What the engine would be asked, in the order in which it stands in the text. */
  readonly requests: readonly EngineRequest[];
}

/** A finding or an open question. */
export interface PageResult {
  /** That of a finding, or those that wait for an answer. */
  readonly rules: readonly PageRule[];
  readonly level: Severity | 'undecided' | 'accepted';
  /** One or more sentences; the only marks are those of `code`. */
  readonly message: string;
  readonly remedy?: string;
  readonly span: Span;
  readonly related: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes: readonly PageFix[];
}

export interface PageRule {
  readonly id: string;
  /** The number of the benchmark's item, such as `5.4`; '' for a rule that is not in it. */
  readonly number: string;
}

/** A fix that was proven. */
export interface PageFix {
  readonly title: string;
  readonly risk: Risk;
  /** What may stop working, one sentence; left out where nothing can. */
  readonly breaks?: string;
  /** Why it is less risky than others of its kind; left out where it is not. */
  readonly lowered?: string;
  readonly edits: readonly TextEdit[];
}

/** The text with its fixes. */
export interface FixedText {
  readonly after: string;
  /** A unified diff; '' where nothing changes. */
  readonly diff: string;
  readonly made: readonly ({ readonly rule: string } & Omit<PageFix, 'edits'>)[];
  /** Why the other fixes are not made. */
  readonly withdrawn: readonly { readonly rule: string; readonly title: string; readonly why: string }[];
  /** How many findings have only riskier fixes, which were left out. */
  readonly riskier: number;
}

/** One request to the engine. */
export interface EngineRequest {
  readonly name: string;
  /** Such as `POST /containers/create`. */
  readonly call: string;
  readonly body: JsonObject;
  /** The paths of the fields that the text does not give. */
  readonly unknown: readonly string[];
  readonly span: Span;
}
