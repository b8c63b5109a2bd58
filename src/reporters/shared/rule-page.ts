import { ruleById } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { MISSING_HARDENING } from '../../rules/missing-hardening.ts';
import type { Rule } from '../../rules/rule.ts';

/**
 * The URL of a rule's page, on plimsoll's site or as a custom rule gives it. `undefined` if the
 * rule or its page doesn't exist.
 */
export function rulePage(id: string, homepage: string | undefined, ownRules?: readonly Rule[]): string | undefined {
  const rule = ruleById(id, ownRules);
  if (rule?.own !== undefined) return rule.own.page;
  const isKnown = (rule ?? inputRuleById(id)) !== undefined || id === MISSING_HARDENING;
  if (homepage === undefined || !isKnown) return undefined;
  return `${siteOf(homepage)}/rules/${id}.html`;
}

/** The site's address without a slash at the end. */
export function siteOf(homepage: string): string {
  const [site = ''] = homepage.split('#', 1);
  return site.replace(/\/$/, '');
}
