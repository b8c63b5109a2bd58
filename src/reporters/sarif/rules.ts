import type { Severity } from '../../model/finding.ts';
import type { LintReport } from '../../report/report.ts';
import { type Assessment, type Edition } from '../../rules/editions.ts';
import { rulesWith, titleOf } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { MISSING_HARDENING } from '../../rules/missing-hardening.ts';
import { ownPage } from '../../rules/own-page.ts';
import { assessmentOf, cisItemOf, documentsOf, numberIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { rulePage } from '../shared/rule-page.ts';

/** SARIF's levels (3.27.10) by severity. */
export const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The `rules` of a run (3.19.23): plimsoll's in order, custom ones, then `others`, the ids of other results. Each has its page's URL, if there is one. */
export function toSarifRules(
  { edition, ownRules }: Pick<LintReport, 'edition' | 'ownRules'>,
  pages: ReadonlyMap<string, string>,
  others: readonly string[],
  homepage: string | undefined,
): readonly object[] {
  return [
    ...rulesWith(ownRules).map((rule) =>
      toDescriptor(rule, edition, rule.own === undefined ? (pages.get(rule.id) ?? rule.title) : ownPage(rule)),
    ),
    ...others.map((id) => toOtherDescriptor(id, pages.get(id))),
  ].map((descriptor) => {
    const helpUri = rulePage(descriptor.id, homepage, ownRules);
    return helpUri === undefined ? descriptor : { ...descriptor, helpUri };
  });
}

interface Descriptor {
  readonly id: string;
  readonly [key: string]: unknown;
}

function toDescriptor(rule: Rule, edition: Edition, page: string): Descriptor {
  return {
    id: rule.id,
    name: toName(rule.id),
    shortDescription: { text: rule.title },
    fullDescription: { text: firstParagraph(page) ?? rule.title },
    help: { text: page, markdown: page },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      tags: [
        'security',
        'docker',
        ...(cisItemOf(rule) === undefined ? [] : ['cis-docker-benchmark']),
        ...(rule.cwe ?? []).map((id) => `external/cwe/cwe-${id}`),
      ],
      'security-severity': rule.securitySeverity.toFixed(1),
      ...benchmarkProperties(rule, edition),
      ...documentProperties(rule),
    },
  };
}

/** Its numbers, and the benchmark version's data; empty for a rule outside the benchmark. */
function benchmarkProperties(rule: Rule, edition: Edition): object {
  const [cis, assessment] = [cisItemOf(rule), assessmentOf(edition, rule)];
  return cis === undefined || assessment === undefined
    ? {}
    : {
        benchmark: { '1.13': numberIn('1.13', rule), '1.6': numberIn('1.6', rule) },
        level: cis.level,
        ...ASSESSMENTS[assessment],
      };
}

const ASSESSMENTS: Readonly<Record<Assessment, object>> = {
  scored: { scored: true },
  'not scored': { scored: false },
  automated: { automated: true },
  manual: { automated: false },
};

function documentProperties(rule: Rule): object {
  const documents = documentsOf(rule).map(({ title, url }) => ({ title, url }));
  return documents.length === 0 ? {} : { references: documents };
}

/** The descriptor for a fault of a file or a suppression. */
function toOtherDescriptor(id: string, page: string | undefined): Descriptor {
  const { severities } = inputRuleById(id) ?? { severities: ['info'] as const };
  const title = titleOf(id) ?? id;
  return {
    id,
    name: toName(id),
    shortDescription: { text: title },
    fullDescription: { text: firstParagraph(page ?? '') ?? title },
    help: { text: page ?? title, markdown: page ?? title },
    defaultConfiguration: { level: LEVELS[severities[0]] },
    properties: { tags: id === MISSING_HARDENING ? ['security', 'docker'] : ['docker'] },
  };
}

/** `docker-socket-mount` as `DockerSocketMount`. */
function toName(id: string): string {
  return id
    .split(/[/-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The purpose of the rule: the first paragraph of its page. */
function firstParagraph(page: string): string | undefined {
  return page.split('\n## What\n\n')[1]?.split('\n\n')[0]?.replaceAll('\n', ' ');
}
