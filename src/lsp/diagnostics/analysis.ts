import type { Range } from 'vscode-languageserver';
import type { Finding, Undecided } from '../../model/finding.ts';
import type { SourceFile } from '../../parsers/contract/parsed.ts';
import { type Question, toQuestions } from '../../report/questions.ts';
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
import type { Watchdog } from '../../util/watchdog.ts';
import { ConfigError, SettingsError } from '../../workspace/config/config-file.ts';
import { FaultyFileError } from '../../workspace/files/faulty-file.ts';
import type { FileSystem } from '../../workspace/files/file-system.ts';
import type { OpenDocuments, TextDocument } from '../client/documents.ts';
import { toRange } from '../client/ranges.ts';
import type { ClientSettings } from '../client/settings.ts';
import { isGeneratedName, type LastValid } from './last-valid.ts';

/** What the server knows of the world around it, besides its client. */
export interface Host {
  readonly openFolder: (folder: string) => FileSystem;
  /** The day, `YYYY-MM-DD`. */
  readonly today: () => string;
  /** A policy that is in force for every document: see `SettingsOptions`. */
  readonly policy?: string;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Starts a thread for long documents; left out where there are none to be had. */
  readonly startThread?: ConstructorParameters<typeof LongInputs>[0];
  /** What the work on each document runs under; left out where nothing watches it. */
  readonly watchdog?: Watchdog;
}

/** A result that concerns a document. */
export interface Shown<R extends Finding | Undecided> {
  readonly result: R;
  /** Where it is shown in the document. */
  readonly span: Span;
  /** False where it is about another text, to which something at `span` leads. */
  readonly isHere: boolean;
  /** The input that it is about. */
  readonly input: ReportedInput;
}

/** Why a document is not linted, or only in part. */
export interface AnalysisFailure {
  readonly message: string;
  /** Whether the findings follow the last valid state of what is at fault. */
  readonly isCovered?: boolean;
  /** Where it is: in the document itself, or elsewhere; left out where it has no place. */
  readonly place?: { readonly path: string; readonly span: Span; readonly range: Range };
}

/** What came of one state of a document, with the open documents in the place of their files. */
export interface Analysis {
  readonly document: TextDocument;
  /** Distinguishes it from every other one of the server. */
  readonly id: number;
  readonly settings: ClientSettings;
  readonly session: Session;
  readonly request: LintRequest;
  /** `undefined` where the files cannot be linted. */
  readonly report: SessionResult | undefined;
  /** The findings that count and that concern the document, each once. */
  readonly findings: readonly Shown<Finding>[];
  readonly undecided: readonly Shown<Question>[];
  /** Why there is no report, or only a part of one: an invalid configuration, an unreadable file, an internal error. */
  readonly faults: readonly AnalysisFailure[];
  /** The absolute path of a file that is named in the report. */
  readonly toWhole: (path: string) => string;
}

/** What an analysis needs besides the document and its settings. */
export interface AnalysisContext {
  readonly documents: OpenDocuments;
  readonly host: Host;
  /** What all analyses of a server have in common: see `ParseContext`. */
  readonly memory: object;
  readonly lastValid: LastValid;
  /** Left out where there are no threads to be had. */
  readonly longInputs?: LongInputs | undefined;
}

let count = 0;

/** Lints one state of a document as `plimsoll lint FILE` does. Never rejects: what goes wrong is a fault. */
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
    ...shownIn(report, toWhole(path), toWhole),
  };
}

type Linted = Pick<Analysis, 'session' | 'report' | 'faults'>;

/** A configuration may be broken, and then its baseline. */
const MAX_TRIES = 3;

/** Lints a document. Where a configuration or the like is not valid, it is linted with the last one that was, and the fault is said all the same. */
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
    // A lock file by itself is no input, for which it would be read.
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

/** What of a report stands in a file, or leads from there to what is reported elsewhere. */
function shownIn(
  report: SessionResult | undefined,
  whole: string,
  toWhole: (path: string) => string,
): Pick<Analysis, 'findings' | 'undecided'> {
  const findings = new Map<string, Shown<Finding>>();
  const undecided = new Map<string, Shown<Question>>();
  const known = new Map<string, boolean>();
  const isHere = ({ path }: Location): boolean => getOrInsert(known, path, () => toWhole(path) === whole);
  for (const input of report?.inputs ?? []) {
    for (const result of input.findings) {
      const span = spanHere(result, isHere);
      if (span === undefined || result.suppression !== undefined) continue;
      const shown = { result, span, isHere: isHere(result.location), input };
      findings.set(keyOf(result, span, result.message.what), shown);
    }
    for (const result of toQuestions(input.undecided)) {
      const span = spanHere(result, isHere);
      if (span === undefined) continue;
      const shown = { result, span, isHere: isHere(result.location), input };
      undecided.set(keyOf(result, span, result.reason), shown);
    }
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
