import type { PresetName } from '../config/rule-settings.ts';
import type { JsonObject } from '../engine-json/engine-writer.ts';
import type { Risk } from '../model/change.ts';
import type { Severity } from '../model/finding.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/location.ts';

export interface PageFile {
  /** Its name, which decides its kind; '' leaves that to the text, for the first file only. */
  readonly name: string;
  readonly text: string;
}

/** The page's question about some files. It and the answer can be cloned between threads. */
export interface PageRequest {
  /**
   * The first one is linted. The others are next to it, such as `.env`, overrides, a Dockerfile, a
   * configuration, and output of `docker inspect`.
   */
  readonly files: readonly [PageFile, ...PageFile[]];
  readonly preset: PresetName;
  /** Fixes up to this risk are applied. */
  readonly risk: Risk;
  /** Proves and applies fixes, which is the slowest part. */
  readonly isProven: boolean;
}

/** A part of one of the files. */
export interface PagePlace {
  /** The 0-based index of the file. */
  readonly file: number;
  readonly span: Span;
}

/**
 * The answer about some files. Everything in it is safe to show: no secrets and no invisible
 * characters.
 */
export interface PageAnswer {
  readonly kind: InputKind;
  /** Findings, then undecided results: by severity, then by place. */
  readonly results: readonly PageResult[];
  /** The pages of their rules as inert HTML, by id. */
  readonly pages: Readonly<Record<string, string>>;
  /** Absent if no fix is proven; then no result has one either. */
  readonly fixed?: FixedText;
  readonly requests: readonly EngineRequest[];
  /** The drift of running containers; absent without `docker inspect` output. */
  readonly drift?: PageDrift;
}

/** A finding or an undecided result. */
export interface PageResult {
  /** The rules of a finding, or all that depend on an undecided result. */
  readonly rules: readonly PageRule[];
  /** The title of several findings shown as one. */
  readonly group?: string;
  readonly level: Severity | 'undecided' | 'suppressed';
  /** One or more sentences with `code` as the only markup. */
  readonly message: string;
  readonly remedy?: string;
  readonly place: PagePlace;
  readonly related: readonly { readonly place: PagePlace; readonly message: string }[];
  readonly fixes: readonly PageFix[];
}

export interface PageRule {
  readonly id: string;
  /** The number of the recommendation, such as `5.4`; '' for other rules. */
  readonly number: string;
}

/** A proven fix. */
export interface PageFix {
  readonly title: string;
  readonly risk: Risk;
  /** What may stop working, one sentence; absent if nothing can. */
  readonly breaks?: string;
  /** Why it is less risky than others of its kind. */
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
  /** Unified diffs; '' for an unchanged file. */
  readonly diff: string;
  readonly made: readonly ({ readonly rule: string } & Omit<PageFix, 'edits'>)[];
  readonly withdrawn: readonly { readonly rule: string; readonly title: string; readonly why: string }[];
  /** The number of findings with only riskier fixes, which were omitted. */
  readonly riskier: number;
}

/** One request to the engine. */
export interface EngineRequest {
  readonly name: string;
  /** For example `POST /containers/create`. */
  readonly call: string;
  readonly body: JsonObject;
  /** The paths of unknown fields. */
  readonly unknown: readonly string[];
  readonly place: PagePlace;
}

/** The differences between running and declared containers. */
export interface PageDrift {
  readonly containers: readonly {
    readonly name: string;
    readonly container: string;
    readonly place: PagePlace | undefined;
    readonly differences: readonly {
      readonly field: string;
      readonly declared?: string;
      readonly running?: string;
      /** The rules that the running value violates. */
      readonly rules: readonly string[];
    }[];
  }[];
  readonly notRunning: readonly string[];
  /** Services with their running and declared number of containers. */
  readonly counts: readonly string[];
  readonly inNoFile: readonly string[];
}
