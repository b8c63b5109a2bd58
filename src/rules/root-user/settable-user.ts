import type { StartFacts } from '../../images/facts.ts';
import type { KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import { valueOf } from '../../text/setting.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { hostMounts } from '../shared/host/mounts.ts';
import { needsOf } from '../shared/image/needs.ts';
import { entryOf, namedPaths, startDifference } from '../shared/image/start-differences.ts';
import { isIn } from '../shared/network/program-settings.ts';
import { clientOf } from '../shared/voice.ts';
import { settingText, short } from '../shared/wording.ts';

/** These programs switch users before anything else. */
const HELPERS: readonly string[] = ['clickhouse su', 'gosu', 'setpriv', 'su-exec'];

/** A variable for the user that a program runs as: `PUID`, `APACHE_RUN_USER`, `CLICKHOUSE_GID`. */
const SAYS_WHO = /^(?:\w+_)?(?:P?[UG]ID|RUN_(?:USER|GROUP)|(?:USER|GROUP)_ID)$/;

/** Tmpfs options with which users other than root can write. */
const IS_FOR_ALL = /(?:^|,)(?:uid=|mode=[01]?777(?:,|$))/;

/**
 * Starts a container as the user its program switches to; withheld if that user may not own the
 * data. None if the program never switches.
 */
export function userFixes(container: Container, image: KnownImage): readonly StatedFix<'setUser'>[] {
  const { user, drop, writable = [], tmpfs = [], forAll = [], breaks = [] } = image.program?.value.start ?? {};
  if (user === undefined || drop === undefined || breaks.includes('user')) return [];
  const title = `Start it as \`${user}\`, the user its program switches to`;
  const changes = [setTo('user', user)];
  const difference = startDifference(container, image);
  if (difference !== undefined) return [{ id: 'setUser', title, withheld: difference.why, changes }];
  const needs = needsOf(container, image);
  if (needs?.startsAsRoot !== true) return [];
  const own = { writable: [...writable, ...(image.volumes?.value ?? [])], passing: tmpfs, forAll };
  const withheld =
    whoElse(container) ?? secretFile(container) ?? lowPorts(container, image) ?? dataOfOthers(container, own, user);
  const lowered = HELPERS.includes(drop.by)
    ? `\`${drop.by}\` switches to that user before anything else (${needs.source}).`
    : undefined;
  return [{ id: 'setUser', title, lowered, withheld, changes }];
}

/**
 * The user that can be set from outside: the one whose number is in the image's variables, since
 * that user owns the data.
 */
export function settableUser({ config: { env = [] } }: Container, start: StartFacts | undefined): string | undefined {
  if (start?.user === undefined || start.breaks?.includes('user') === true) return undefined;
  const values = new Map(env.map(entryOf));
  const [user, group] = ['PUID', 'PGID'].map((name) => values.get(name));
  return start.readOnlyUser === undefined || user === undefined || !/^\d+$/.test(user)
    ? start.user
    : `${user}:${group !== undefined && /^\d+$/.test(group) ? group : user}`;
}

function whoElse({ config: { env = [] } }: Container): string | undefined {
  const name = env.map((setting) => entryOf(setting)[0]).find((each) => SAYS_WHO.test(each));
  return name === undefined ? undefined : `\`${short(name)}\` sets the program's user.`;
}

/** Mounted secrets keep their owner and mode. */
function secretFile({ config: { env = [] } }: Container): string | undefined {
  const name = env.map((setting) => entryOf(setting)[0]).find((each) => each.endsWith('_FILE'));
  return name === undefined ? undefined : `Possibly only root can read the file of \`${short(name)}\`.`;
}

/** In a container's own network, Docker lets all users bind all ports. */
function lowPorts({ hostConfig: { networkMode }, origin }: Container, { program }: KnownImage): string | undefined {
  const hasOwn = networkMode === undefined || (networkMode.known && networkMode.value !== 'host');
  if ((hasOwn && clientOf(origin) === 'docker') || program?.value.listens?.some(({ port }) => port < 1024) !== true)
    return undefined;
  return 'Its program listens on a port below 1024, which may require root.';
}

/** Directories that the image writes, and those whose content it may lose when it stops. */
interface Written {
  readonly writable: readonly string[];
  readonly passing: readonly string[];
  readonly forAll: readonly string[];
}

/**
 * Why another user may own the data: a host directory has any owner, a tmpfs is root's, a volume
 * copies the image's directory if it exists.
 */
function dataOfOthers(container: Container, { writable, passing, forAll }: Written, user: string): string | undefined {
  const { binds = [], mounts = [], tmpfs = [] } = container.hostConfig;
  if ([...binds, ...mounts].some(({ target }) => target?.known === false)) return 'A mount point is unknown.';
  const touches = (target: string) => (path: string) => isIn(path, target) || isIn(target, path);
  const data = writable.filter((path) => !passing.includes(path));
  const named = namedPaths(container).filter((path) => !/\.\w+$/.test(path));
  for (const { target, source, readOnly } of hostMounts(container)) {
    const path = valueOf(target) ?? '';
    if (valueOf(readOnly) === true || !(data.some(touches(path)) || named.some((each) => isIn(each, path)))) continue;
    return `Its data is in \`${settingText(source)}\` on the host, which \`${user}\` must own: check that, then set the user by hand.`;
  }
  const targets = [...binds, ...mounts].map(({ target }) => valueOf(target) ?? '');
  const other = targets.find((target) => !writable.some(touches(target)) && named.some((path) => isIn(path, target)));
  if (other !== undefined)
    return `\`${short(other)}\` isn't a directory in the image, so its volume may be owned by root.`;
  if (
    binds.some(({ options }) => options.some((option) => valueOf(option) === 'nocopy')) ||
    mounts.some(({ volumeOptions }) => valueOf(volumeOptions?.noCopy) === true)
  )
    return "With `nocopy`, root owns a new volume, even if another user owns the image's directory.";
  const inMemory = [
    ...tmpfs.filter(({ value }) => !IS_FOR_ALL.test(settingText(value))).map(({ key }) => valueOf(key) ?? ''),
    ...mounts.filter(({ type }) => valueOf(type) === 'tmpfs').map(({ target }) => valueOf(target) ?? ''),
  ].find((path) => path !== '/tmp' && !forAll.includes(path) && writable.some(touches(path)));
  return inMemory === undefined
    ? undefined
    : `Root owns the tmpfs at \`${short(inMemory)}\` unless \`mode=1777\` is set.`;
}
