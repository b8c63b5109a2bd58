import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installTools } from '../tools.ts';

/** A system with an executable. */
export interface Target {
  /** The part of its name after `plimsoll-`. */
  readonly name: string;
  /** As in npm packages: `process.platform`, `process.arch` and the C library. */
  readonly os: 'linux' | 'darwin' | 'win32';
  readonly cpu: 'x64' | 'arm64';
  readonly libc?: 'glibc' | 'musl';
  /** Bun's package with its runtime. */
  readonly runtime: string;
}

export const TARGETS: readonly Target[] = [
  { name: 'linux-x64', os: 'linux', cpu: 'x64', libc: 'glibc', runtime: 'bun-linux-x64' },
  { name: 'linux-arm64', os: 'linux', cpu: 'arm64', libc: 'glibc', runtime: 'bun-linux-aarch64' },
  { name: 'linux-x64-musl', os: 'linux', cpu: 'x64', libc: 'musl', runtime: 'bun-linux-x64-musl' },
  { name: 'linux-arm64-musl', os: 'linux', cpu: 'arm64', libc: 'musl', runtime: 'bun-linux-aarch64-musl' },
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64', runtime: 'bun-darwin-x64' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64', runtime: 'bun-darwin-aarch64' },
  { name: 'windows-x64.exe', os: 'win32', cpu: 'x64', runtime: 'bun-windows-x64' },
];

const ENTRIES = ['src/launch/standalone.ts', 'src/launch/standalone-thread.ts'];

/**
 * Compiles the command line for a system into one file. `constants` are expressions for undeclared
 * names.
 */
export function compileStandalone(target: Target, outfile: string, constants: Readonly<Record<string, string>>): void {
  const compiler = fetchBun(hostTarget());
  run(compiler, [
    'build',
    '--compile',
    `--target=${target.runtime}`,
    `--compile-executable-path=${fetchBun(target)}`,
    '--bytecode',
    '--format=esm',
    '--splitting',
    '--minify',
    // Its compilers start after ten times as many runs of a function: 0.78 of the processor time
    // for 275 files, 0.86 for 1,925.
    '--compile-jit-policy=10',
    // Linted files are untrusted: no file in the directory may affect the program.
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    '--no-compile-autoload-tsconfig',
    '--no-compile-autoload-package-json',
    ...Object.entries(constants).map(([name, value]) => `--define=${name}=${value}`),
    ...ENTRIES,
    `--outfile=${outfile}`,
  ]);
}

/** The current system. Throws if Bun does not support it. */
export function hostTarget(): Target {
  const isMusl = process.platform === 'linux' && existsSync('/etc/alpine-release');
  const host = TARGETS.find(
    ({ os, cpu, libc }) =>
      os === process.platform && cpu === process.arch && (libc === undefined || (libc === 'musl') === isMusl),
  );
  if (host === undefined) throw new Error(`There is no Bun for ${process.platform} on ${process.arch}.`);
  return host;
}

/** Bun's path for a system; installs it by the lock file if needed. */
function fetchBun({ name, os, cpu, libc, runtime }: Target): string {
  const args = [`--os=${os}`, `--cpu=${cpu}`, ...(libc === undefined ? [] : [`--libc=${libc}`])];
  const folder = installTools('bun', args, name);
  const path = join(folder, 'node_modules/@oven', runtime, 'bin', os === 'win32' ? 'bun.exe' : 'bun');
  if (!existsSync(path)) throw new Error(`npm did not install ${runtime}.`);
  return path;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
