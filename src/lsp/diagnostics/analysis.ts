import type { Range } from 'vscode-languageserver';
import { ConfigError, SettingsError } from '../../config/config-file.ts';
import { FaultyFileError } from '../../files/faulty-file.ts';
import type { SourceFile } from '../../files/file-reader.ts';
import type { FileSystem } from '../../files/file-system.ts';
import type { Finding, Undecided } from '../../model/finding.ts';
import { type ReportQuestion, toQuestions } from '../../report/questions.ts';
import type { ReportedInput } from '../../report/report.ts';
import { betweenSteps, type LongInputs } from '../../session/long-inputs.ts';
import {
  createSession,
  type LintRequest,
  type Session,
  type SessionOptions,
  type SessionResult,
} from '../../session/session.ts';
import { LineIndex } from '../../text/line-index.ts';
import type { Location, Span } from '../../text/location.ts';
import { getOrInsert } from '../../util/maps.ts';
import { joinPath } from '../../util/paths.ts';
import { inTurns } from '../../util/turns.ts';
import type { Watchdog } from '../../util/watchdog.ts';
import type { OpenDocuments, TextDocument } from '../client/documents.ts';
import { toRange } from '../client/ranges.ts';
import type { ClientSettings } from '../client/settings.ts';
import { isGeneratedName, type LastValid } from './last-valid.ts';

/** What the server needs from its environment, apart from the client. */
export interface Host {
  readonly openFolder: (folder: string) => FileSystem;
  /** `YYYY-MM-DD`. */
  readonly today: () => string;
  /** A policy for every document; see `SettingsOptions`. */
  readonly policy?: string;
  /** A clock in milliseconds. */
  readonly now: () => number;
  readonly startThread?: ConstructorParameters<typeof LongInputs>[0];
  /** Limits the time spent on each document. */
  readonly watchdog?: Watchdog;
}

/** A result that concerns a document. */
export interface Shown<R extends Finding | Undecided> {
  readonly result: R;
  /** Where to show the result in the document. */
  readonly span: Span;
  /** False if the result is in another file that the text at `span` refers to. */
  readonly isHere: boolean;
  readonly input: ReportedInput;
}

/** Why a document is not linted, or only partially. */
export interface AnalysisFailure {
  readonly message: string;
  /** True if the findings are based on the last valid state of the faulty file. */
  readonly isCovered?: boolean;
  /** The place of the fault, in any file; absent if it has none. */
  readonly place?: { readonly path: string; readonly span: Span; readonly range: Range };
}

/** The results for one state of a document. Other open documents replace their files. */
export interface Analysis {
  readonly document: TextDocument;
  /** Unique in the server. */
  readonly id: number;
  readonly settings: ClientSettings;
  readonly session: Session;
  readonly request: LintRequest;
  /** `undefined` if linting failed. */
  readonly report: SessionResult | undefined;
  /** The findings to show in the document, without suppressed ones, each once. */
  readonly findings: readonly Shown<Finding>[];
  readonly undecided: readonly Shown<ReportQuestion>[];
  /**
   * Why the report is missing or incomplete: an invalid configuration, an unreadable file or an
   * internal error.
   */
  readonly faults: readonly AnalysisFailure[];
  readonly toWhole: (path: string) => string;
}

export interface AnalysisContext {
  readonly documents: OpenDocuments;
  readonly host: Host;
  /** Shared by all analyses; see `ParseContext`. */
  readonly memory: object;
  readonly lastValid: LastValid;
  /** Absent without threads. */
  readonly longInputs?: LongInputs | undefined;
}

let count = 0;

/** Lints one state of a document like `plimsoll lint FILE`. Never rejects: errors become faults. */
export async function analyze(
  document: TextDocument,
  settings: ClientSettings,
  context: AnalysisContext,
): Promise<Analysis | undefined> {
  const { documents, host, memory } = context;
  const place = documents.placeOf(document);
  if (place === undefined) return undefined;
  const { folder, path } = place;
  const toWhole = (named: string): string => joinPath(folder, named);
  const options: SessionOptions = {
    files: host.openFolder(folder),
    documents: documents.textsWith(document),
    today: host.today(),
    memory,
    // Code actions create fixes on demand.
    omitsFixes: true,
    ...(host.watchdog === undefined ? {} : { watchdog: host.watchdog }),
    ...(settings.configPath === undefined ? {} : { config: settings.configPath }),
    ...(settings.preset === undefined ? {} : { preset: settings.preset }),
    ...(host.policy === undefined ? {} : { policy: host.policy }),
    ...(settings.missing === undefined || settings.missing === 'off' ? {} : { missing: settings.missing }),
  };
  const request: LintRequest = { paths: [], literals: [path] };
  const { session, report, faults } = await lintAsValid(options, request, context, toWhole(path));
  await betweenSteps(document.getText());
  count += 1;
  return {
    document,
    id: count,
    settings,
    session,
    request,
    report,
    faults,
    toWhole,
    ...(await shownIn(report, toWhole(path), toWhole)),
  };
}

type Linted = Pick<Analysis, 'session' | 'report' | 'faults'>;

/** A configuration may be invalid, and then its baseline too. */
const MAX_TRIES = 3;

/**
 * Lints a document, and reports an invalid configuration, baseline or lock file. The last valid
 * version then replaces the invalid file.
 */
async function lintAsValid(
  options: SessionOptions,
  request: LintRequest,
  { lastValid, longInputs }: AnalysisContext,
  whole: string,
): Promise<Linted> {
  const instead: SourceFile[] = [];
  const faults: AnalysisFailure[] = [];
  for (let tries = 1; ; tries += 1) {
    const session = createSession(
      instead.length === 0 ? options : { ...options, documents: [...(options.documents ?? []), ...instead] },
    );
    const linted = await lint(session, request, longInputs);
    if (linted.report !== undefined) {
      if (faults.length === 0) lastValid.keep(session, whole);
      return { session, ...linted, faults: [...faults, ...linted.faults] };
    }
    const more = tries < MAX_TRIES ? lastValid.insteadOf(session, whole) : [];
    if (more.length === 0) return { session, ...linted, faults: [...faults, ...linted.faults] };
    instead.push(...more);
    faults.push(...linted.faults.map((fault) => ({ ...fault, isCovered: true })));
  }
}

async function lint(
  session: Session,
  request: LintRequest,
  longInputs: LongInputs | undefined,
): Promise<Pick<Analysis, 'report' | 'faults'>> {
  try {
    // Check lock files here, because they are not inputs.
    for (const path of request.literals ?? []) if (isGeneratedName(path)) await session.settings.forFile(path);
    const report = await session.lint(request, longInputs && { linter: longInputs.linterFor(session) });
    const unread = report.notes.flatMap(({ path, message, severity }) =>
      severity === 'error' ? [`${path}: ${message}`] : [],
    );
    return { report, faults: [...report.internalErrors, ...unread].map((message) => ({ message })) };
  } catch (error) {
    return { report: undefined, faults: faultsOf(error, session) };
  }
}

function faultsOf(error: unknown, { files }: Session): readonly AnalysisFailure[] {
  const textOf = (path: string): string => {
    const result = files.read(path);
    return 'text' in result ? result.text : '';
  };
  if (error instanceof ConfigError)
    return error.faults.map(({ path, place, message }) => {
      const said = `Invalid configuration ${path}: ${message}`;
      if (place === undefined) return { message: said };
      const { span } = place;
      return { message: said, place: { path, span, range: toRange(span, new LineIndex(textOf(path))) } };
    });
  if (error instanceof FaultyFileError) {
    const { message, at } = error;
    if (at === undefined) return [{ message }];
    const index = new LineIndex(textOf(at.path));
    const { start, end } = index.spanOf(at.position.line);
    const from = Math.min(start + at.position.column - 1, end);
    const span = { start: from, end: Math.max(from, end) };
    return [{ message, place: { path: at.path, span, range: toRange(span, index) } }];
  }
  if (error instanceof SettingsError) return [{ message: error.message }];
  return [{ message: `internal error: ${error instanceof Error ? error.message : String(error)}` }];
}

/** The results to show in a document: those in its file, and those in others that it refers to. */
async function shownIn(
  report: SessionResult | undefined,
  whole: string,
  toWhole: (path: string) => string,
): Promise<Pick<Analysis, 'findings' | 'undecided'>> {
  const findings = new Map<string, Shown<Finding>>();
  const undecided = new Map<string, Shown<ReportQuestion>>();
  const known = new Map<string, boolean>();
  const isHere = ({ path }: Location): boolean => getOrInsert(known, path, () => toWhole(path) === whole);
  for (const input of report?.inputs ?? []) {
    await inTurns(input.findings, (result) => {
      const span = spanHere(result, isHere);
      if (span === undefined || result.suppression !== undefined) return;
      const shown = { result, span, isHere: isHere(result.location), input };
      findings.set(keyOf(result, span, result.message.what), shown);
    });
    await inTurns(toQuestions(input.undecided), (result) => {
      const span = spanHere(result, isHere);
      if (span === undefined) return;
      const shown = { result, span, isHere: isHere(result.location), input };
      undecided.set(keyOf(result, span, result.reason), shown);
    });
  }
  const inOrder = <R extends Finding | Undecided>(shown: ReadonlyMap<string, Shown<R>>): readonly Shown<R>[] =>
    [...shown.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { findings: inOrder(findings), undecided: inOrder(undecided) };
}

function spanHere(
  { location, related }: Finding | Undecided,
  isHere: (location: Location) => boolean,
): Span | undefined {
  return isHere(location) ? location.span : related.find((other) => isHere(other.location))?.location.span;
}

function keyOf({ rule, location }: Finding | Undecided, span: Span, what: string): string {
  return [rule, location.path, location.span.start, location.span.end, span.start, span.end, what].join('\n');
}
