import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A server that can be started. */
export interface Server {
  /** The path of the program, to be run as a module of Node.js. */
  readonly module: string;
  readonly version: string;
  /** True for the one of the project, false for the one in the extension. */
  readonly isLocal: boolean;
}

/**
 * The server to start: the `node_modules/plimsoll` of the first workspace folder that has one, so
 * that the editor says the same as the hook and CI, or else the one in the extension. A workspace
 * that is not trusted provides no program.
 *
 * @param folders The paths of the workspace folders.
 */
export function findServer(folders: readonly string[], isTrusted: boolean, bundled: Server): Server {
  if (!isTrusted) return bundled;
  for (const folder of folders) {
    const found = readPackage(join(folder, 'node_modules', 'plimsoll'));
    if (found !== undefined) return found;
  }
  return bundled;
}

/** Milliseconds in which a server must have printed its help. */
const PATIENCE = 20_000;

/** True if a program that was found runs, and is not older than the language server. */
export function hasLanguageServer({ module }: Server): Promise<boolean> {
  return new Promise((resolve) => {
    // The program that runs extensions is Node.js only if the environment says so.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const options = { cwd: dirname(module), env, timeout: PATIENCE };
    execFile(process.execPath, [module, 'lsp', '--help'], options, (error) => {
      resolve(error === null);
    });
  });
}

/**
 * The server of an installed package; `undefined` for a folder that is missing or something else.
 */
function readPackage(folder: string): Server | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!isRecord(manifest) || manifest['name'] !== 'plimsoll' || typeof manifest['version'] !== 'string') return;
    const program = isRecord(manifest['bin']) ? manifest['bin']['plimsoll'] : undefined;
    if (typeof program !== 'string') return;
    const module = join(folder, program);
    return statSync(module).isFile() ? { module, version: manifest['version'], isLocal: true } : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
