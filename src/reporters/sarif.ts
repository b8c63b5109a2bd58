import type { Finding, SubjectName, Suppression, Undecided } from '../model/finding.ts';
import { createFingerprints } from '../report/fingerprints.ts';
import { flatMap, openFindings, type Report } from '../report/report.ts';
import { subjectTitle } from '../report/subjects.ts';
import { RULES } from '../rules/index.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { inPieces, jsonParts } from './json-parts.ts';
import { LEVELS, toSarifRules } from './sarif-rules.ts';
import { messageText } from './text.ts';
import { toUri } from './uri.ts';

export interface SarifOptions {
  readonly version: string;
  /** The Markdown page of each rule, by id. */
  readonly pages: ReadonlyMap<string, string>;
  /** Only what counts: neither what is accepted nor what is undecided. */
  readonly isQuiet: boolean;
}

/**
 * SARIF 2.1.0 (the section numbers here are its own). What somebody has accepted is there with its `suppressions`. What is undecided
 * is a notification and not a result of kind `open`, since GitHub code scanning would raise an alert for each; it would for what is
 * accepted too, so a file that goes there is written with `isQuiet`.
 */
export function reportSarif(report: Report, { version, pages, isQuiet }: SarifOptions): Iterable<string> {
  const writer = new SarifWriter(report);
  const notifications = function* (): Generator<object> {
    for (const note of report.notes) if (note.severity === 'error' || !isQuiet) yield toNotification(note);
    if (!isQuiet)
      yield* flatMap(
        report.inputs,
        ({ undecided }) => undecided,
        (item) => writer.undecided(item),
      );
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
            rules: toSarifRules(pages, report.edition, writer.otherRules),
            notifications: NOTIFICATIONS,
          },
        },
        invocations: inPieces([
          inPieces({
            executionSuccessful: report.notes.every(({ severity }) => severity !== 'error'),
            toolExecutionNotifications: inPieces(notifications()),
          }),
        ]),
        originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which plimsoll was run.' } } },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        results: inPieces(
          flatMap(report.inputs, isQuiet ? openFindings : ({ findings }) => findings, (finding) =>
            writer.result(finding),
          ),
        ),
      }),
    ]),
  });
  return jsonParts(log);
}

const NOTIFICATIONS: readonly object[] = [
  [
    'undecided',
    'A recommendation is undecided',
    'The text does not determine whether a recommendation is met: a value or an option comes from elsewhere.',
  ],
  ['input', 'An input was passed over', 'Something was met while files were looked for and read.'],
].map(([id, title, text]) => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text },
  help: { text, markdown: text },
}));

/** The base of relative URIs, by the name that GitHub and others expect. */
const ROOT = '%SRCROOT%';

class SarifWriter {
  /** The ids of what was found beside the rules' findings. */
  readonly otherRules: readonly string[];
  readonly #ruleIndex: ReadonlyMap<string, number>;
  readonly #indexOf: (path: string) => LineIndex;
  readonly #fingerprint: (finding: Finding) => string;

  constructor({ inputs, texts }: Report) {
    const known = RULES.map(({ id }) => id);
    this.otherRules = [
      ...new Set(
        flatMap(
          inputs,
          ({ findings }) => findings,
          ({ rule }) => rule,
        ),
      ),
    ]
      .filter((id) => !known.includes(id))
      .sort();
    this.#ruleIndex = new Map([...known, ...this.otherRules].map((id, index) => [id, index]));
    this.#indexOf = createLineIndices(texts);
    this.#fingerprint = createFingerprints(texts);
  }

  result(finding: Finding): object {
    const { rule, severity, message, location, related, subjects, suppression } = finding;
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
      partialFingerprints: { 'plimsoll/v1': this.#fingerprint(finding) },
      // On all results or on none (3.27.23): an empty list says that nobody has accepted it.
      suppressions: suppression === undefined ? [] : [toSuppression(suppression)],
    };
  }

  undecided({ rule, reason, location, subjects }: Undecided): object {
    return {
      descriptor: { id: 'undecided' },
      associatedRule: { id: rule, index: this.#ruleIndex.get(rule) },
      level: 'note',
      message: { text: plainMessage(reason) },
      locations: [{ physicalLocation: this.#place(location), ...logicalLocations(subjects) }],
    };
  }

  #place({ path, span }: Location): object {
    const index = this.#indexOf(path);
    const [start, end] = [index.positionOf(span.start), index.positionOf(span.end)];
    return {
      artifactLocation: toArtifactLocation(path),
      region: {
        startLine: start.line,
        startColumn: start.column,
        endLine: end.line,
        endColumn: end.column,
        charOffset: span.start,
        charLength: span.end - span.start,
      },
    };
  }
}

function toNotification({ path, message, severity }: Report['notes'][number]): object {
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

function toSuppression({ kind, reason }: Suppression): object {
  return {
    kind: kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    ...(reason === undefined ? {} : { justification: reason }),
  };
}

/** Parts what a reader would take for a link (3.11.6): no text of a file may become one. */
function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
