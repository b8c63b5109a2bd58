import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { COLOURS } from '../../src/reporters/html/colours.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'playground');

/** Browsers of the last years, all of which pack and unpack streams. */
const TARGET = ['chrome120', 'firefox121', 'safari17.4'];

/** What the page says of where it comes from. */
export interface PlaygroundOptions {
  readonly version: string;
  /** The address of the site, if there is one: relative for a page that is a part of it. */
  readonly homepage?: string | undefined;
}

/** The playground: one page with everything in it, which asks for nothing else. */
export async function buildPlayground({ version, homepage }: PlaygroundOptions): Promise<string> {
  const [script, worker] = await Promise.all([bundle('page.ts', 'esm'), bundle('worker.ts', 'iife')]);
  // As a module it can wait, and `</script` in it is escaped by esbuild.
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
 * What the page may do: run its own script and the thread that this starts, and nothing else. Above all no address can
 * be asked for, so that what is typed into the page stays in it.
 */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    'worker-src blob:',
    // CodeMirror adds styles of its own.
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
