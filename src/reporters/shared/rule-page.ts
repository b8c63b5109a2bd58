import { ruleById } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { MISSING_HARDENING } from '../../rules/missing-hardening.ts';
import type { Rule } from '../../rules/rule.ts';

/**
 * The URL of a rule's page: on the site, or a custom rule's own; `undefined` if there is none, or
 * no such rule.
 */
export function rulePage(id: string, homepage: string | undefined, ownRules?: readonly Rule[]): string | undefined {
  const rule = ruleById(id, ownRules);
  if (rule?.own !== undefined) return rule.own.page;
  const isKnown = (rule ?? inputRuleById(id)) !== undefined || id === MISSING_HARDENING;
  if (homepage === undefined || !isKnown) return undefined;
  return `${siteOf(homepage)}/rules/${id}.html`;
}

/** The site's address, without a slash at its end. */
export function siteOf(homepage: string): string {
  const [site = ''] = homepage.split('#', 1);
  return site.replace(/\/$/, '');
}
