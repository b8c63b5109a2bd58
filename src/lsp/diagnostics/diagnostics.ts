import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Finding, Severity, Undecided } from '../../model/finding.ts';
import { isLacking, mergeMissing, missingGroups } from '../../report/missing.ts';
import type { ReportQuestion } from '../../report/questions.ts';
import { createSeverityTest, type LintReport } from '../../report/report.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { append, groupBy } from '../../util/maps.ts';
import { inTurns } from '../../util/turns.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import { pageAddress } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';
import type { Analysis, AnalysisFailure, Shown } from './analysis.ts';
import type { ByFile } from './elsewhere.ts';

/** A diagnostic with its findings: none for an undecided result, several for missing settings. */
export interface MarkedRange {
  readonly diagnostic: Diagnostic;
  readonly span: Span;
  readonly findings: readonly Shown<Finding>[];
}

export interface MarkedAnalysis extends Analysis {
  readonly marked: readonly MarkedRange[];
}

export interface DiagnosticContext {
  readonly features: ClientFeatures;
  readonly uriOf: (path: string) => string;
  readonly isOpen: (path: string) => boolean;
}

export async function toDiagnostics(analysis: Analysis, context: DiagnosticContext): Promise<readonly MarkedRange[]> {
  const { settings, document, report } = analysis;
  const isShown = createSeverityTest(settings.minSeverity);
  const findings = analysis.findings.filter(
    ({ result }) => isShown(result) && !(isLacking(result) && settings.missing === 'off'),
  );
  const texts = new Map(report?.texts);
  const indexOf = createLineIndices(texts);
  const [path = ''] = analysis.request.literals ?? [];
  texts.set(path, document.getText());
  const writer = new DiagnosticWriter(context, path, indexOf, analysis);
  const marked = faultsHere(analysis).map((fault) => writer.fault(fault));
  const shownOf = new Map(findings.map((shown) => [shown.result, shown]));
  await inTurns(grouped(findings), (group) => {
    const result = mergeMissing(group);
    const shown = (result.parts ?? [result]).flatMap((part) => shownOf.get(part) ?? []);
    marked.push(writer.finding(result, shown));
  });
  if (settings.undecided) await inTurns(analysis.undecided, (shown) => marked.push(writer.question(shown)));
  return marked.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Faults in the document itself, and faults without a place. */
function faultsHere({ faults, toWhole, request }: Analysis): readonly AnalysisFailure[] {
  const here = toWhole(request.literals?.[0] ?? '');
  return faults.filter(({ place }) => place === undefined || toWhole(place.path) === here);
}

/** Diagnostics for closed files, for example an invalid configuration. */
export function diagnosticsElsewhere(
  { faults, toWhole, request }: Analysis,
  { isOpen, uriOf }: DiagnosticContext,
): ByFile {
  const here = toWhole(request.literals?.[0] ?? '');
  const found = new Map<string, Diagnostic[]>();
  for (const fault of faults) {
    const { place } = fault;
    const path = place === undefined ? here : toWhole(place.path);
    if (place === undefined || path === here || isOpen(path)) continue;
    const message = faultText(fault);
    append(found, uriOf(path), { range: place.range, severity: DiagnosticSeverity.Error, source: 'plimsoll', message });
  }
  return found;
}

function faultText({ message, isCovered = false }: AnalysisFailure): string {
  return isCovered ? `${message} The last valid version stays in effect.` : message;
}

type ShownFinding = Shown<Finding>;
/** Groups findings into diagnostics. */
function grouped(findings: readonly ShownFinding[]): ReturnType<typeof missingGroups> {
  return [...groupBy(findings, ({ input }) => input)].flatMap(([{ missing }, own]) => {
    const results = own.map(({ result }) => result);
    return missing === 'each' ? results.map((result) => [result] as const) : missingGroups(results);
  });
}

class DiagnosticWriter {
  readonly #features: ClientFeatures;
  readonly #uriOf: (path: string) => string;
  readonly #path: string;
  readonly #indexOf: (path: string) => LineIndex;
  readonly #toWhole: (path: string) => string;
  readonly #ownRules: LintReport['ownRules'];

  constructor(
    { features, uriOf }: DiagnosticContext,
    path: string,
    indexOf: (path: string) => LineIndex,
    { toWhole, report }: Pick<Analysis, 'toWhole' | 'report'>,
  ) {
    this.#features = features;
    this.#uriOf = uriOf;
    this.#path = path;
    this.#indexOf = indexOf;
    this.#toWhole = toWhole;
    this.#ownRules = report?.ownRules;
  }

  /**
   * The diagnostic for a finding, or for all missing settings of a container. Code actions show the
   * remedies of the latter.
   */
  finding({ rule, severity, message, related, parts }: Finding, shown: readonly ShownFinding[]): MarkedRange {
    const text =
      message.remedy === undefined || parts !== undefined ? message.what : `${message.what} ${message.remedy}`;
    const [first] = shown;
    return this.#mark(first?.span ?? { start: 0, end: 0 }, shown, {
      severity: LEVELS[severity],
      message: text,
      ...this.#code(rule),
      ...this.#tags(rule),
      ...this.#related([...(first === undefined ? [] : elsewhere(first)), ...related]),
    });
  }

  question(shown: Shown<ReportQuestion>): MarkedRange {
    const { result, span } = shown;
    const { rule, rules, reason, related } = result;
    return this.#mark(span, [], {
      severity: DiagnosticSeverity.Hint,
      message: rules.length === 1 ? `Undecided: ${reason}` : `Undecided: ${reason} (${rules.join(', ')})`,
      ...this.#code(rule),
      ...this.#related([...elsewhere(shown), ...related]),
    });
  }

  /** Without a place, marks the start of the document. */
  fault(fault: AnalysisFailure): MarkedRange {
    return this.#mark(fault.place?.span ?? { start: 0, end: 0 }, [], {
      severity: DiagnosticSeverity.Error,
      message: faultText(fault),
    });
  }

  #mark(span: Span, findings: readonly ShownFinding[], parts: Omit<Diagnostic, 'range' | 'source'>): MarkedRange {
    return {
      span,
      findings,
      diagnostic: { range: toRange(span, this.#indexOf(this.#path)), source: 'plimsoll', ...parts },
    };
  }

  #code(rule: string): Pick<Diagnostic, 'code' | 'codeDescription'> {
    const { hasCodeDescription, readsPages } = this.#features;
    const href = hasCodeDescription ? pageAddress(rule, readsPages, this.#ownRules) : undefined;
    return { code: rule, ...(href === undefined ? {} : { codeDescription: { href } }) };
  }

  #tags(rule: string): Pick<Diagnostic, 'tags'> {
    const tag = this.#features.hasTags ? TAGS[rule] : undefined;
    return tag === undefined ? {} : { tags: [tag] };
  }

  #related(places: Finding['related']): Pick<Diagnostic, 'relatedInformation'> {
    if (!this.#features.hasRelatedInformation || places.length === 0) return {};
    return {
      relatedInformation: places.map(({ location: { path, span }, message }) => ({
        location: { uri: this.#uriOf(this.#toWhole(path)), range: toRange(span, this.#indexOf(path)) },
        message,
      })),
    };
  }
}

/** The related location of a result that is in another file. */
function elsewhere({ isHere, result: { location } }: Shown<Finding | Undecided>): Finding['related'] {
  return isHere ? [] : [{ location, message: 'the finding is here' }];
}

const LEVELS: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const TAGS: Readonly<Record<string, DiagnosticTag>> = {
  'suppression/unused': DiagnosticTag.Unnecessary,
  'syntax/duplicate-item': DiagnosticTag.Unnecessary,
  'deprecated-link': DiagnosticTag.Deprecated,
};
