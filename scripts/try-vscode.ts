import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, findChromium, type Page } from '../test/chromium.ts';
import { startCodeServer } from './vscode/code-server.ts';

/**
 * Tests the packed extension in a real VS Code, and makes its README's pictures. Run by hand after
 * `npm run vsix`, with Chromium and a compiler installed: npx tsx scripts/try-vscode.ts
 */
const FOLDER = 'editors/vscode/images';
const WINDOW = { width: 940, height: 620 };
/** The size limit of README pictures. */
const MAX_BYTES = 150_000;

const COMPOSE = `x-defaults: &defaults
  restart: always

services:
  web:
    <<: *defaults
    image: nginx:1.27
    ports: ["8080:80"]
  agent:
    image: example/agent:2.4
    privileged: true
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]
`;

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
  'editor.lightbulb.enabled': 'off',
  'telemetry.telemetryLevel': 'off',
};

const KEYS = {
  F6: 'workbench.action.toggleSidebarVisibility',
  F7: 'workbench.actions.view.problems',
  F8: 'editor.action.showHover',
  F9: 'editor.action.quickFix',
  F10: 'plimsoll.showModel',
  F3: 'editor.action.marker.next',
  F4: 'plimsoll.restart',
};

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const extension = resolve(`plimsoll-${version}.vsix`);
if (!existsSync(extension)) throw new Error('There is no package: npm run vsix makes it.');
const program = findChromium();
if (program === undefined) throw new Error('There is no Chromium on this machine.');

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-vscode-'));
const workspace = join(folder, 'shop');
mkdirSync(workspace);
writeFileSync(join(workspace, 'compose.yaml'), COMPOSE);
const server = await startCodeServer(folder, extension, SETTINGS, KEYS);
const browser = new Browser(program);
try {
  const page = await browser.open(server.addressOf(workspace, 'compose.yaml'), WINDOW);
  await waitFor(page, 'the findings', "document.querySelector('.squiggly-error') !== null");
  await page.press('F6');
  await page.press('F7');
  await waitFor(page, 'the list of problems', "document.querySelector('.markers-panel .monaco-list-row') !== null");
  await save(page, 'findings.png');
  await page.press('F7');

  await page.click('.squiggly-error');
  await page.press('F8');
  await waitFor(page, 'the hover', "document.querySelector('.monaco-hover:not(.hidden)')?.textContent.includes('5.4')");
  await save(page, 'hover.png');
  await page.press('Escape');

  await page.press('F9');
  await waitFor(
    page,
    'the code actions',
    "document.querySelector('.action-widget')?.textContent.includes('Run it without extended privileges')",
  );
  await save(page, 'fixes.png');
  await page.press('Enter');
  await waitFor(page, 'the fixed text', "!document.querySelector('.view-lines').textContent.includes('privileged')");

  // The other finding is ignored, with a reason from the prompt.
  await page.press('F3');
  // New markers cancel the request.
  await sleep(2000);
  await page.press('F9');
  await waitFor(
    page,
    'the action to ignore it',
    "document.querySelector('.action-widget')?.textContent.includes('with a reason…')",
  );
  await page.press('ArrowDown');
  await page.press('Enter');
  await waitFor(page, 'the choices', "document.querySelector('.quick-input-list')?.textContent.includes('here')");
  await page.press('Enter');
  await waitFor(page, 'the question', "document.querySelector('.quick-input-message')?.textContent.includes('Why')");
  await page.type('it reads events only');
  await page.press('Enter');
  await waitFor(
    page,
    'the comment',
    "document.querySelector('.view-lines').textContent.replaceAll('\\u00a0', ' ').includes('-- it reads events only')",
  );
  await page.press('Escape');

  await page.press('F10');
  await waitFor(
    page,
    'the model',
    "[...document.querySelectorAll('.view-lines')].some(({ textContent }) => textContent.includes('HostConfig'))",
  );
  await save(page, 'model.png');

  // The project gets its own plimsoll, which then starts.
  const installed = join(workspace, 'node_modules/plimsoll');
  cpSync('package.json', join(installed, 'package.json'));
  cpSync('dist', join(installed, 'dist'), { recursive: true });
  await page.press('F4');
  await until('the log of the server of the project', () => readLogs().includes(installed));
} finally {
  await browser.close();
  server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The extension's log output. */
function readLogs(): string {
  const logs = join(folder, 'data/logs');
  return readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('plimsoll.log'))
    .map((path) => readFileSync(join(logs, path), 'utf8'))
    .join('');
}

/** Waits until an expression is true in the page. */
async function waitFor(page: Page, what: string, expression: string): Promise<void> {
  try {
    await until(what, async () => (await page.evaluate(expression)) === true);
  } catch (error) {
    const path = join(tmpdir(), 'plimsoll-vscode.png');
    writeFileSync(path, await page.screenshot());
    throw new Error(`${String(error)} See ${path}.`, { cause: error });
  }
}

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries > 300) throw new Error(`VS Code did not show ${what}.`);
    await sleep(200);
  }
}

async function save(page: Page, name: string): Promise<void> {
  // Animations end, such as cursors and fades.
  await sleep(2000);
  const png = await page.screenshot();
  if (png.length > MAX_BYTES) throw new Error(`${name} has ${png.length} bytes, more than ${MAX_BYTES}`);
  writeFileSync(join(FOLDER, name), png);
  process.stdout.write(`${join(FOLDER, name)}: ${png.length} bytes\n`);
}
