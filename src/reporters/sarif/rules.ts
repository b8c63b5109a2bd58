import type { Severity } from '../../model/finding.ts';
import type { LintReport } from '../../report/report.ts';
import { type Assessment, type Edition } from '../../rules/editions.ts';
import { rulesWith, titleOf } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { MISSING_HARDENING, MISSING_SECURITY_SEVERITY } from '../../rules/missing-hardening.ts';
import { ownPage } from '../../rules/own-page.ts';
import { assessmentOf, cisItemOf, documentsOf, numberIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { rulePage } from '../shared/rule-page.ts';

export const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * The `rules` of a run (3.19.23): plimsoll's rules in order, custom rules, then `others`, the ids
 * of other results. Each has its page's URL, if there is one.
 */
export function toSarifRules(
  { edition, ownRules }: Pick<LintReport, 'edition' | 'ownRules'>,
  pages: ReadonlyMap<string, string>,
  others: readonly string[],
  homepage: string | undefined,
): readonly object[] {
  const descriptor = (
    id: string,
    title: string,
    page: string | undefined,
    severity: Severity,
    properties: object,
  ): object => {
    const text = page ?? title;
    const helpUri = rulePage(id, homepage, ownRules);
    return {
      id,
      name: toName(id),
      shortDescription: { text: title },
      fullDescription: { text: firstParagraph(text) ?? title },
      help: { text, markdown: text },
      defaultConfiguration: { level: LEVELS[severity] },
      properties,
      ...(helpUri === undefined ? {} : { helpUri }),
    };
  };
  return [
    ...rulesWith(ownRules).map((rule) => {
      const page = rule.own === undefined ? pages.get(rule.id) : ownPage(rule);
      return descriptor(rule.id, rule.title, page, rule.severity, propertiesOf(rule, edition));
    }),
    // Input errors, faulty suppressions, and the group of missing settings.
    ...others.map((id) => {
      const [severity] = inputRuleById(id)?.severities ?? ['info'];
      const properties =
        id === MISSING_HARDENING
          ? { tags: ['security', 'docker'], 'security-severity': MISSING_SECURITY_SEVERITY.toFixed(1) }
          : { tags: ['docker'] };
      return descriptor(id, titleOf(id) ?? id, pages.get(id), severity, properties);
    }),
  ];
}

function propertiesOf(rule: Rule, edition: Edition): object {
  const documents = documentsOf(rule).map(({ title, url }) => ({ title, url }));
  return {
    tags: [
      'security',
      'docker',
      ...(cisItemOf(rule) === undefined ? [] : ['cis-docker-benchmark']),
      ...(rule.cwe ?? []).map((id) => `external/cwe/cwe-${id}`),
    ],
    'security-severity': rule.securitySeverity.toFixed(1),
    ...benchmarkProperties(rule, edition),
    ...(documents.length === 0 ? {} : { references: documents }),
  };
}

/**
 * The rule's numbers, and its data in this benchmark version. Empty for a rule outside the
 * benchmark.
 */
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

/** Converts `docker-socket-mount` to `DockerSocketMount`. */
function toName(id: string): string {
  return id
    .split(/[/-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The first paragraph of a rule's page, which says what the rule is for. */
function firstParagraph(page: string): string | undefined {
  return page.split('\n## What\n\n')[1]?.split('\n\n')[0]?.replaceAll('\n', ' ');
}
