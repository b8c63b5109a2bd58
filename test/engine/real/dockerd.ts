import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isCi } from '../../ci-only.ts';
import { type JsonObject, parseBody, stringAt } from '../json.ts';

export interface EngineAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** A separate Docker Engine with one image. */
export interface RealEngine {
  readonly socketPath: string;
  /** Sends an Engine API request; the path follows the API version. */
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: JsonObject | Buffer): Promise<EngineAnswer>;
  /** Stops it by process ID and removes its data. */
  close(): Promise<void>;
}

/** A sleeping busybox. */
export const IMAGE = 'judge:1';
/** The newest API of Debian's engine. */
const API = '/v1.45';
const START_MILLISECONDS = 30_000;
const END_MILLISECONDS = 10_000;
export const BUSYBOX = '/usr/bin/busybox';
const PROGRAMS: readonly string[] = ['sh', 'sleep', 'true'];

/** Why no engine can start here, if so. */
function whyNoEngine(): string | undefined {
  if (process.getuid?.() !== 0) return 'a Docker Engine needs root';
  if (spawnSync('dockerd', ['--version'], { stdio: 'ignore' }).status !== 0) return 'dockerd is not installed';
  // It is the image's only program, so it must be static.
  return existsSync(BUSYBOX) && isStatic(BUSYBOX) ? undefined : 'busybox-static is not installed';
}

/**
 * An engine, or the reason why there is none: an installed dockerd may still fail to start, as in a
 * container.
 */
export async function engineHere(): Promise<RealEngine | string> {
  const why = whyNoEngine();
  if (why !== undefined) return why;
  try {
    return await startDockerd();
  } catch {
    return 'dockerd does not start here';
  }
}

/** Why tests skip the engine, which takes minutes. */
export const NOT_WANTED = isCi ? undefined : 'engines are asked in CI, and with PLIMSOLL_CI=1';

/** An engine for tests that may use one, or the reason why not. */
export async function engineForTests(): Promise<RealEngine | string> {
  return NOT_WANTED ?? (await engineHere());
}

export function isStatic(program: string): boolean {
  return !readFileSync(program).subarray(0, 4096).includes('/ld-');
}

/**
 * Starts a dockerd with its own socket and directories, without bridge and iptables, and imports
 * the image. Its data is in memory, because disk writes take most of a container's time.
 */
async function startDockerd(): Promise<RealEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-dockerd-'));
  spawnSync('mount', ['-t', 'tmpfs', 'plimsoll-dockerd', folder], { stdio: 'ignore' });
  const socketPath = join(folder, 'sock');
  const log: Buffer[] = [];
  const child = spawn('setpriv', [...END_WITH_US, ...OWN_NETWORKS, 'dockerd', ...optionsFor(folder, socketPath)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (chunk: Buffer) => log.push(chunk));
  const remove = (): void => {
    child.kill('SIGKILL');
    spawnSync('umount', ['--recursive', '--lazy', folder], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', remove);
  const agent = new Agent({ keepAlive: true });
  /** Containers not yet removed. */
  const left = new Set<string>();
  const engine: RealEngine = {
    socketPath,
    ask: async (method, path, body) => {
      const answer = await send(socketPath, agent, method, `${API}${path}`, body);
      if (path.startsWith('/containers/create') && answer.status === 201) left.add(stringAt(answer.body, 'Id'));
      if (method === 'DELETE') left.delete(path.replace(/^\/containers\/|\?.*/g, ''));
      return answer;
    },
    close: async () => {
      // A running container would outlive the engine, because its program ignores signals.
      await Promise.all(Array.from(left, (id) => engine.ask('DELETE', `/containers/${id}?force=1`))).catch(
        () => undefined,
      );
      agent.destroy();
      await end(child);
      process.removeListener('exit', remove);
      remove();
    },
  };
  try {
    await answering(engine, child);
    await importImage(engine, folder);
    return engine;
  } catch (error) {
    await engine.close();
    const said = Buffer.concat(log).toString('utf8').slice(-2000);
    throw new Error(`dockerd can't be used: ${said}`, { cause: error });
  }
}

/** The engine ends with this process. */
const END_WITH_US: readonly string[] = ['--pdeathsig', 'TERM'];
/** Its bridges end with it; left behind, each would keep an address range. */
const OWN_NETWORKS: readonly string[] = ['unshare', '--net'];

function optionsFor(folder: string, socketPath: string): readonly string[] {
  return [
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'exec')}`,
    `--pidfile=${join(folder, 'pid')}`,
    `--host=unix://${socketPath}`,
    '--iptables=false',
    '--ip6tables=false',
    '--bridge=none',
  ];
}

async function answering(engine: RealEngine, child: ChildProcess): Promise<void> {
  const begin = performance.now();
  while (child.exitCode === null && performance.now() - begin < START_MILLISECONDS) {
    const status = await engine.ask('GET', '/info').then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await wait(50);
  }
  throw new Error('it does not answer');
}

async function importImage(engine: RealEngine, folder: string): Promise<void> {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'bin'), { recursive: true });
  copyFileSync(BUSYBOX, join(root, 'bin/busybox'));
  for (const program of PROGRAMS) symlinkSync('busybox', join(root, 'bin', program));
  const packed = spawnSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 64 * 1024 * 1024 });
  const [repo = '', tag = ''] = IMAGE.split(':');
  const query = new URLSearchParams({ fromSrc: '-', repo, tag, changes: 'CMD ["sleep", "30"]' });
  const { status, body } = await engine.ask('POST', `/images/create?${query.toString()}`, packed.stdout);
  if (status !== 200) throw new Error(`it does not import the image: ${stringAt(body, 'message')}`);
}

function send(
  socketPath: string,
  agent: Agent,
  method: string,
  path: string,
  body?: JsonObject | Buffer,
): Promise<EngineAnswer> {
  const isTar = Buffer.isBuffer(body);
  const headers = { 'content-type': isTar ? 'application/x-tar' : 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, agent, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parseBody(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    sent.on('error', reject);
    sent.end(isTar || body === undefined ? body : JSON.stringify(body));
  });
}

/** Stops it gracefully, then by force. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([ended, wait(END_MILLISECONDS, undefined, { ref: false })]);
}
