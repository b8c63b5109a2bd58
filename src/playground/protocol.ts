import type { PresetName } from '../config/rule-settings.ts';
import type { JsonObject } from '../engine-json/engine-writer.ts';
import type { Risk } from '../model/change.ts';
import type { Severity } from '../model/finding.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/location.ts';

export interface PageFile {
  /**
   * The file name, which decides the kind. If it is '' (only for the first file), the text decides.
   */
  readonly name: string;
  readonly text: string;
}

/** The page's request. Request and answer can be cloned between threads. */
export interface PageRequest {
  /**
   * The first file is linted. The others are in the same directory: for example `.env`, overrides,
   * a Dockerfile, a configuration, or the output of `docker inspect`.
   */
  readonly files: readonly [PageFile, ...PageFile[]];
  readonly preset: PresetName;
  /** The highest risk of fixes to apply. */
  readonly risk: Risk;
  /** True to verify and apply fixes, which is the slowest part. */
  readonly isProven: boolean;
}

export interface PagePlace {
  readonly file: number;
  readonly span: Span;
}

/**
 * The answer to the page. Everything in it is safe to show: no secrets, no invisible characters.
 */
export interface PageAnswer {
  readonly kind: InputKind;
  /** Findings, then undecided results; both by severity, then by place. */
  readonly results: readonly PageResult[];
  readonly pages: Readonly<Record<string, string>>;
  /** Absent if no fix was verified; then no result has a fix either. */
  readonly fixed?: FixedText;
  readonly requests: readonly EngineRequest[];
  /** How running containers differ from the file; absent without `docker inspect` output. */
  readonly drift?: PageDrift;
}

export interface PageResult {
  /** The rules of a finding, or all rules that an undecided result concerns. */
  readonly rules: readonly PageRule[];
  /** The title, if several findings are shown as one. */
  readonly group?: string;
  readonly level: Severity | 'undecided' | 'suppressed';
  /** One or more sentences; `code` is the only markup. */
  readonly message: string;
  readonly remedy?: string;
  readonly place: PagePlace;
  readonly related: readonly { readonly place: PagePlace; readonly message: string }[];
  readonly fixes: readonly PageFix[];
}

export interface PageRule {
  readonly id: string;
  /** The recommendation's number, such as `5.4`; '' for rules outside the benchmark. */
  readonly number: string;
}

export interface PageFix {
  readonly title: string;
  readonly risk: Risk;
  /** What may stop working, as one sentence; absent if nothing can. */
  readonly breaks?: string;
  /** Why the risk is lower than usual for this kind of fix. */
  readonly lowered?: string;
  readonly edits: readonly PageEdit[];
}

export interface PageEdit extends TextEdit {
  readonly file: number;
}

export interface FixedText {
  readonly after: readonly string[];
  /** The unified diffs; '' if nothing changed. */
  readonly diff: string;
  readonly made: readonly ({ readonly rule: string } & Omit<PageFix, 'edits'>)[];
  readonly withdrawn: readonly { readonly rule: string; readonly title: string; readonly why: string }[];
  /** The number of findings that only riskier fixes would resolve. */
  readonly riskier: number;
}

export interface EngineRequest {
  readonly name: string;
  /** For example `POST /containers/create`. */
  readonly call: string;
  readonly body: JsonObject;
  /** The paths of unknown values. */
  readonly unknown: readonly string[];
  readonly place: PagePlace;
}

export interface PageDrift {
  readonly containers: readonly {
    readonly name: string;
    readonly container: string;
    readonly place: PagePlace | undefined;
    readonly differences: readonly {
      readonly field: string;
      readonly declared?: string;
      readonly running?: string;
      readonly rules: readonly string[];
    }[];
  }[];
  readonly notRunning: readonly string[];
  /** Services with the wrong number of running containers. */
  readonly counts: readonly string[];
  readonly inNoFile: readonly string[];
}
