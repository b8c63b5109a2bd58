import { type Fix, statedFixes } from '../../model/change.ts';
import type { Finding, SubjectName, Suppression } from '../../model/finding.ts';
import { createFingerprints } from '../../report/fingerprints.ts';
import { groupOf } from '../../report/missing.ts';
import { type ReportQuestion, toQuestions } from '../../report/questions.ts';
import { countOf, type LintReport } from '../../report/report.ts';
import { worstFirst } from '../../report/selection.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { decisionText, riskSentences } from '../../report/wording.ts';
import { rulesWith } from '../../rules/index.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { Location } from '../../text/location.ts';
import { groupBy } from '../../util/maps.ts';
import { defined } from '../../util/objects.ts';
import type { ReporterOptions } from '../options.ts';
import { inPieces, jsonParts } from '../shared/json-parts.ts';
import { toUri } from '../shared/uri.ts';
import { messageText } from '../text.ts';
import { LEVELS, toSarifRules } from './rules.ts';

/**
 * SARIF 2.1.0; comments give its section numbers. Undecided results are notifications, because
 * GitHub code scanning shows alerts for results of kind `open`. It also does so for suppressed
 * results; `hidesSuppressed` leaves them out. The most severe results come first, up to GitHub's
 * limits. `pages` are the rules' pages in Markdown.
 */
export function reportSarif(
  report: LintReport,
  pages: ReadonlyMap<string, string>,
  {
    provenance: { version },
    homepage,
    isQuiet,
    hidesSuppressed = false,
  }: Pick<ReporterOptions, 'provenance' | 'homepage' | 'isQuiet' | 'hidesSuppressed'>,
): Iterable<string> {
  const writer = new SarifWriter(report);
  // Create notifications later: they include the number of results that were left out.
  const budget = new SarifBudget();
  const results = function* (): Generator<object> {
    const findings = isQuiet || hidesSuppressed ? [] : report.inputs.flatMap((input) => input.findings);
    for (const finding of [...worstFirst(report), ...findings.filter(({ suppression }) => suppression !== undefined)]) {
      const result = writer.result(finding);
      if (budget.takes('result', result)) yield result;
    }
  };
  const notifications = function* (): Generator<object> {
    for (const note of report.notes) if (note.severity === 'error' || !isQuiet) yield toNotification(note);
    const undecided = isQuiet ? [] : report.inputs.flatMap((input) => toQuestions(input.undecided));
    for (const item of undecided) {
      const notification = writer.undecided(item);
      if (budget.takes('undecided result', notification)) yield notification;
    }
    yield* budget.omissions();
  };
  const log = inPieces({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: inPieces([
      inPieces({
        tool: {
          driver: {
            name: 'plimsoll',
            version,
            ...(/^\d+\.\d+\.\d+/.test(version) ? { semanticVersion: version } : {}),
            ...(homepage === undefined ? {} : { informationUri: homepage }),
            rules: toSarifRules(report, pages, writer.otherRules, homepage),
            notifications: NOTIFICATIONS,
          },
        },
        results: inPieces(results()),
        invocations: inPieces([
          inPieces({
            executionSuccessful: report.notes.every(({ severity }) => severity !== 'error'),
            toolExecutionNotifications: inPieces(notifications()),
          }),
        ]),
        originalUriBaseIds: { [ROOT]: { description: { text: 'The directory where plimsoll ran.' } } },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
      }),
    ]),
  });
  return jsonParts(log);
}

const NOTIFICATIONS: readonly object[] = [
  {
    id: 'undecided',
    title: 'A recommendation is undecided',
    text: "The files don't determine whether a recommendation is met: a value or an option comes from elsewhere.",
  },
  {
    id: 'input',
    title: 'An input was skipped',
    text: 'A file or directory was skipped, or could not be read.',
  },
  {
    id: 'omitted',
    title: 'Results were omitted',
    text: 'There are more results than the platform accepts; this file omits the least severe ones.',
  },
].map(({ id, title, text }) => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text },
  help: { text, markdown: text },
}));

/** The usual name for the base of relative URIs. */
const ROOT = '%SRCROOT%';

class SarifWriter {
  readonly otherRules: readonly string[];
  readonly #ruleIndex: ReadonlyMap<string, number>;
  readonly #indexOf: (path: string) => LineIndex;
  readonly #fingerprints: ReadonlyMap<Finding, string>;

  constructor({ inputs, texts, ownRules }: LintReport) {
    const known = rulesWith(ownRules).map(({ id }) => id);
    const met = new Set(inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    this.otherRules = [...met].filter((id) => !known.includes(id)).sort();
    this.#ruleIndex = new Map([...known, ...this.otherRules].map((id, index) => [id, index]));
    this.#indexOf = createLineIndices(texts);
    // Call it in report order, because it numbers duplicates.
    const fingerprint = createFingerprints(texts);
    this.#fingerprints = new Map(
      inputs.flatMap(({ findings }) => findings.map((finding) => [finding, fingerprint(finding)] as const)),
    );
  }

  result(finding: Finding): object {
    const { rule, severity, message, location, related, subjects, suppression, fixes = [] } = finding;
    const group = groupOf(finding, this.#indexOf);
    const verified = fixes.flatMap((fix) => this.#fix(fix));
    return {
      ruleId: rule,
      ruleIndex: this.#ruleIndex.get(rule),
      level: LEVELS[severity],
      message: { text: plainMessage(messageText(message)) },
      locations: [{ physicalLocation: this.#place(location), ...logicalLocations(subjects) }],
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.map((other, id) => ({
              id,
              message: { text: plainMessage(other.message) },
              physicalLocation: this.#place(other.location),
            })),
          }),
      ...(verified.length === 0 ? {} : { fixes: verified }),
      partialFingerprints: { 'plimsoll/v1': this.#fingerprints.get(finding) },
      // All results need this field, or none may have it (3.27.23). An empty list means not
      // suppressed.
      suppressions: suppression === undefined ? [] : [toSuppression(suppression)],
      ...propertiesOf(finding, group),
    };
  }

  undecided({ rule, rules, reason, location, subjects }: ReportQuestion): object {
    return {
      descriptor: { id: 'undecided' },
      associatedRule: { id: rule, index: this.#ruleIndex.get(rule) },
      level: 'note',
      message: { text: plainMessage(rules.length === 1 ? reason : `${reason} (${rules.join(', ')})`) },
      locations: [{ physicalLocation: this.#place(location), ...logicalLocations(subjects) }],
    };
  }

  /** A verified fix with the edits of each file (3.55). */
  #fix(fix: Fix): readonly object[] {
    const { title, edits = [] } = fix;
    if (edits.length === 0) return [];
    const text = [`${title}.`, ...riskSentences(fix)].join(' ');
    return [
      {
        description: { text: plainMessage(text) },
        artifactChanges: Array.from(
          groupBy(edits, ({ path }) => path),
          ([path, own]) => ({
            artifactLocation: toArtifactLocation(path),
            replacements: own.map((edit) => ({
              deletedRegion: this.#region(edit),
              ...(edit.newText === '' ? {} : { insertedContent: { text: edit.newText } }),
            })),
          }),
        ),
      },
    ];
  }

  #place(location: Location): object {
    return { artifactLocation: toArtifactLocation(location.path), region: this.#region(location) };
  }

  #region({ path, span }: Location): object {
    const index = this.#indexOf(path);
    const [start, end] = [index.positionOf(span.start), index.positionOf(span.end)];
    return {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
      charOffset: span.start,
      charLength: span.end - span.start,
    };
  }
}

/** The group that a finding is in, or the rules of a group, and unverified fixes without edits. */
function propertiesOf({ parts, fixes = [], suppression }: Finding, group: string | undefined): object {
  const unverified = suppression === undefined ? statedFixes(fixes).filter(({ edits }) => edits === undefined) : [];
  const properties = {
    ...(parts !== undefined ? { rules: parts.map(({ rule }) => rule) } : group === undefined ? {} : { group }),
    ...(unverified.length === 0
      ? {}
      : { fixes: unverified.map(({ title, risk, breaks, lowered }) => defined({ title, risk, breaks, lowered })) }),
  };
  return Object.keys(properties).length === 0 ? {} : { properties };
}

/** GitHub rejects a run with more results, and shows only the first 5,000. */
const MAX_RESULTS = 25_000;
/** GitHub accepts 10 MB of compressed data. This limits uncompressed results and notifications. */
const MAX_LENGTH = 9_000_000;
const DEPTH = 10;

/** The space left in a file that platforms accept. */
class SarifBudget {
  #results = 0;
  #length = 0;
  readonly #omitted = { result: 0, 'undecided result': 0 };

  takes(noun: 'result' | 'undecided result', item: object): boolean {
    const isTooMany = noun === 'result' && this.#results >= MAX_RESULTS;
    const takes = !isTooMany && this.#fits(item);
    if (!takes) this.#omitted[noun] += 1;
    else if (noun === 'result') this.#results += 1;
    return takes;
  }

  omissions(): readonly object[] {
    const left = Object.entries(this.#omitted).flatMap(([noun, count]) => (count === 0 ? [] : [countOf(count, noun)]));
    if (left.length === 0) return [];
    const text = `Omitted because the file would be too large: ${left.join(' and ')}. For all results, use the json report.`;
    return [{ descriptor: { id: 'omitted' }, level: 'warning', message: { text } }];
  }

  #fits(item: object): boolean {
    const text = JSON.stringify(item, undefined, 2);
    this.#length += text.length + DEPTH * text.split('\n').length;
    return this.#length <= MAX_LENGTH;
  }
}

function toNotification({ path, message, severity }: LintReport['notes'][number]): object {
  return {
    descriptor: { id: 'input' },
    level: severity,
    message: { text: plainMessage(message) },
    locations: [{ physicalLocation: { artifactLocation: toArtifactLocation(path) } }],
  };
}

function toArtifactLocation(path: string): object {
  const uri = toUri(path);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: ROOT };
}

function logicalLocations(subjects: readonly SubjectName[]): object {
  return subjects.length === 0
    ? {}
    : { logicalLocations: subjects.map((subject) => ({ name: subjectTitle(subject), kind: 'resource' })) };
}

function toSuppression({ kind, reason, ...decision }: Suppression): object {
  const details = decisionText(decision);
  return {
    kind: kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    ...(reason === undefined ? {} : { justification: details === '' ? reason : `${reason} (${details})` }),
    ...(details === '' ? {} : { properties: decision }),
  };
}

/** Breaks link syntax (3.11.6), so that text from a file can't become a link. */
function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
