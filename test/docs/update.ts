import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { regenerate } from './generated.ts';
import { PAGES, type Page, parsePage, ROOT } from './markdown.ts';
import { runPage } from './transcript.ts';

/**
 * Updates generated parts and command output in the docs: `npx tsx test/docs/update.ts`. Read the
 * diff.
 */
for (const page of PAGES) {
  const text = `${(await withOutputs(parsePage(page.path, regenerate(page.lines).join('\n')))).join('\n')}\n`;
  if (text === `${page.lines.join('\n')}\n`) continue;
  writeFileSync(join(ROOT, page.path), text);
  console.log(`${page.path}: written`);
}

async function withOutputs(page: Page): Promise<readonly string[]> {
  const lines = [...page.lines];
  // From the end, so earlier positions stay valid.
  for (const { line, expected, actual } of [...(await runPage(page))].reverse()) {
    if (expected === undefined) continue;
    const lastLine = lines.findIndex((shown, index) => index >= line - 1 && !shown.endsWith('\\'));
    lines.splice(lastLine + 1, expected.length, ...actual);
  }
  return lines;
}
