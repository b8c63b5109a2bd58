import type { RuleOptions } from '../config/policy.ts';
import type { FileSettings } from '../config/settings.ts';
import { NO_FILES, type SourceFile } from '../files/file-reader.ts';
import { evaluate, type RuleResults, type SubjectResult } from '../findings/evaluate.ts';
import type { Evaluated } from '../fixes/proof.ts';
import type { Fix } from '../model/change.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import type { Reader } from '../parsers/contract/front-end.ts';
import { type ParseContext } from '../parsers/contract/parsed.ts';
import type { Relations } from '../parsers/contract/relations.ts';
import { loadReader, workWith } from '../parsers/index.ts';
import { detectKind, detectNameless, type InputKind, PROJECT_KIND } from '../parsers/registry.ts';
import { contextOf, type Input } from '../projects/input.ts';
import type { ReportedInput } from '../report/report.ts';
import { titleOf } from '../rules/index.ts';
import { type HiddenSpans, hiddenSpans } from '../sensitive/hidden-values.ts';
import { secretsIn } from '../sensitive/line-secrets.ts';
import { MASK } from '../sensitive/mask.ts';
import { maskNames, maskResults } from '../sensitive/messages.ts';
import { withoutOutsideText } from '../sensitive/outside.ts';
import { type SecretValues, secretValuesOf } from '../sensitive/secret-values.ts';

/**
 * The results for one input. Excludes the model, so that results can be cached and sent between
 * threads.
 */
export interface LintResult extends RuleResults, ReportedInput {
  readonly kind: InputKind;
  /**
   * The paths of the given files. Other files, for example from `extends` or `include`, are in
   * `texts`.
   */
  readonly paths: readonly string[];
  /** All texts that locations refer to, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** The spans of the texts to hide: environment values, which may be secrets. */
  readonly hidden: HiddenSpans;
  /** How the input relates to other files. */
  readonly relations: Relations;
  /** Every read and lookup of other files, if recorded. */
  readonly reads: readonly FileRead[];
  /** True if a limit left some fixes unverified. */
  readonly leavesFixes?: true;
}

/** Why an input could not be linted: an internal error, one line. */
export interface InternalError {
  readonly internalError: string;
}

/** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
  readonly input: Input;
  readonly settings: FileSettings;
  readonly done: (result: LintResult | InternalError) => void;
}

/** Lints inputs: in this thread, in other threads, or from a cache. */
export interface Linter {
  /**
   * Accepts an input, and resolves when it can accept another. Calls `done` with the result, now or
   * later.
   */
  submit(input: Input, settings: FileSettings, done: (result: LintResult | InternalError) => void): Promise<void>;
  /** Resolves after all results were delivered. Don't call `submit` afterwards. */
  finish(): Promise<void>;
}

export interface LintContext extends ParseContext {
  /** True to keep only verified fixes of findings, with edits. */
  readonly provesFixes?: boolean;
  /** True to leave out fixes, because no report shows them. */
  readonly omitsFixes?: boolean;
  /** Adds what identifies a finding in a baseline. The texts are those without hidden parts. */
  readonly identify?: (finding: Finding, texts: ReadonlyMap<string, string>) => Finding;
}

/** A read or lookup of a file, with a digest of the answer. */
export interface FileRead {
  readonly path: string;
  readonly digest: string;
  /** True for env files: their text must be hidden. */
  readonly isHidden: boolean;
}

/**
 * Lints an input; used by the command line, the library and editors. Never throws because of a
 * file's content: unparseable text becomes a finding.
 */
export async function lint(input: Input, context: LintContext, options: RuleOptions = {}): Promise<LintResult> {
  const { result, evaluated } = lintWith(await loadReader(input.kind), input, context, options);
  if (context.provesFixes !== true || !result.findings.some(hasFixes)) return result;
  const { proveFindings } = await import('../fixes/prove-findings.ts');
  const isWritable = (path: string): boolean => context.isOutside?.(path) !== true;
  const { kind, files } = input;
  const fixes = await proveFindings(
    { kind, files, context: ownContext(input, context), options, isWritable },
    { before: evaluated },
  );
  const secrets = secretValuesOf(evaluated.parsed);
  const isShown = (fix: Fix): boolean => isShowable(fix, secrets);
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...finding, fixes: fixes.of(finding).filter(isShown) })),
    ...(fixes.areAll ? {} : { leavesFixes: true }),
  };
}

function ownContext(input: Input, context: LintContext): LintContext {
  const { reportedFor, reportedIn = reportedFor } = input;
  return { ...contextOf(input, context), ...(reportedIn === undefined ? {} : { reportedIn }) };
}

/** The synchronous part of {@link lint}, which verifies no fixes. */
export function lintWith(
  reader: Reader,
  input: Input,
  context: LintContext,
  options: RuleOptions,
): { readonly result: LintResult; readonly evaluated: Evaluated } {
  const { kind, files } = input;
  return workWith(reader, kind, files, ownContext(input, context), (parsed) => {
    const { workingDirectory, omitsFixes, identify = (finding: Finding): Finding => finding } = context;
    const results = evaluate(parsed, options, {
      isTracked: (path) => context.files.isTracked?.(path) === true,
      workingDirectory,
      omitsFixes,
    });
    const { texts, relations, outside = NOWHERE } = parsed;
    const secrets = secretValuesOf(parsed);
    const isHidden = ({ location }: SubjectResult): boolean => outside.has(location.path);
    const names = new Set(results.subjects.filter(isHidden).map(({ name }) => name));
    const shown = <R extends Finding | Undecided>(found: readonly R[]): readonly R[] =>
      maskResults(withoutOutsideText(found, { outside, names, title: (id) => titleOf(id, options.ownRules) }), secrets);
    const result: LintResult = {
      kind,
      paths: files.map(({ path }) => path),
      subjects: maskNames(results.subjects, secrets).map((subject) =>
        isHidden(subject) ? { ...subject, name: MASK } : subject,
      ),
      findings: shown(results.findings.map((finding) => identify(finding, texts))),
      undecided: shown(results.undecided),
      usedExceptions: results.usedExceptions,
      texts,
      hidden: hiddenSpans(parsed, results.findings, secrets),
      relations,
      reads: [],
    };
    return { result, evaluated: { parsed, results } };
  });
}

function hasFixes({ fixes, suppression }: Finding): boolean {
  return fixes !== undefined && suppression === undefined;
}

/** False if an edit copies a secret from the text. */
function isShowable({ edits = [] }: Fix, secrets: SecretValues): boolean {
  return edits.every(({ newText }) => secretsIn(newText).length + secrets.spansIn(newText).length === 0);
}

const NOWHERE: ReadonlySet<string> = new Set();

/**
 * Lints one text. Detects its kind from name and content (see `detectKind`), or from content alone.
 * `context` supplies files and variables, by default none.
 */
export async function lintText(
  source: SourceFile,
  options: RuleOptions = {},
  context: ParseContext = { files: NO_FILES, environment: new Map() },
): Promise<LintResult> {
  return lint(
    { kind: detectKind(source) ?? detectNameless(source.text) ?? PROJECT_KIND, files: [source] },
    context,
    options,
  );
}
