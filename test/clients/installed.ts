import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, objectAt, stringAt } from '../engine/json.ts';

/**
 * The recorded clients, newest first. `newest` are the latest releases of docker and Compose, built
 * from source: the reference. Debian's are installable anywhere; CI compares the recordings of
 * stable with what its client sends.
 */
export const COLUMNS = ['newest', 'unstable', 'stable'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Versions {
  /** Without the package's suffix, such as `28.5.2`. */
  readonly docker: string;
  readonly compose: string;
}

/** The docker and Compose programs on this machine. */
export interface Client {
  /** Undefined for clients without recordings. */
  readonly column: Column | undefined;
  readonly versions: Versions;
  readonly docker: string;
  readonly compose: string;
}

const clients = join(import.meta.dirname, '../../.clients');

/** Where each column's programs are; `/` is the machine itself. */
const FOLDERS: Readonly<Record<Column, string>> = {
  newest: join(clients, 'newest'),
  unstable: join(clients, 'unstable'),
  stable: '/',
};

/** The versions in `clients.json` that made a column's recordings. */
export function pinnedVersions(column: Column): Versions {
  const pins: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'clients.json'), 'utf8'));
  const found = isJsonObject(pins) ? objectAt(pins, column) : {};
  return { docker: stringAt(found, 'docker'), compose: stringAt(found, 'compose') };
}

/** A column's client, possibly in another version; undefined if missing. */
export function findClient(column: Column): Client | undefined {
  return clientIn(FOLDERS[column]);
}

/** The newest recorded client on this machine. */
export function newestClient(): Client | undefined {
  return COLUMNS.map(findClient).find((client) => client?.column !== undefined);
}

/**
 * The client in a directory with unpacked Debian packages; undefined if one of its programs is
 * missing or broken.
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

/** The name in recordings: `docker 28.5.2, compose 2.40.3`. */
export function nameOf({ docker, compose }: Versions): string {
  return `docker ${docker}, compose ${compose}`;
}

export function isBefore(version: string, other: string): boolean {
  const [ours, theirs] = [numbersOf(version), numbersOf(other)];
  const at = theirs.findIndex((part, index) => part !== (ours[index] ?? 0));
  return at !== -1 && (ours[at] ?? 0) < (theirs[at] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/**
 * The program's version output, such as `Docker version 28.5.2+dfsg4, build …`; "" if it does not
 * run.
 */
function versionOf(program: string): string {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? (/version v?(\d+(?:\.\d+)+)/.exec(stdout)?.[1] ?? '') : '';
}
