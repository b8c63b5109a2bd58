import { evaluate, type RuleResults, type SubjectResult } from '../findings/evaluate.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import {
  type Deployed,
  type Extended,
  hasFragments,
  NO_FILES,
  type ParseContext,
  type Parsed,
  type SourceFile,
} from '../parsers/contract/parsed.ts';
import { workOn } from '../parsers/index.ts';
import { detectKind, detectNameless, type InputKind } from '../parsers/registry.ts';
import { findRule } from '../rules/index.ts';
import { type HiddenSpans, hiddenSpans } from '../sensitive/hidden-values.ts';
import { MASK } from '../sensitive/mask.ts';
import { maskResults } from '../sensitive/messages.ts';
import { withoutOutsideText } from '../sensitive/outside.ts';
import type { RuleOptions } from '../workspace/config/policy.ts';

/** What was found in one input: a file, or the files of one Compose project. */
export interface LintResult extends RuleResults {
  readonly kind: InputKind;
  /** The names of the files that were given; those reached by `extends` or `include` are in `texts`. */
  readonly paths: readonly string[];
  /** Every text that a location names, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What of the texts is not to be shown: values of environment variables, which may be secrets. */
  readonly hidden: HiddenSpans;
  /** The files that the project includes: they need no linting of their own. */
  readonly included: readonly string[];
  /** How the paths of files end that it may include or extend besides: a variable is in their names. */
  readonly mayInclude: readonly string[];
  /** True where a service is only a part, which another file completes. */
  readonly hasFragments: boolean;
  /** What its services extend in other files. */
  readonly extended: readonly Extended[];
  /** What its scripts deploy. */
  readonly deployed: readonly Deployed[];
}

/**
 * Text in, findings out: the one way from an input to its findings, for the command line, the library and editors alike. Several
 * files are one Compose project. Never throws for what a file holds: what can't be parsed is a finding.
 */
export async function lintInput(
  kind: InputKind,
  files: readonly SourceFile[],
  context: ParseContext,
  options: RuleOptions = {},
): Promise<LintResult> {
  return workOn(kind, files, context, (parsed) => applyRules(kind, files, parsed, options));
}

function applyRules(kind: InputKind, files: readonly SourceFile[], parsed: Parsed, options: RuleOptions): LintResult {
  const ruleResults = evaluate(parsed, options);
  const { outside = NOWHERE } = parsed;
  const isThere = ({ subject }: SubjectResult): boolean => outside.has(subject.place.location.path);
  const names = new Set(ruleResults.subjects.filter(isThere).map(({ subject }) => subject.name));
  const shown = <R extends Finding | Undecided>(results: readonly R[]): readonly R[] =>
    maskResults(withoutOutsideText(results, { outside, names, title: (id) => findRule(id)?.title }));
  return {
    partlyRead: ruleResults.partlyRead,
    usedExceptions: ruleResults.usedExceptions,
    kind,
    paths: files.map(({ path }) => path),
    subjects: ruleResults.subjects.map((result) =>
      isThere(result) ? { ...result, subject: { ...result.subject, name: MASK } } : result,
    ),
    findings: shown(ruleResults.findings),
    undecided: shown(ruleResults.undecided),
    texts: parsed.texts,
    hidden: hiddenSpans(parsed, ruleResults.findings),
    hasFragments: hasFragments(parsed.subjects),
    included: parsed.included ?? [],
    mayInclude: parsed.mayInclude ?? [],
    extended: parsed.extended ?? [],
    deployed: parsed.deployed ?? [],
  };
}

const NOWHERE: ReadonlySet<string> = new Set();

/**
 * Lints one text under a name: what it is, is detected by the name and the text (see `detectKind`), or else by the text alone.
 * `context` gives the files that it may name and the values of variables; left out, there are none.
 */
export async function lintText(
  source: SourceFile,
  options: RuleOptions = {},
  context: ParseContext = { files: NO_FILES, environment: new Map() },
): Promise<LintResult> {
  return lintInput(detectKind(source) ?? detectNameless(source.text), [source], context, options);
}
