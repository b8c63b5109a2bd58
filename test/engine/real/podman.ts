import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../json.ts';
import { isJsonObject, stringAt } from '../json.ts';
import { BUSYBOX, isStatic, NOT_WANTED } from './dockerd.ts';

/** The new container's ID, or the rejection. */
export type Created = { readonly id: string } | { readonly refused: string };

/** Podman with separate storage. */
export interface RealPodman {
  /** A directory for files that containers name; removed at the end. */
  readonly folder: string;
  /** Tags a sleeping busybox with each valid name. */
  tag(names: readonly string[]): void;
  addNetwork(name: string): void;
  /** Takes the words after `podman create`. */
  create(words: readonly string[]): Promise<Created>;
  /** `podman inspect` of all containers, by ID. */
  inspectAll(): ReadonlyMap<string, JsonObject>;
  close(): void;
}

const IMAGE = 'localhost/judge:1';

/** Podman, or the reason why there is none. */
export function podmanHere(): RealPodman | string {
  if (NOT_WANTED !== undefined) return NOT_WANTED;
  if (process.getuid?.() !== 0) return 'podman with storage of its own needs root';
  if (spawnSync('podman', ['--version'], { stdio: 'ignore' }).status !== 0) return 'podman is not installed';
  if (!existsSync(BUSYBOX) || !isStatic(BUSYBOX)) return 'busybox-static is not installed';
  try {
    return openPodman();
  } catch (error) {
    return `podman does not start here: ${error instanceof Error ? error.message : ''}`;
  }
}

/** All data is in one directory, so containers need no removal. */
function openPodman(): RealPodman {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-podman-'));
  // In memory, because database writes take most of a container's time.
  spawnSync('mount', ['-t', 'tmpfs', 'plimsoll-podman', folder], { stdio: 'ignore' });
  const remove = (): void => {
    spawnSync('umount', ['--recursive', '--lazy', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', remove);
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, ...writeSettings(folder) };
  const run = (args: readonly string[], input?: Buffer): string => {
    const { status, stdout, stderr } = spawnSync('podman', [...storageIn(folder), ...args], {
      env: environment,
      input,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const podman: RealPodman = {
    folder,
    tag: (names) => {
      run(['tag', IMAGE, ...names]);
    },
    addNetwork: (name) => {
      run(['network', 'create', name]);
    },
    create: async (words) => {
      const child = spawn('podman', [...storageIn(folder), 'create', ...words], {
        env: environment,
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const out: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      const status = await new Promise((resolve) => child.once('close', resolve));
      const id = Buffer.concat(out).toString('utf8').trim();
      return status === 0 ? { id } : { refused: Buffer.concat(errors).toString('utf8').trim() };
    },
    inspectAll: () => {
      const ids = run(['ps', '--all', '--quiet', '--no-trunc']).split('\n').filter(Boolean);
      const shown: unknown = JSON.parse(run(['container', 'inspect', ...ids]));
      const containers = Array.isArray(shown) ? shown.filter(isJsonObject) : [];
      return new Map(containers.map((container) => [stringAt(container, 'Id'), container]));
    },
    close: () => {
      process.removeListener('exit', remove);
      remove();
    },
  };
  try {
    importImage(folder, run);
    return podman;
  } catch (error) {
    podman.close();
    throw error;
  }
}

function storageIn(folder: string): readonly string[] {
  return [
    `--root=${join(folder, 'root')}`,
    `--runroot=${join(folder, 'run')}`,
    '--storage-driver=vfs',
    '--cgroup-manager=cgroupfs',
  ];
}

/**
 * Settings that keep podman from other directories and the network; locks would be in shared
 * memory.
 */
function writeSettings(folder: string): Readonly<Record<string, string>> {
  const [containers, registries] = [join(folder, 'containers.conf'), join(folder, 'registries.conf')];
  const networks = join(folder, 'networks');
  mkdirSync(networks);
  writeFileSync(
    containers,
    `[engine]
lock_type = "file"
events_logger = "none"
pull_policy = "never"
init_path = "${BUSYBOX}"
static_dir = "${join(folder, 'static')}"
tmp_dir = "${join(folder, 'tmp')}"
volume_path = "${join(folder, 'volumes')}"
[network]
network_config_dir = "${networks}"
`,
  );
  writeFileSync(registries, '[[registry]]\nprefix = "docker.io"\nblocked = true\nlocation = "docker.io"\n');
  return {
    CONTAINERS_CONF: containers,
    CONTAINERS_REGISTRIES_CONF: registries,
    PODMAN_IGNORE_CGROUPSV1_WARNING: '1',
  };
}

function importImage(folder: string, run: (args: readonly string[], input?: Buffer) => string): void {
  const root = join(folder, 'image');
  mkdirSync(join(root, 'bin'), { recursive: true });
  copyFileSync(BUSYBOX, join(root, 'bin/busybox'));
  symlinkSync('busybox', join(root, 'bin/sleep'));
  const { stdout } = spawnSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 64 * 1024 * 1024 });
  run(['import', '--change', 'CMD ["sleep","30"]', '-', IMAGE], stdout);
}
