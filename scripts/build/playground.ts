import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { COLOURS } from '../../src/reporters/html/style.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'playground');

/** Browsers of recent years, which all have compression streams. */
const TARGET = ['chrome120', 'firefox121', 'safari17.4'];

/** The page's information about its origin. */
export interface PlaygroundOptions {
  readonly version: string;
  /** The site's URL, if any; relative for a page of the site. */
  readonly homepage?: string | undefined;
}

/** Builds the playground: one self-contained page. */
export async function buildPlayground({ version, homepage }: PlaygroundOptions): Promise<string> {
  const [script, worker] = await Promise.all([bundle('page.ts', 'esm'), bundle('worker.ts', 'iife')]);
  // A module is deferred, and esbuild escapes `</script` in it.
  const style = (COLOURS + readFileSync(join(FOLDER, 'style.css'), 'utf8')).replace(/\n\s*/g, '\n');
  const name = `plimsoll ${version}`;
  const parts: Readonly<Record<string, string>> = {
    policy: policy(script),
    style,
    worker,
    script,
    footer: name,
    site: homepage === undefined ? '' : `<nav><a href="${homepage}" rel="noreferrer">About plimsoll</a></nav>\n`,
  };
  return readFileSync(join(FOLDER, 'index.html'), 'utf8').replace(
    /\{(policy|style|worker|script|site|footer)\}/g,
    (_, part: string) => parts[part] ?? '',
  );
}

async function bundle(entry: string, format: 'esm' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(FOLDER, entry)],
    bundle: true,
    write: false,
    minify: true,
    format,
    platform: 'browser',
    target: TARGET,
    legalComments: 'none',
    loader: { '.yaml': 'text', '.sh': 'text', '.txt': 'text' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * The page's policy: only its own script and thread. No URL can be requested, so that typed text
 * stays in the page.
 */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    // CodeMirror adds styles.
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
