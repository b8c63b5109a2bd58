import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, objectAt, stringAt } from '../engine/json.ts';

/**
 * The clients of the recordings, newest first. The newest are docker's and Compose's latest releases, built from their
 * source; they are the reference. Debian's unstable suite and the stable one that is installed can be had anywhere, so
 * that CI plays their recordings again.
 */
export const COLUMNS = ['newest', 'unstable', 'stable'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Versions {
  /** Without what a package adds, such as `28.5.2`. */
  readonly docker: string;
  readonly compose: string;
}

/** A docker with its Compose, as programs on this machine. */
export interface Client {
  /** Undefined for clients that are in no recording. */
  readonly column: Column | undefined;
  readonly versions: Versions;
  readonly docker: string;
  readonly compose: string;
}

const clients = join(import.meta.dirname, '../../.clients');

/** Where each column's programs are: `/` is the machine's own. */
const FOLDERS: Readonly<Record<Column, string>> = {
  newest: join(clients, 'newest'),
  unstable: join(clients, 'unstable'),
  stable: '/',
};

/** The versions that a column's recordings are made with, of `clients.json`. */
export function pinnedVersions(column: Column): Versions {
  const pins: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'clients.json'), 'utf8'));
  const found = isJsonObject(pins) ? objectAt(pins, column) : {};
  return { docker: stringAt(found, 'docker'), compose: stringAt(found, 'compose') };
}

/** The client in a column's place, whose versions may be others than the pinned ones. Undefined where there is none. */
export function findClient(column: Column): Client | undefined {
  return clientIn(FOLDERS[column]);
}

/** The newest client on this machine that is one of the recordings'. */
export function newestClient(): Client | undefined {
  return COLUMNS.map(findClient).find((client) => client?.column !== undefined);
}

/**
 * The client that is unpacked in a folder as Debian's packages are. Undefined where one of its two programs is missing
 * or does not run.
 */
export function clientIn(folder: string): Client | undefined {
  const docker = join(folder, 'usr/bin/docker');
  const compose = join(folder, 'usr/libexec/docker/cli-plugins/docker-compose');
  if (!existsSync(docker) || !existsSync(compose)) return undefined;
  const versions = { docker: versionOf(docker), compose: versionOf(compose) };
  if (versions.docker === '' || versions.compose === '') return undefined;
  const column = COLUMNS.find((each) => nameOf(pinnedVersions(each)) === nameOf(versions));
  return { column, versions, docker: realpathSync(docker), compose: realpathSync(compose) };
}

/** As a recording names its client: `docker 28.5.2, compose 2.40.3`. */
export function nameOf({ docker, compose }: Versions): string {
  return `docker ${docker}, compose ${compose}`;
}

/** Whether a version is before another, by its numbers. */
export function isBefore(version: string, other: string): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(other)];
  const at = theirs.findIndex((part, index) => part !== (ours[index] ?? 0));
  return at !== -1 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/**
 * What the program says of itself: `Docker version 28.5.2+dfsg4, build …`, `Docker Compose version 2.40.3-3`. "" if it
 * does not run.
 */
function versionOf(program: string): string {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/version v?(\d+(?:\.\d+)+)/.exec(stdout)?.[1] ?? '') : '';
}
