import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isInputRuleId } from '../../src/rules/input/index.ts';
import { MISSING_HARDENING } from '../../src/rules/missing-hardening.ts';
import { referenceFacts } from '../../src/rules/references.ts';
import type { Rule } from '../../src/rules/rule.ts';

/**
 * The path of a rule's page below the rules directory: in the rule's directory, or with the input
 * rules; the page for all missing settings is next to them.
 */
export function pagePath(id: string): string {
  if (id === MISSING_HARDENING) return `${id}.md`;
  return isInputRuleId(id) ? join('input', `${id}.md`) : join(id, 'page.md');
}

/**
 * The faults of a rule's directory: an unlisted rule, a missing page, or a page whose
 * start differs from the rule. `pageOf` returns a page's text, if it exists.
 */
export function checkRules(
  folder: string,
  rules: readonly Rule[],
  pageOf: (id: string) => string | undefined,
): readonly string[] {
  const ids = new Set(rules.map(({ id }) => id));
  const unlisted = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .flatMap((path) => /^([^/]+)\/(?:rule\.ts|page\.md)$/.exec(path)?.[1] ?? [])
    .filter((id) => !ids.has(id));
  return [
    ...[...new Set(unlisted)].map((id) => `${join(folder, id)} holds a rule that src/rules/all.ts does not list.`),
    ...rules.flatMap((rule) => checkPage(rule, pageOf(rule.id), join(folder, pagePath(rule.id)))),
  ];
}

function checkPage(rule: Rule, page: string | undefined, path: string): readonly string[] {
  if (page === undefined) return [`${path} is not there: every rule has a page.`];
  const [heading, , title, , facts = ''] = page.split('\n');
  const wanted = referenceFacts(rule).join(' · ');
  return [
    ...(heading === `# ${rule.id}` ? [] : [`${path}:1: the heading must be “# ${rule.id}”.`]),
    ...(title === rule.title ? [] : [`${path}:3: the title must be “${rule.title}”.`]),
    ...(facts.startsWith(`${wanted} · `)
      ? []
      : [`${path}:5: the line must begin with “${wanted} · ”, and name the severities behind it.`]),
  ];
}
