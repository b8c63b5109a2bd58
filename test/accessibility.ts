import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './chromium.ts';

/** Rules that VitePress's own header and sidebar break, which our pages can't change. */
const OF_THE_THEME: readonly string[] = ['label-content-name-mismatch', 'nested-interactive'];

/**
 * Checks a page with axe-core against WCAG 2.2 AA, including contrast: one line per broken rule.
 * `tools` is the directory whose `node_modules` has axe-core.
 */
export async function brokenRules(page: Page, tools: string): Promise<readonly string[]> {
  await page.evaluate(readFileSync(join(tools, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(`axe
    .run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    .then(({ violations, passes }) => {
      if (passes.length === 0) return ['nothing was looked at'];
      return violations.filter(({ id }) => !${JSON.stringify(OF_THE_THEME)}.includes(id)).map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200), nodes[0].failureSummary].join(' · '));
    })`);
  return Array.isArray(found) ? found.map(String) : ['axe-core said nothing'];
}
