import type { StartFacts } from '../../../images/facts.ts';
import type { KnownImage } from '../../../images/known-image.ts';
import type { Container } from '../../../model/container.ts';
import type { HostMount } from '../host/driver-mounts.ts';
import { hostMounts } from '../host/mounts.ts';
import { liesIn, normalizeHostPath } from '../host/paths.ts';
import { SENSITIVE_DIRECTORIES } from '../host/sensitive-directories.ts';
import { isIn } from '../network/program-settings.ts';
import { DEFAULT_CAPABILITIES, normalizeCapability } from '../privileges/capabilities.ts';
import { asksForHost } from '../privileges/namespaces.ts';
import { isRoot } from '../privileges/root.ts';
import { clientOf } from '../voice.ts';
import { startDifference } from './start-differences.ts';

/** The known needs of a program when hardened. */
export interface Needs {
  readonly start: StartFacts;
  readonly startsAsRoot: boolean;
  /**
   * The source, as a clause:
   * `measured with PostgreSQL 17.12 on a real engine, on first and second start`.
   */
  readonly source: string;
}

/**
 * Known start-up needs; `undefined` if the image, its settings (see {@link startDifference}) or the
 * user leave them open.
 */
export function needsOf(container: Container, image: KnownImage): Needs | undefined {
  const { program } = image;
  const start = program?.value.start;
  if (program?.source.kind !== 'table' || start === undefined || startDifference(container, image) !== undefined)
    return undefined;
  if (container.unresolvedOptions.length > 0) return undefined;
  const { user } = container.config;
  const isImageRoot = image.user === undefined ? undefined : image.user.value === '' || isRoot(image.user.value);
  if (user?.known === false || isImageRoot === undefined) return undefined;
  const source =
    start.measured !== undefined
      ? `measured with ${start.measured.program} on a real engine, on first and second start`
      : `taken from its entrypoint as of ${(program.source.row.dated ?? program.source.row.checked).slice(0, 'YYYY-MM'.length)}`;
  const own = user?.value ?? '';
  if (own === '') return { start, startsAsRoot: isImageRoot, source };
  if (isRoot(own)) return isImageRoot ? { start, startsAsRoot: true, source } : undefined;
  const name = (each: string | undefined): string | undefined => each?.split(':', 1)[0];
  return [start.user, start.drop?.user, image.user?.value].some((each) => name(each) === name(own))
    ? { start, startsAsRoot: false, source }
    : undefined;
}

/**
 * True if the container certainly starts as non-root, by its own user or the image's, and stays so:
 * `sudo` would need capabilities.
 */
export function isNeverRoot({ config, image: built, unresolvedOptions }: Container, image: KnownImage): boolean {
  const isRaising = image.program?.value.start?.breaks?.includes('no-new-privileges') === true;
  if (isRaising || built?.raisesPrivileges !== undefined) return false;
  if (unresolvedOptions.length > 0 || config.user?.known === false) return false;
  const user = config.user?.value ?? '';
  const name = user === '' ? image.user?.value : user;
  return name !== undefined && name !== '' && !isRoot(name);
}

/**
 * The capabilities to keep with `cap_drop: [ALL]`, besides the added ones; `undefined` if unknown.
 * Never adds new ones.
 */
export function capabilitiesToKeep(
  container: Container,
  { start, startsAsRoot }: Needs,
): readonly string[] | undefined {
  const { capabilities, onHostNetwork = [], drop } = start;
  const { networkMode, capAdd = [], capDrop = [], init } = container.hostConfig;
  const network = asksForHost(networkMode);
  if (capabilities === undefined || network.kind === 'undecided' || init?.known === false) return undefined;
  const names = [...capAdd, ...capDrop].map((each) => (each.known ? normalizeCapability(each.value) : undefined));
  if (names.includes(undefined)) return undefined;
  // Only in Docker's own networks do low ports need no capability.
  const isLowPortPrivileged = network.kind === 'yes' || clientOf(container.origin) !== 'docker';
  const needed = new Set([
    // A process that starts as non-root has none to drop.
    ...(startsAsRoot || drop === undefined ? capabilities : []),
    ...(isLowPortPrivileged && startsAsRoot ? onHostNetwork : []),
    // A host directory can belong to anyone, and only the owner may be able to read its files.
    ...(startsAsRoot && hostMounts(container).some(isOwnedByAnyone) ? ['DAC_OVERRIDE'] : []),
    // The engine's init is root, and must signal a non-root process.
    ...(init?.value === true && startsAsRoot && drop !== undefined ? ['KILL'] : []),
  ]);
  return [...needed].filter((name) => DEFAULT_CAPABILITIES.includes(name) && !names.includes(name)).toSorted();
}

/** Host directories whose files can belong to other users. */
const OF_ANYONE: ReadonlySet<string> = new Set(['/', '/home', '/root', '/var']);
const OF_ROOT = SENSITIVE_DIRECTORIES.filter((directory) => !OF_ANYONE.has(directory));

function isOwnedByAnyone({ source }: HostMount): boolean {
  const [first = ''] = source.known ? [source.value] : source.pattern;
  if (typeof first !== 'string') return true;
  const path = normalizeHostPath(first);
  return !OF_ROOT.some((directory) => liesIn(path, directory));
}

/**
 * The directories that need a tmpfs if the root filesystem is read-only, with options; `undefined`
 * if unknown, or if there is no volume for data.
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
      // A tmpfs belongs to root, and has the mode of the directory it hides.
      ...(startsAsRoot || path === '/tmp' ? [] : ['mode=1777']),
    ];
    return options.length === 0 ? path : `${path}:${options.join(',')}`;
  });
}
