import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import { type Finding, SEVERITIES, type Severity, type Undecided } from '../../model/finding.ts';
import type { Question } from '../../report/questions.ts';
import { createSeverityTest, type Report } from '../../report/report.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { append } from '../../util/maps.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import { pageAddress } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';
import type { Analysis, AnalysisFailure, Shown } from './analysis.ts';

/** A diagnostic and its findings: none for a question or a fault, several for what one container lacks. */
export interface Marked {
  readonly diagnostic: Diagnostic;
  readonly span: Span;
  readonly findings: readonly Shown<Finding>[];
}

/** What diagnostics are made with. */
export interface DiagnosticContext {
  readonly features: ClientFeatures;
  /** The URI of a file by its absolute path. */
  readonly uriOf: (path: string) => string;
}

/** The code of a diagnostic about several things that a container lacks. */
export const MISSING_CODE = 'missing-hardening';

/** The diagnostics of a document, in the order of their places. */
export function toDiagnostics(analysis: Analysis, context: DiagnosticContext): readonly Marked[] {
  const { settings, document, report } = analysis;
  const isShown = createSeverityTest(settings.minSeverity);
  const findings = analysis.findings.filter(
    ({ result, isMissing }) => isShown(result) && !(isMissing && settings.missing === 'off'),
  );
  const [single, groups] = settings.missing === 'one' ? groupMissing(findings) : [findings, []];
  const texts = new Map(report?.texts);
  const indexOf = createLineIndices(texts);
  const [path = ''] = analysis.request.literals ?? [];
  texts.set(path, document.getText());
  const writer = new DiagnosticWriter(context, path, indexOf, analysis);
  const marked = [
    ...analysis.faults.map((fault) => writer.fault(fault)),
    ...single.map((shown) => writer.finding(shown)),
    ...groups.map((group) => writer.missing(group)),
    ...(settings.undecided ? analysis.undecided.map((shown) => writer.question(shown)) : []),
  ];
  return marked.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

type ShownFinding = Shown<Finding>;
type Group = readonly [ShownFinding, ShownFinding, ...ShownFinding[]];

/** What is shown by itself, and what each container lacks where that is more than one thing. */
function groupMissing(findings: readonly ShownFinding[]): [readonly ShownFinding[], readonly Group[]] {
  const single: ShownFinding[] = [];
  const byPlace = new Map<string, ShownFinding[]>();
  for (const shown of findings) {
    if (shown.isMissing) append(byPlace, `${shown.span.start} ${shown.span.end}`, shown);
    else single.push(shown);
  }
  const groups: Group[] = [];
  for (const [first, second, ...others] of byPlace.values()) {
    if (first === undefined) continue;
    if (second === undefined) single.push(first);
    else groups.push([first, second, ...others]);
  }
  return [single, groups];
}

class DiagnosticWriter {
  readonly #features: ClientFeatures;
  readonly #uriOf: (path: string) => string;
  readonly #path: string;
  readonly #indexOf: (path: string) => LineIndex;
  readonly #toWhole: (path: string) => string;
  readonly #ownRules: Report['ownRules'];

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

  finding(shown: ShownFinding): Marked {
    const { result, span } = shown;
    const { rule, severity, message, related } = result;
    const text = message.remedy === undefined ? message.what : `${message.what} ${message.remedy}`;
    return this.#mark(span, [shown], {
      severity: LEVELS[severity],
      message: text,
      ...this.#code(rule),
      ...this.#tags(rule),
      ...this.#related([...elsewhere(shown), ...related]),
    });
  }

  missing(group: Group): Marked {
    const findings = group.map(({ result }) => result);
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    const [{ result, span }] = group;
    const names = [...new Set(findings.flatMap(({ subjects }) => subjects.map(({ name }) => `\`${name}\``)))];
    const worst = Math.max(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
    return this.#mark(span, group, {
      severity: LEVELS[SEVERITIES[worst] ?? result.severity],
      code: MISSING_CODE,
      message: `${names.join(', ')} ${names.length === 1 ? 'lacks' : 'lack'} ${rules.length} hardening options: ${rules.join(', ')}.`,
    });
  }

  question(shown: Shown<Question>): Marked {
    const { result, span } = shown;
    const { rule, rules, reason, related } = result;
    return this.#mark(span, [], {
      severity: DiagnosticSeverity.Hint,
      message: rules.length === 1 ? `Undecided: ${reason}` : `Undecided: ${reason} (${rules.join(', ')})`,
      ...this.#code(rule),
      ...this.#related([...elsewhere(shown), ...related]),
    });
  }

  /** Where it is in the document itself there, and else at its beginning. */
  fault({ message, place }: AnalysisFailure): Marked {
    const isHere = place !== undefined && this.#toWhole(place.path) === this.#toWhole(this.#path);
    const span = isHere ? place.span : { start: 0, end: 0 };
    return this.#mark(span, [], {
      severity: DiagnosticSeverity.Error,
      message,
      ...(place === undefined || isHere ? {} : this.#faultPlace(place)),
    });
  }

  /** The text of a configuration is not in the report, but its lines and columns are known. */
  #faultPlace({ path, position }: NonNullable<AnalysisFailure['place']>): Pick<Diagnostic, 'relatedInformation'> {
    if (!this.#features.hasRelatedInformation) return {};
    const start = { line: position.line - 1, character: position.column - 1 };
    const location = { uri: this.#uriOf(this.#toWhole(path)), range: { start, end: start } };
    return { relatedInformation: [{ location, message: 'it stands here' }] };
  }

  #mark(span: Span, findings: readonly ShownFinding[], parts: Omit<Diagnostic, 'range' | 'source'>): Marked {
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

/** Where what is reported stands, if that is not where it is shown. */
function elsewhere({ isHere, result: { location } }: Shown<Finding | Undecided>): Finding['related'] {
  return isHere ? [] : [{ location, message: 'what is reported stands here' }];
}

const LEVELS: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** What an editor shows faded, or struck through. */
const TAGS: Readonly<Record<string, DiagnosticTag>> = {
  'suppression/unused': DiagnosticTag.Unnecessary,
  'syntax/duplicate-item': DiagnosticTag.Unnecessary,
  'deprecated-link': DiagnosticTag.Deprecated,
};
