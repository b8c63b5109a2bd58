import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import { NO_FILES } from '../../../src/files/file-reader.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import { createMemoryIo } from '../../memory-io.ts';
import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from '../json.ts';
import { ProgramContainer } from './container.ts';
import type { Program } from './programs.ts';
import { factsOf, isGiven, type ProgramsEngine } from './programs-engine.ts';

/** A program that doesn't answer in this time has failed to start. */
const READY_MILLISECONDS = 180_000;
/** The same for expected failures. */
const FAILED_MILLISECONDS = 10_000;

/** The results of one program. Texts describe faults; empty if none. */
export interface Measured {
  /** The Compose file with all fixes. */
  readonly fixed: string;
  /** Unfixed, and its changes outside of volumes. */
  readonly plain: string;
  readonly changedPlain: readonly string[];
  /** Fixed: on new volumes, and again on the same ones. */
  readonly first: string;
  readonly second: string;
  readonly changedFixed: readonly string[];
  /**
   * Fixed, on new host directories owned by root, which only programs that start as root can use.
   */
  readonly onFolders: string;
  /**
   * Without each capability that the fix adds: again on the same volumes, or on new directories
   * owned by root.
   */
  readonly without: ReadonlyMap<string, string>;
  /** The result of the fix's health check, by command. */
  readonly health: ReadonlyMap<string, string>;
  /**
   * The Compose file with the fix's user and all later fixes, if it sets one. Run twice on new
   * volumes, once on the earlier ones.
   */
  readonly fixedAsUser?: string;
  readonly asUser?: string;
  readonly asUserAfter?: string;
}

/** Runs a program in all these ways. */
export async function measure(engine: ProgramsEngine, program: Program): Promise<Measured> {
  const start = async (
    body: JsonObject,
    times: number,
    milliseconds: number,
  ): Promise<{ said: readonly string[]; paths: readonly string[] }> => {
    const container = await ProgramContainer.create(engine, program, body);
    const said: string[] = [];
    try {
      while (said.length < times) {
        const started = await container.start(milliseconds);
        const stopped = await container.stop();
        said.push(started === '' ? stopped : started);
      }
      return { said, paths: await container.changedPaths() };
    } finally {
      await container.remove();
    }
  };
  const plain = await start(await requestFor(composeFile(program, 'plain')), 1, READY_MILLISECONDS);
  const fixed = await fix(composeFile(program, 'fixed'));
  const body = await requestFor(fixed);
  const hardened = await start(body, 2, READY_MILLISECONDS);
  const folders = async (request: JsonObject, milliseconds: number): Promise<string> =>
    onFolders((folder) => start(inFolder(request, folder), 1, milliseconds));
  const without = new Map<string, string>();
  for (const name of stringsAt(objectAt(body, 'HostConfig'), 'CapAdd')) {
    const less = withoutCapability(body, name);
    const [again = ''] = (await start(less, 1, FAILED_MILLISECONDS)).said;
    without.set(name, again === '' ? await folders(less, FAILED_MILLISECONDS) : again);
  }
  const asUser = async (suffix: string): Promise<string> =>
    fix(await fix(composeFile(program, suffix), '--preset', 'hardened', '--rule', 'root-user'));
  const fixedAsUser = await asUser('user');
  const health = new Map<string, string>();
  for (const given of factsOf(program).check === undefined ? [] : [program.given, ...(program.moved ?? [])])
    health.set((given ?? []).join(' '), await healthOf(engine, program, given));
  return {
    fixed,
    health,
    plain: plain.said.join(''),
    changedPlain: plain.paths,
    first: hardened.said[0] ?? '',
    second: hardened.said[1] ?? '',
    changedFixed: hardened.paths,
    onFolders: factsOf(program).start?.drop === undefined ? '' : await folders(body, READY_MILLISECONDS),
    without,
    ...(/^ +user: /m.test(fixedAsUser)
      ? {
          fixedAsUser,
          asUser: (await start(await requestFor(fixedAsUser), 2, READY_MILLISECONDS)).said.join(''),
          // On the first run's volumes.
          asUserAfter: (await start(await requestFor(await asUser('plain')), 1, READY_MILLISECONDS)).said.join(''),
        }
      : {}),
  };
}

/**
 * Starts it with other arguments, all fixes and the fix's health check at short intervals: one
 * before a slow program has made its own files would make them as root.
 */
export async function healthOf(engine: ProgramsEngine, program: Program, given: Program['given']): Promise<string> {
  const moved = { ...program, ...(given === undefined ? {} : { given }) };
  const body = await requestFor(await fix(composeFile(moved, `health-${(given ?? []).join('').replace(/\W/g, '')}`)));
  const { Test } = objectAt(body, 'Healthcheck');
  if (Test === undefined) return 'no health check';
  const second = 1e9;
  const { checkSeconds = 6 } = program;
  const Healthcheck = { Test, Interval: checkSeconds * second, Timeout: 9 * second, Retries: 40 };
  const container = await ProgramContainer.create(engine, program, { ...body, Healthcheck });
  try {
    return await container.startHealthy(2 * READY_MILLISECONDS);
  } finally {
    await container.remove();
  }
}

/** A typical service for it, with volumes for its data. */
function composeFile(program: Program, suffix: string): string {
  const { image, environment = {}, given, init = false } = program;
  const { writable = [], tmpfs = [] } = factsOf(program).start ?? {};
  const data = writable.filter((path) => !tmpfs.includes(path));
  const variables = Object.entries(environment).filter(([name]) => isGiven(name));
  const list = (items: readonly string[]): string => items.map((item) => `\n      - ${item}`).join('');
  return `name: ${image.replace(/\W/g, '')}${init ? '-init' : ''}-${suffix}
services:
  app:
    image: ${image}
${init ? '    init: true\n' : ''}${given === undefined ? '' : `    command: ${JSON.stringify(given)}\n`}${variables.length === 0 ? '' : `    environment:${list(variables.map(([name, value]) => `${name}=${value}`))}\n`}${
  data.length === 0
    ? ''
    : `    volumes:${list(data.map((path, index) => `data${index}:${path}`))}\nvolumes:${data.map((_, index) => `\n  data${index}: {}`).join('')}\n`
}`;
}

/** The result of `plimsoll fix`, at every risk unless the options have one. */
export async function fix(text: string, ...options: readonly string[]): Promise<string> {
  const io = createMemoryIo({}, { stdin: text });
  const risk = options.includes('--risk') ? [] : ['--unsafe'];
  await main(['fix', ...risk, '--write', '--quiet', ...options, '-'], io);
  return io.out();
}

/** The request for the project's only service in a directory, without a network. */
export async function requestFor(text: string, workingDirectory = '/'): Promise<JsonObject> {
  const source = { path: 'compose.yaml', text };
  const { subjects } = await parseInput('compose', [source], { files: NO_FILES, environment: new Map() });
  const container = subjects.find((subject) => subject.kind === 'container');
  if (container?.kind !== 'container') throw new Error('no container');
  const { Config, HostConfig } = toEngineJson(container, { workingDirectory });
  return { ...Config, HostConfig: { ...HostConfig, NetworkMode: 'none' } };
}

function withoutCapability(body: JsonObject, name: string): JsonObject {
  const host = objectAt(body, 'HostConfig');
  const kept = stringsAt(host, 'CapAdd').filter((each) => each !== name);
  return { ...body, HostConfig: { ...host, CapAdd: kept } };
}

/** With new host directories owned by root instead of volumes. */
function inFolder(body: JsonObject, folder: string): JsonObject {
  const host = objectAt(body, 'HostConfig');
  const ofBinds = stringsAt(host, 'Binds').map((bind) => bind.split(':')[1] ?? '');
  const mounts = objectsAt(host, 'Mounts');
  const targets = [
    ...ofBinds,
    ...mounts.filter((mount) => stringAt(mount, 'Type') === 'volume').map((mount) => stringAt(mount, 'Target')),
  ];
  const others = mounts.filter((mount) => stringAt(mount, 'Type') !== 'volume');
  return {
    ...body,
    HostConfig: { ...host, Mounts: others, Binds: targets.map((target) => `${join(folder, target)}:${target}`) },
  };
}

async function onFolders(use: (folder: string) => Promise<{ readonly said: readonly string[] }>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bind-'));
  try {
    return (await use(folder)).said.join('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
