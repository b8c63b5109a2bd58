import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { PAGES, ROOT } from '../docs/markdown.ts';
import { temporaryFolder } from '../integrations/programs.ts';

/** A file from docs/editors.md. */
export function shown(title: string): string {
  const block = PAGES.find(({ path }) => path === 'docs/editors.md')?.blocks.find((one) => one.title === title);
  if (block === undefined) throw new Error(`docs/editors.md has no ${title}`);
  return `${block.lines.join('\n')}\n`;
}

/** A file from docs/editors.md with a changed setting, to see that settings arrive. */
export function shownWith(title: string, from: string, to: string): string {
  const text = shown(title);
  if (!text.includes(from)) throw new Error(`${title} has no ${from}`);
  return text.replace(from, to);
}

/** The opened file. Before the marked text are characters that editors count differently. */
export const COMPOSE = `services:
  web: { labels: { note: "é😀" }, image: nginx:latest, privileged: true }
`;

/** The marks without missing settings: rule, severity, text. */
export const MARKED = [
  ['unpinned-image', 'warning', 'nginx:latest'],
  ['privileged-container', 'error', 'true'],
];

/** The chosen code action at `true`. */
export const ACTION = 'Run it without `privileged`';
export const FIXED = COMPOSE.replace(', privileged: true', '');

export interface Workspace {
  readonly path: string;
  /** The editor's environment: HOME is the directory, and `plimsoll` is the build. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly read: (name: string) => string;
  readonly remove: () => void;
}

/** A directory with `compose.yaml`, other files, and the build as a program. */
export function createWorkspace(name: string, files: Readonly<Record<string, string>>): Workspace {
  const { path, remove } = temporaryFolder(name);
  const program = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'dist/plimsoll.cjs')}' "$@"\n`;
  const all = { 'compose.yaml': COMPOSE, 'bin/plimsoll': program, ...files };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text, { mode: file.startsWith('bin/') ? 0o755 : 0o644 });
  }
  return {
    path,
    env: {
      HOME: path,
      PATH: `${join(path, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      LANG: 'C.UTF-8',
      LC_ALL: undefined,
      XDG_CONFIG_HOME: undefined,
      XDG_STATE_HOME: undefined,
      XDG_DATA_HOME: undefined,
    },
    read: (file) => readFileSync(join(path, file), 'utf8'),
    remove,
  };
}
