import { ruleById } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import type { Rule } from '../../rules/rule.ts';

/** The public address of a rule's page; `undefined` as long as there is none, or no such rule. */
export function rulePage(id: string, homepage: string | undefined, ownRules?: readonly Rule[]): string | undefined {
  const own = ruleById(id, ownRules)?.own;
  if (own !== undefined) return own.page;
  const input = inputRuleById(id) === undefined ? undefined : `input/${id}.md`;
  const path = ruleById(id) === undefined ? input : `${id}/page.md`;
  if (homepage === undefined || path === undefined) return undefined;
  const [repository = ''] = homepage.split('#');
  return `${repository.replace(/\/$/, '')}/blob/main/src/rules/${path}`;
}
