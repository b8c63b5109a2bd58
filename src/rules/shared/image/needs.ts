import type { StartFacts } from '../../../images/facts.ts';
import type { KnownImage } from '../../../images/known-image.ts';
import type { Container } from '../../../model/container.ts';
import { ask, couldEqual } from '../demand.ts';
import { isIn, startsOwnProgram } from '../network/program-settings.ts';
import { DEFAULT_CAPABILITIES, normalizeCapability } from '../privileges/capabilities.ts';
import { isRoot } from '../privileges/root.ts';
import { clientOf } from '../voice.ts';

/** What the program of a container needs where it is hardened, as far as its image is known. */
export interface Needs {
  readonly start: StartFacts;
  readonly startsAsRoot: boolean;
  /**
   * Where that is known from, as a clause: `measured with PostgreSQL 17.12 in a real engine, for a first and for a
   * second start`.
   */
  readonly source: string;
}

/** What is known of how a container starts; `undefined` where its image, its command or its user leaves that open. */
export function needsOf(container: Container, image: KnownImage): Needs | undefined {
  const { program } = image;
  const start = program?.value.start;
  if (program?.source.kind !== 'table' || start === undefined || !startsOwnProgram(container, image)) return undefined;
  if (container.unresolvedOptions.length > 0) return undefined;
  const { user } = container.config;
  const isImageRoot = image.user === undefined ? undefined : image.user.value === '' || isRoot(image.user.value);
  if (user?.known === false || isImageRoot === undefined) return undefined;
  const source =
    start.measured !== undefined
      ? `measured with ${start.measured.program} on a real engine, on first and second start`
      : `from its entrypoint as of ${(program.source.row.dated ?? program.source.row.checked).slice(0, 'YYYY-MM'.length)}`;
  const own = user?.value ?? '';
  if (own === '') return { start, startsAsRoot: isImageRoot, source };
  if (isRoot(own)) return isImageRoot ? { start, startsAsRoot: true, source } : undefined;
  const name = (each: string | undefined): string | undefined => each?.split(':', 1)[0];
  return [start.user, start.drop?.user, image.user?.value].some((each) => name(each) === name(own))
    ? { start, startsAsRoot: false, source }
    : undefined;
}

/** True where what a container starts is certainly not root, be it by its own user or by that of its image. */
export function isNeverRoot({ config, unresolvedOptions }: Container, image: KnownImage): boolean {
  if (unresolvedOptions.length > 0 || config.user?.known === false) return false;
  const user = config.user?.value ?? '';
  const name = user === '' ? image.user?.value : user;
  return name !== undefined && name !== '' && !isRoot(name);
}

/**
 * What `cap_drop: [ALL]` has to be followed by, beside what the container adds already; `undefined` where that is not
 * known. It gets nothing back that it
 * does not have today.
 */
export function capabilitiesToKeep(
  container: Container,
  { start, startsAsRoot }: Needs,
): readonly string[] | undefined {
  const { capabilities, onHostNetwork = [], drop } = start;
  const { networkMode, capAdd = [], capDrop = [], init } = container.hostConfig;
  const network = ask(
    networkMode,
    (mode) => mode === 'host',
    (pattern) => couldEqual(pattern, 'host'),
  );
  if (capabilities === undefined || network.kind === 'undecided' || init?.known === false) return undefined;
  const names = [...capAdd, ...capDrop].map((each) => (each.known ? normalizeCapability(each.value) : undefined));
  if (names.includes(undefined)) return undefined;
  // Only with Docker the low ports of a network of its own need nothing.
  const isLowPortPrivileged = network.kind === 'yes' || clientOf(container.origin) !== 'docker';
  const needed = new Set([
    // Who is not root from the start has none to give up.
    ...(startsAsRoot || drop === undefined ? capabilities : []),
    ...(isLowPortPrivileged && startsAsRoot ? onHostNetwork : []),
    // The engine's init is root, and has to signal what is not.
    ...(init?.value === true && startsAsRoot && drop !== undefined ? ['KILL'] : []),
  ]);
  return [...needed].filter((name) => DEFAULT_CAPABILITIES.includes(name) && !names.includes(name)).toSorted();
}

/**
 * The folders that need a tmpfs where the root file system is read-only, each with its options; `undefined` where that
 * is not known, or a folder of its data
 * has no volume.
 */
export function tmpfsToAdd(
  container: Container,
  image: KnownImage,
  { start, startsAsRoot }: Needs,
): readonly string[] | undefined {
  if (start.writable === undefined || start.breaks?.includes('read-only') === true) return undefined;
  const { binds = [], mounts = [], tmpfs = [] } = container.hostConfig;
  const targets = [...binds, ...mounts].map(({ target }) => target).concat(tmpfs.map(({ key }) => key));
  if (targets.some((target) => target?.known === false)) return undefined;
  const mounted = targets.flatMap((target) => (target?.known === true ? [target.value] : []));
  const missing = start.writable.filter(
    (path) => ![...mounted, ...(image.volumes?.value ?? [])].some((folder) => isIn(path, folder)),
  );
  if (!missing.every((path) => path === '/tmp' || start.tmpfs?.includes(path) === true)) return undefined;
  return missing.map((path) => {
    const options = [
      ...(start.exec?.includes(path) === true ? ['exec'] : []),
      // A tmpfs is root's, with the mode of the folder that it hides.
      ...(startsAsRoot || path === '/tmp' ? [] : ['mode=1777']),
    ];
    return options.length === 0 ? path : `${path}:${options.join(',')}`;
  });
}
