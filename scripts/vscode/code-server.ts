import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** It contains the oldest supported version of VS Code. */
const VERSION = '4.100.3';
const PORT = 18_100;

/** VS Code as a local web page with a separate user. */
export interface CodeServer {
  /** The URL of a page that opens a directory and a file. */
  readonly addressOf: (folder: string, file: string) => string;
  readonly stop: () => void;
}

/**
 * The path of code-server, installed into a temporary directory on demand, since it would bring
 * several hundred packages. Other package scripts, which download programs, don't run.
 */
function install(): string {
  const folder = join(tmpdir(), `plimsoll-code-server-${VERSION}`);
  const root = join(folder, 'node_modules/code-server');
  const program = join(root, 'out/node/entry.js');
  const code = join(root, 'lib/vscode');
  const isDone = join(folder, 'done');
  if (existsSync(isDone)) return program;
  mkdirSync(folder, { recursive: true });
  const npm = (cwd: string, ...argv: readonly string[]): void => {
    execFileSync('npm', argv, { cwd, stdio: 'inherit' });
  };
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  npm(folder, 'install', ...options, '--no-save', '--prefix', folder, `code-server@${VERSION}`);
  npm(code, 'install', ...options, '--omit=dev');
  npm(join(code, 'extensions'), 'install', ...options, '--omit=dev');
  // Native code that it requires is compiled, or downloaded where that is allowed.
  npm(folder, 'rebuild', 'argon2');
  npm(code, 'rebuild', 'native-watchdog', '@vscode/spdlog');
  symlinkSync('node_modules', join(code, 'node_modules.asar'));
  writeFileSync(isDone, '');
  return program;
}

/**
 * Starts VS Code with an extension and settings; `folder` is its home.
 *
 * @param keys Commands by key.
 */
export async function startCodeServer(
  folder: string,
  extension: string,
  settings: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, string>>,
): Promise<CodeServer> {
  const program = install();
  const user = join(folder, 'data/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify(settings));
  writeFileSync(
    join(user, 'keybindings.json'),
    JSON.stringify(Object.entries(keys).map(([key, command]) => ({ key, command }))),
  );
  const places = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];
  const env = { ...process.env, HOME: folder };
  execFileSync(process.execPath, [program, ...places, '--install-extension', extension], { env, stdio: 'ignore' });
  const child: ChildProcess = spawn(
    process.execPath,
    [
      ...[program, ...places, '--auth', 'none', '--bind-addr', `127.0.0.1:${PORT}`],
      ...['--disable-telemetry', '--disable-update-check'],
    ],
    { env, stdio: 'ignore' },
  );
  const origin = `127.0.0.1:${PORT}`;
  for (let tries = 0; !(await isThere(`http://${origin}/healthz`)); tries += 1) {
    if (tries > 300) throw new Error('code-server did not start.');
    await sleep(100);
  }
  return {
    addressOf: (path, file) => {
      const payload = JSON.stringify([['openFile', `vscode-remote://${origin}${path}/${file}`]]);
      return `http://${origin}/?folder=${encodeURIComponent(path)}&payload=${encodeURIComponent(payload)}`;
    },
    stop: () => {
      child.kill();
    },
  };
}

async function isThere(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}
