import {
  type Assessment,
  assessmentIn,
  DEFAULT_EDITION,
  EDITIONS,
  type Edition,
  editionRecommendation,
  itemNumber,
  sameNumbers,
} from './editions.ts';

export type CisLevel = 1 | 2;

/**
 * A recommendation of section 5 of CIS Docker Benchmark 1.13; `editions.ts` has other versions'
 * changes.
 */
export interface CisItem {
  readonly kind: 'cis';
  readonly item: number;
  readonly level: CisLevel;
  readonly isScored: boolean;
}

/** Another source of the recommendation, such as the OWASP Docker Security Cheat Sheet. */
export interface DocumentReference {
  readonly kind: 'document';
  /** The document and the section, such as `OWASP Docker Security Cheat Sheet, rule 2`. */
  readonly title: string;
  readonly url: string;
}

export function document(title: string, url: string): DocumentReference {
  return { kind: 'document', title, url };
}

export type Reference = CisItem | DocumentReference;

interface Referring {
  readonly references: readonly Reference[];
}

/** The section 5 recommendation that a rule checks; `undefined` beyond the benchmark. */
export function cisItemOf({ references }: Referring): CisItem | undefined {
  return references.find((reference) => reference.kind === 'cis');
}

export function documentsOf({ references }: Referring): readonly DocumentReference[] {
  return references.filter((reference) => reference.kind === 'document');
}

/** The rule's number in a version, such as `5.4`; `undefined` beyond the benchmark. */
export function numberIn(edition: Edition, rule: Referring): string | undefined {
  const cis = cisItemOf(rule);
  return cis && itemNumber(edition, cis.item);
}

/** A version's assessment of the rule's recommendation; `undefined` beyond the benchmark. */
export function assessmentOf(edition: Edition, rule: Referring): Assessment | undefined {
  const cis = cisItemOf(rule);
  return cis && assessmentIn(edition, cis.item, cis.isScored);
}

/** The recommendation, as a version words it. */
export function recommendationIn(
  edition: Edition,
  rule: { readonly id: string; readonly recommendation: string },
): string {
  return editionRecommendation(edition, rule.id) ?? rule.recommendation;
}

/**
 * A rule's numbers and other references, for its page:
 * `CIS Docker 5.4 (versions 1.13 to 1.5) or 5.5 (versions 1.6 to 1.8)`, `Level 1`,
 * `Scored (automated since 1.3)`.
 */
export function referenceFacts(rule: Referring): readonly string[] {
  const cis = cisItemOf(rule);
  return [
    ...(cis === undefined ? ['Not in section 5 of the CIS Docker Benchmark'] : cisFacts(cis)),
    ...documentsOf(rule).map(({ title }) => title),
  ];
}

function cisFacts(cis: CisItem): readonly string[] {
  const numbers = new Map(
    EDITIONS.map((edition) => [sameNumbers(edition).join(' to '), itemNumber(edition, cis.item)]),
  );
  const changes = EDITIONS.flatMap((edition, index) => {
    const assessment = assessmentIn(edition, cis.item, cis.isScored);
    const before = EDITIONS[index - 1];
    return before === undefined || assessmentIn(before, cis.item, cis.isScored) === assessment
      ? []
      : [`${assessment} since ${edition}`];
  });
  const first = assessmentIn(DEFAULT_EDITION, cis.item, cis.isScored);
  return [
    `CIS Docker ${[...numbers].map(([editions, number]) => `${number} (versions ${editions})`).join(' or ')}`,
    `Level ${cis.level}`,
    `${first.charAt(0).toUpperCase()}${first.slice(1)} (${changes.join(', ')})`,
  ];
}
