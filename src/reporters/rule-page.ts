import { ruleById } from '../rules/index.ts';

/** The address of a rule's page at plimsoll's own public address; `undefined` where either is not there. */
export function rulePage(id: string, homepage: string | undefined): string | undefined {
  if (homepage === undefined || ruleById(id) === undefined) return undefined;
  const [repository = ''] = homepage.split('#');
  return `${repository.replace(/\/$/, '')}/blob/main/src/rules/${id}/page.md`;
}
