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

export type Level = 1 | 2;

/** A recommendation of section 5 of the CIS Docker Benchmark 1.13; `editions.ts` says what others change. */
export interface CisItem {
  readonly kind: 'cis';
  /** The number within the section. */
  readonly item: number;
  readonly level: Level;
  readonly isScored: boolean;
}

/** Another text that asks for the same, such as the OWASP Docker Security Cheat Sheet. */
export interface DocumentReference {
  readonly kind: 'document';
  /** The text and the place in it, such as `OWASP Docker Security Cheat Sheet, rule 2`. */
  readonly title: string;
  readonly url: string;
}

/** A {@link DocumentReference}. */
export function document(title: string, url: string): DocumentReference {
  return { kind: 'document', title, url };
}

/** A text in which somebody else asks for what a rule checks. */
export type Reference = CisItem | DocumentReference;

interface Referring {
  readonly references: readonly Reference[];
}

/** The item of section 5 that a rule checks; `undefined` for a hardening rule beside the benchmark. */
export function cisItemOf({ references }: Referring): CisItem | undefined {
  return references.find((reference) => reference.kind === 'cis');
}

/** The other texts that a rule refers to. */
export function documentsOf({ references }: Referring): readonly DocumentReference[] {
  return references.filter((reference) => reference.kind === 'document');
}

/** The rule's number in an edition, such as `5.4`; `undefined` for a rule that is not in the benchmark. */
export function numberIn(edition: Edition, rule: Referring): string | undefined {
  const cis = cisItemOf(rule);
  return cis && itemNumber(edition, cis.item);
}

/** How an edition has the rule's item assessed; `undefined` for a rule that is not in the benchmark. */
export function assessmentOf(edition: Edition, rule: Referring): Assessment | undefined {
  const cis = cisItemOf(rule);
  return cis && assessmentIn(edition, cis.item, cis.isScored);
}

/** What a rule asks for by the wording of an edition. */
export function recommendationIn(
  edition: Edition,
  rule: { readonly id: string; readonly recommendation: string },
): string {
  return editionRecommendation(edition, rule.id) ?? rule.recommendation;
}

/**
 * Where a rule stands in the benchmark by all editions, and the titles of its other references: the facts of its page,
 * such as `CIS Docker 1.13 to 1.5: 5.4`, `1.6 to 1.8: 5.5`, `Level 1`, `Scored (automated since 1.3)`.
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
    `CIS Docker ${[...numbers].map(([editions, number]) => `${editions}: ${number}`).join(', ')}`,
    `Level ${cis.level}`,
    `${first.charAt(0).toUpperCase()}${first.slice(1)} (${changes.join(', ')})`,
  ];
}
