import type { StartFacts } from '../../images/facts.ts';
import type { KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import { type Setting, textOf, valueOf } from '../../text/setting.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { hostMounts } from '../shared/host/mounts.ts';
import { needsOf } from '../shared/image/needs.ts';
import { isIn } from '../shared/network/program-settings.ts';
import { clientOf } from '../shared/voice.ts';
import { settingText, short } from '../shared/wording.ts';

/** These become another user before the program that they start does anything. */
const HELPERS: readonly string[] = ['clickhouse su', 'gosu', 'setpriv', 'su-exec'];

/** A variable that says as whom a program is to run: `PUID`, `APACHE_RUN_USER`, `CLICKHOUSE_GID`. */
const SAYS_WHO = /^(?:\w+_)?(?:P?[UG]ID|RUN_(?:USER|GROUP)|(?:USER|GROUP)_ID)$/;

/** The options of a tmpfs with which others than root may write to it. */
const IS_FOR_ALL = /(?:^|,)(?:uid=|mode=[01]?777(?:,|$))/;

/**
 * Starts a container as the user that its program becomes anyway; withheld where that user can't be sure to have the
 * data. None where the program of the image becomes nobody: its data are root's.
 */
export function userFixes(container: Container, image: KnownImage): readonly StatedFix<'setUser'>[] {
  const needs = needsOf(container, image);
  const { user, drop, writable = [], tmpfs = [], breaks = [] } = needs?.start ?? {};
  if (needs?.startsAsRoot !== true || user === undefined || drop === undefined || breaks.includes('user')) return [];
  const own = { writable: [...writable, ...(image.volumes?.value ?? [])], passing: tmpfs };
  const withheld = whoElse(container) ?? lowPorts(container, image) ?? dataOfOthers(container, own, user);
  return [
    {
      id: 'setUser',
      title: `Start it as \`${user}\`, the user its program switches to`,
      lowered: HELPERS.includes(drop.by)
        ? `\`${drop.by}\` switches to that user before anything else: ${needs.source}.`
        : undefined,
      ...(withheld === undefined ? {} : { withheld }),
      changes: [setTo('user', user)],
    },
  ];
}

/**
 * The user that can be set from outside: the one whose number the variables of the image have already, since that one
 * owns the data.
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

/** In a network of its own, Docker lets everybody listen on all ports. */
function lowPorts({ hostConfig: { networkMode }, origin }: Container, { program }: KnownImage): string | undefined {
  const hasOwn = networkMode === undefined || (networkMode.known && networkMode.value !== 'host');
  if ((hasOwn && clientOf(origin) === 'docker') || program?.value.listens?.some(({ port }) => port < 1024) !== true)
    return undefined;
  return 'Its program listens on a port below 1024, which may require root there.';
}

/** What the image writes: its folders, and those of them that may be gone when it stops. */
interface Written {
  readonly writable: readonly string[];
  readonly passing: readonly string[];
}

/**
 * Why the data may be another user's: a folder of the host is whoever's made it, one in memory is root's, and a volume
 * is that of the folder of the image only where the image has one.
 */
function dataOfOthers(container: Container, { writable, passing }: Written, user: string): string | undefined {
  const { binds = [], mounts = [], tmpfs = [] } = container.hostConfig;
  if ([...binds, ...mounts].some(({ target }) => target?.known === false)) return 'A mount point is unknown.';
  const touches = (target: string) => (path: string) => isIn(path, target) || isIn(target, path);
  const data = writable.filter((path) => !passing.includes(path));
  const named = namedPaths(container);
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
  ].find((path) => path !== '/tmp' && writable.some(touches(path)));
  return inMemory === undefined
    ? undefined
    : `Root owns the tmpfs at \`${short(inMemory)}\` unless \`mode=1777\` is set.`;
}

/** The paths that the variables and the command name, and that are none of files. */
function namedPaths({ config: { env = [], cmd = [] } }: Container): readonly string[] {
  const values = env.map(entryOf).flatMap(([name, value]) => (name.endsWith('_FILE') ? [] : [value]));
  const words = cmd.map((word) => textOf(word).replace(/^-[^=]*=/, ''));
  return [...values, ...words].filter((text) => /^\/[^\s:]*$/.test(text) && !/\.\w+$/.test(text));
}

function entryOf(setting: Setting<string>): readonly [name: string, value: string] {
  const [name = ''] = textOf(setting).split('=', 1);
  return [name, textOf(setting).slice(name.length + 1)];
}
