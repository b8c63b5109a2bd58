import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser, findChromium, type Page } from '../test/chromium.ts';
import { createMemoryIo } from '../test/memory-io.ts';
import { buildPlayground } from './build/playground.ts';

/**
 * Makes the README's pictures, docs/images/*.png, from plimsoll's real output for bundled
 * examples. Run by hand with Chromium installed: npx tsx scripts/pictures.ts
 */
const EXAMPLE = 'test/fixtures/examples/compose.yaml';
const FOLDER = 'docs/images';
/** The size limit of README pictures. */
const MAX_BYTES = 150_000;

const COLUMNS = 100;
const LINES = 38;

// The build would set the version.
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
Object.assign(globalThis, { PLIMSOLL_VERSION: version });
const { main } = await import('../src/cli/main.ts');

/** plimsoll's terminal output for the example. */
async function outputOf(...argv: readonly string[]): Promise<string> {
  const tree = { 'compose.yaml': readFileSync(EXAMPLE, 'utf8') };
  const io = createMemoryIo(tree, { isTerminal: true, columns: COLUMNS, environment: {} });
  await main([...argv, 'compose.yaml'], io);
  return io.out();
}

/** Text with SGR sequences as HTML. */
function toHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return escaped.replace(/\u001B\[([\d;]+)m([^\u001B]*)\u001B\[0m/g, '<b class="c$1">$2</b>');
}

function terminalPage(output: string): string {
  const lines = output.split('\n');
  const [first, last] = [lines.slice(0, LINES - 5), lines.slice(-5)];
  const shown = [`$ plimsoll compose.yaml`, ...first, '  …', ...last].join('\n');
  return `<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #14171a; color: #dde1e5; }
pre { margin: 0; padding: 20px 24px; font: 14px/1.42 'DejaVu Sans Mono', ui-monospace, monospace; }
b { font-weight: normal; }
[class='c1;31'] { color: #ff7b82; font-weight: bold; } .c33 { color: #ffc76b; } .c36 { color: #8fcdf5; } .c35 { color: #cda6f5; }
.c1 { color: #fff; font-weight: bold; } .c2 { color: #939ca5; } .c32 { color: #6fcf8e; }
</style><pre>${toHtml(shown)}</pre>`;
}

async function save(page: Page, name: string): Promise<void> {
  const png = await page.screenshot();
  if (png.length > MAX_BYTES) throw new Error(`${name} has ${png.length} bytes, more than ${MAX_BYTES}`);
  writeFileSync(join(FOLDER, name), png);
  process.stdout.write(`${join(FOLDER, name)}: ${png.length} bytes\n`);
}

const program = findChromium();
if (program === undefined) throw new Error('There is no Chromium on this machine.');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pictures-'));
const browser = new Browser(program);
try {
  const address = (name: string, html: string): string => {
    const path = join(folder, name);
    writeFileSync(path, html);
    return pathToFileURL(path).href;
  };
  const terminal = address('terminal.html', terminalPage(await outputOf()));
  await save(await browser.open(terminal, { width: 910, height: 810 }), 'terminal.png');
  const matrix = address('matrix.html', await outputOf('--format', 'html'));
  await save(await browser.open(matrix, { width: 960, height: 860 }), 'matrix.png');
  const playground = await browser.open(address('playground.html', await buildPlayground({ version })), {
    width: 1080,
    height: 600,
  });
  while ((await playground.evaluate('document.querySelector(".result") === null')) === true)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await save(playground, 'playground.png');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
