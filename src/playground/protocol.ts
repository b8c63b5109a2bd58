import type { JsonObject } from '../engine-json/engine-writer.ts';
import type { Risk } from '../model/change.ts';
import type { Severity } from '../model/finding.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/location.ts';
import type { PresetName } from '../workspace/config/rule-settings.ts';

export interface PageFile {
  /** Its name, which decides what it is read as; '' where the text decides alone, which only the first may have. */
  readonly name: string;
  readonly text: string;
}

/** What the page wants to know of some files. It and the answer can be cloned from one thread to another. */
export interface PageRequest {
  /**
   * The first is linted. The others stand beside it, such as its `.env`, what overrides it, its Dockerfile, a
   * configuration, and what `docker inspect` shows of what runs.
   */
  readonly files: readonly [PageFile, ...PageFile[]];
  readonly preset: PresetName;
  /** The fixes of this risk and below are made. */
  readonly risk: Risk;
  /** Fixes are proven and made, which takes longer than all else. */
  readonly isProven: boolean;
}

/** A part of one of the files. */
export interface PagePlace {
  /** Which of the request's files, by its number from 0. */
  readonly file: number;
  readonly span: Span;
}

/** What is shown of some files. Everything in it is safe to show: messages have no secret values and no invisible characters. */
export interface PageAnswer {
  readonly kind: InputKind;
  /** Findings, then open questions: the most severe ones first, those alike in the order in which they stand in the text. */
  readonly results: readonly PageResult[];
  /** The pages of their rules as HTML, by id, without anything that could act. */
  readonly pages: Readonly<Record<string, string>>;
  /** Left out where no fix is proven; then no result has any either. */
  readonly fixed?: FixedText;
  /** What the engine would be asked, in the order in which it stands in the text. */
  readonly requests: readonly EngineRequest[];
  /** What runs against what is asked for; left out where no file shows what runs. */
  readonly drift?: PageDrift;
}

/** A finding or an open question. */
export interface PageResult {
  /** That of a finding, or those that wait for an answer. */
  readonly rules: readonly PageRule[];
  /** What several findings that are shown as one are called. */
  readonly group?: string;
  readonly level: Severity | 'undecided' | 'suppressed';
  /** One or more sentences; the only marks are those of `code`. */
  readonly message: string;
  readonly remedy?: string;
  readonly place: PagePlace;
  readonly related: readonly { readonly place: PagePlace; readonly message: string }[];
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
  readonly edits: readonly PageEdit[];
}

export interface PageEdit extends TextEdit {
  readonly file: number;
}

/** The files with their fixes. */
export interface FixedText {
  /** The texts of all files. */
  readonly after: readonly string[];
  /** Unified diffs; '' where nothing changes. */
  readonly diff: string;
  readonly made: readonly ({ readonly rule: string } & Omit<PageFix, 'edits'>)[];
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
  readonly place: PagePlace;
}

/** How what runs differs from what is asked for. */
export interface PageDrift {
  readonly containers: readonly {
    readonly name: string;
    readonly container: string;
    readonly place: PagePlace | undefined;
    readonly differences: readonly {
      readonly field: string;
      readonly declared?: string;
      readonly running?: string;
      /** The ids of what reports the value that runs. */
      readonly rules: readonly string[];
    }[];
  }[];
  readonly notRunning: readonly string[];
  /** Services with how many of their containers run, of how many. */
  readonly counts: readonly string[];
  readonly inNoFile: readonly string[];
}
