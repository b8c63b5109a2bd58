import { rulePage } from '../../reporters/shared/rule-page.ts';
import type { Edition } from '../../rules/editions.ts';
import { findRule, ruleById } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { MISSING_HARDENING } from '../../rules/missing-hardening.ts';
import { ownPage } from '../../rules/own-page.ts';
import { readPages } from '../../rules/pages.ts';
import type { Rule } from '../../rules/rule.ts';
import { HOMEPAGE } from '../../version.ts';
import { decodeEscapes } from './uris.ts';

/** The URI scheme of rule pages from the server. */
export const PAGE_SCHEME = 'plimsoll';

/**
 * The URI of a rule's page: a virtual document if the client can request it, or else the public
 * page, if any.
 */
export function pageAddress(id: string, readsPages: boolean, ownRules?: readonly Rule[]): string | undefined {
  const own = ruleById(id, ownRules)?.own;
  if (own !== undefined) return own.page;
  if (!isRuleId(id) && id !== MISSING_HARDENING) return undefined;
  return readsPages ? `${PAGE_SCHEME}:/rules/${id}.md` : rulePage(id, HOMEPAGE);
}

export async function pageAt(uri: string): Promise<string | undefined> {
  const [, id] = /^plimsoll:\/rules\/(.+)\.md$/.exec(decodeEscapes(uri)) ?? [];
  return id === undefined ? undefined : pageOf(id);
}

export async function pageOf(id: string, ownRules?: readonly Rule[]): Promise<string | undefined> {
  const rule = ruleById(id, ownRules);
  if (rule?.own !== undefined) return ownPage(rule);
  return (await readPages()).get(id);
}

/**
 * The id of a rule that is named by id, or by its number in a benchmark version; otherwise
 * `undefined`.
 */
export function ruleIdOf(name: string, edition: Edition | undefined, ownRules?: readonly Rule[]): string | undefined {
  return inputRuleById(name)?.id ?? findRule(name, edition)?.id ?? ruleById(name, ownRules)?.id;
}

function isRuleId(id: string): boolean {
  return ruleIdOf(id, undefined) === id;
}
