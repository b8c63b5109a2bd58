import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageFacts } from '../../../src/images/facts.ts';
import { IMAGE_TABLE } from '../../../src/images/table.ts';
import type { RealEngine } from '../real/dockerd.ts';
import type { Program } from './programs.ts';
import { importTree, unpackAll } from './tree.ts';

/** The image with all packages. */
export const ALL_PROGRAMS = 'programs:debian';
const ENTRYPOINT = '/usr/local/bin/docker-entrypoint.sh';

export interface Said {
  readonly status: number;
  readonly text: string;
}

export interface ProgramsEngine {
  readonly socketPath: string;
  readonly ask: RealEngine['ask'];
  readonly docker: (...words: readonly string[]) => Promise<Said>;
}

/** Makes one image of all packages, and from it one image per program. */
export async function programsEngine(
  real: RealEngine,
  packages: string,
  programs: readonly Program[],
): Promise<ProgramsEngine> {
  const host = `unix://${real.socketPath}`;
  const engine: ProgramsEngine = {
    socketPath: real.socketPath,
    ask: (...request) => real.ask(...request),
    docker: (...words) => run('docker', ['--host', host, ...words]),
  };
  const tree = mkdtempSync(join(tmpdir(), 'plimsoll-programs-'));
  try {
    await unpackAll(packages, tree);
    await importTree(host, tree, ALL_PROGRAMS);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
  for (const program of programs) if (program.init !== true) await makeImage(engine, program);
  return engine;
}

/** The program's row in the image table. */
export function factsOf({ image }: Program): ImageFacts {
  const facts = IMAGE_TABLE.imageFacts(image);
  if (facts === undefined) throw new Error(`${image} has no row`);
  return facts;
}

/** True for variables that the Compose file sets, not the image. */
export function isGiven(variable: string): boolean {
  return variable.endsWith('PASSWORD');
}

/** With the user and volumes of the image table. */
async function makeImage({ docker }: ProgramsEngine, program: Program): Promise<void> {
  const { image, setup, entrypoint, command, workingDirectory, stopSignal, environment = {} } = program;
  const { user = '', volumes = [] } = factsOf(program).config;
  const name = `setup-${image.replace(/\W/g, '-')}`;
  const script =
    entrypoint === undefined ? '' : readFileSync(join(import.meta.dirname, `entrypoints/${entrypoint}.sh`), 'utf8');
  const copied = script === '' ? '' : `cat >${ENTRYPOINT} <<'END'\n${script}END\nchmod +x ${ENTRYPOINT}`;
  const made = await docker(
    'run',
    '--name',
    name,
    '--network',
    'none',
    ALL_PROGRAMS,
    'bash',
    '-ec',
    `${setup}\n${copied}`,
  );
  if (made.status !== 0) throw new Error(`${image}: ${made.text}`);
  const changes = [
    `ENTRYPOINT ${JSON.stringify(script === '' ? [] : [ENTRYPOINT])}`,
    `CMD ${JSON.stringify(command)}`,
    ...(user === '' ? [] : [`USER ${user}`]),
    ...(volumes.length === 0 ? [] : [`VOLUME ${JSON.stringify(volumes)}`]),
    ...(workingDirectory === undefined ? [] : [`WORKDIR ${workingDirectory}`]),
    ...(stopSignal === undefined ? [] : [`STOPSIGNAL ${stopSignal}`]),
    ...Object.entries(environment).flatMap(([key, value]) => (isGiven(key) ? [] : [`ENV ${key}=${value}`])),
  ];
  await docker('commit', ...changes.flatMap((change) => ['--change', change]), name, image);
  await docker('rm', name);
}

export function run(program: string, words: readonly string[]): Promise<Said> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (status) => {
      resolve({ status: status ?? 1, text: Buffer.concat(said).toString('utf8').trim() });
    });
  });
}
