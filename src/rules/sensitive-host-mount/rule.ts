import type { KnownImage } from '../../images/known-image.ts';
import { SEVERITIES } from '../../model/finding.ts';
import type { Place } from '../../text/location.ts';
import { patternText, type Unknown } from '../../text/setting.ts';
import { rememberLast } from '../../util/remember-last.ts';
import { FORMS, textsOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { knownValues } from '../shared/demand.ts';
import type { HostMount, MountForm } from '../shared/host/driver-mounts.ts';
import { couldAccessEngine, isAskedAsSocket } from '../shared/host/engine-sockets.ts';
import { hostMounts, linkText } from '../shared/host/mounts.ts';
import { isInHome, normalizeHostPath, ofWindows, placeHome, relationTo } from '../shared/host/paths.ts';
import { HARMLESS_PATHS, SENSITIVE_DIRECTORIES } from '../shared/host/sensitive-directories.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import { isKnownMonitor, purposeOf } from '../shared/image/purpose.ts';
import { isIn } from '../shared/network/program-settings.ts';
import type { Voice } from '../shared/voice.ts';
import { settingText, short } from '../shared/wording.ts';
import { type Grade, gradeOf, type Lists, type Mode } from './grade.ts';
import {
  type DeviceAccess,
  devicesOf,
  isSpecial,
  makeReadOnly,
  reachOf,
  readOnlyWord,
  specialRemedy,
  toReadOnly,
} from './special.ts';

/** A path of D-Bus, by which programs use the host's services, such as Bluetooth. */
const BUS = /\bdbus\b/;

interface MountData {
  readonly source: string;
  readonly link: string | undefined;
  readonly path: string;
  /** In a user's home directory, whose location is unknown. */
  readonly isHome: boolean;
  /** `source` is a Windows path, and `path` the Linux path with the same exposure. */
  readonly isWindows: boolean;
  /** Absent if the source isn't shown. */
  readonly directory: string | undefined;
  readonly mode: Mode;
  readonly form: MountForm;
  readonly devices: DeviceAccess | undefined;
  readonly isMonitor: boolean;
  /** True if the target ends in `:ro` of another syntax, which has no effect. */
  readonly hasWrongMode: boolean;
}

export default defineContainerRule({
  id: 'sensitive-host-mount',
  references: [{ kind: 'cis', item: 5, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 8.6,
  title: 'Container mounts a host system directory',
  brief: 'a host system directory',
  recommendation: 'Sensitive host paths are out of reach',
  options: {
    directories: textsOption(SENSITIVE_DIRECTORIES, 'Sensitive directories. Replaces the default list.', FORMS.path),
    harmless: textsOption(
      HARMLESS_PATHS,
      'Paths that may be mounted read-only. Replaces the default list.',
      FORMS.path,
    ),
    allow: textsOption([], 'Paths that are never reported, including everything below them.', FORMS.path),
  },
  fixes: {
    readOnly: { risk: 'medium', title: 'Mount it read-only', breaks: 'Breaks programs that write there.' },
  },
  messages: {
    root: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the host's ${data.isWindows ? 'whole drive' : 'root directory'} \`${data.source}\`${linkText(data.link)}${modeText(data)}, which exposes ${data.isWindows ? 'all programs' : 'every socket'} and every secret on the host.`,
      remedy: rootRemedy(voice, data),
    }),
    disk: (voice, { source }: { readonly source: string }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the filesystem on the host's block device \`${source}\`, which exposes every file on it.`,
      remedy: 'Bind-mount only the directories it needs.',
    }),
    socket: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} \`${data.source}\`${linkText(data.link)}, ${BUS.test(data.path) ? "the host's message bus" : "the socket of the host's service manager"}: through it, root in the container can control the host's services, even with a read-only mount.`,
      remedy:
        "Remove the mount; a read-only mount doesn't prevent connections. If it needs the socket, suppress this finding with a reason.",
    }),
    bluetooth: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} \`${data.source}\`${linkText(data.link)}, the host's message bus, as smart home programs do for Bluetooth: through it, root in the container can control the host's services.`,
      remedy: `Without Bluetooth devices, remove the mount; otherwise, ${voice.suppression('sensitive-host-mount', 'Bluetooth')}.`,
    }),
    trusted: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${describe(data)}${modeText(data)}: the host runs or trusts these files, so write access means control of the host.`,
      remedy: writableRemedy(voice, data),
    }),
    secret: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${describe(data)}${modeText(data)}, which holds host secrets.`,
      compose: 'Mount only the file it needs, or pass the value with `secrets`.',
      docker: 'Mount only the file it needs, or give the container its own secret.',
    }),
    hostReader: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('reads', 'read')} the host through \`${data.source}\`, read-only, as monitoring programs do; as root, it can read every file there.`,
      compose:
        'Confine it: run it as a non-root user if it can, with `cap_drop: [ALL]`, and publish its port on an internal address only.',
      docker:
        'Confine it: run it as a non-root user if it can, with `--cap-drop ALL`, and publish its port on an internal address only.',
    }),
    knownHosts: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} \`${data.source}\`, writable, so it can make the host's SSH client trust a forged server.`,
      remedy: makeReadOnly(voice, data),
    }),
    data: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} \`${data.source}\`${linkText(data.link)}, a data directory of the host${modeText(data)}.`,
      remedy: `${makeReadOnly(voice, data)} If no other program uses it, use a named volume instead.`,
    }),
    writable: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${describe(data)}${modeText(data)}, ${reachOf(data)}.`,
      remedy: writableRemedy(voice, data),
    }),
    readOnly: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${describe(data)}${modeText(data)}.`,
      remedy: readOnlyRemedy(voice, data),
    }),
  },
  check(container, { options, image, fail, unknownValue }) {
    const lists = listsOf(options);
    return hostMounts(container).map((mount) => {
      const { source, readOnly, doubt, link, form } = mount;
      const unsure = doubt && unknownValue('Whether the mount source is a host path', doubt);
      if (mount.isDisk === true) {
        if (source.known && lists.allow.some((path) => isIn(normalizeHostPath(source.value), path))) return undefined;
        return unsure ?? fail(source, 'disk', { source: settingText(source) }, { severity: 'error' });
      }
      const mode = modeOf(mount);
      const found = findSource(mount, mode, lists);
      if (found === undefined) return undefined;
      if (unsure !== undefined) return unsure;
      if ('setting' in found) return unknownValue('A mount source', found.setting);
      const { grade, path, place, isCertain, isHome, isWindows } = found;
      if (mode === 'unknown' && readOnly?.known === false && gradeOf(path, 'read-only', lists) === undefined)
        return unknownValue('Whether the mount is read-only', readOnly);
      const isAsked =
        mode === 'read-only' && READABLE.includes(grade.kind) && grade.severity !== 'info' && isKnownMonitor(container);
      const isForBluetooth = grade.kind === 'socket' && BUS.test(path) && purposeOf(container) === 'smart home';
      return fail(
        { place, isCertain: isCertain && !isHome },
        isAsked ? 'hostReader' : isForBluetooth ? 'bluetooth' : grade.kind,
        {
          source: short(place.shown ?? found.written),
          link,
          path,
          isHome: isHome || isWindows,
          isWindows,
          directory: place.shown === undefined ? grade.directory : undefined,
          mode,
          form,
          devices: devicesOf(container),
          isMonitor: purposeOf(container) === 'monitoring agent',
          hasWrongMode: form === 'mount' && knownValues(mount.target).some(({ value }) => value.endsWith(':ro')),
        },
        {
          severity: isAsked ? 'info' : grade.severity,
          fixes: () =>
            isCertain && isHelped(found, mount, lists, image())
              ? toReadOnly(
                  mount,
                  lists.harmless.some((known) => isIn(path, known)),
                )
              : [],
        },
      );
    });
  },
});

/** The normalized paths in the options. */
const listsOf = rememberLast(
  ({ directories, harmless, allow }: Lists): Lists => ({
    directories: directories.map(normalizeHostPath),
    harmless: harmless.map(normalizeHostPath),
    allow: allow.map(normalizeHostPath),
  }),
);

/** What monitoring programs may mount. */
const READABLE: readonly Grade['kind'][] = ['readOnly', 'root', 'secret'];

/** Directories for programs' data, on the host and in containers. */
const DATA =
  /^\/(?:home|root|srv|var\/lib|var\/opt|var\/log|opt)(?:\/|$)|\/(?:config|data|database|db|storage|backups?|uploads?|downloads?|media|logs?)(?:\/|$)/;

/**
 * True if a read-only mount exposes less and the program needn't write there, as to its own data.
 * Never for sockets and devices.
 */
function isHelped(
  { path, grade, isHome }: Graded,
  { target }: HostMount,
  lists: Lists,
  { volumes, program }: KnownImage,
): boolean {
  const { kind, severity } = grade;
  if ((kind !== 'trusted' && kind !== 'writable') || isSpecial(path)) return false;
  if (target?.known !== true) return false;
  const inside = normalizeHostPath(target.value);
  const written = [...(volumes?.value ?? []), ...(program?.value.start?.writable ?? [])];
  if (DATA.test(inside) || written.some((folder) => isIn(inside, folder) || isIn(folder, inside))) return false;
  if (kind === 'writable' && (isHome || DATA.test(path))) return false;
  const left = gradeOf(path, 'read-only', lists);
  return left === undefined || SEVERITIES.indexOf(left.severity) < SEVERITIES.indexOf(severity);
}

interface Graded {
  readonly grade: Grade;
  readonly path: string;
  readonly written: string;
  readonly place: Place;
  readonly isCertain: boolean;
  readonly isHome: boolean;
  readonly isWindows: boolean;
}

/** The most severe grade that a source has or may have; undecided if only possible. */
function findSource(
  { source, target }: HostMount,
  mode: Mode,
  lists: Lists,
): Graded | { readonly setting: Unknown<string> } | undefined {
  const graded = knownValues(source).flatMap(({ value, place }): readonly Graded[] => {
    const isWindows = !value.startsWith('/');
    const absolute = isWindows ? ofWindows(value) : value;
    if (absolute === undefined) return [];
    const path = normalizeHostPath(absolute);
    const grade = gradeOf(path, mode, lists);
    const written = isWindows ? value : path;
    return grade === undefined
      ? []
      : [{ grade, path, place, isWindows, written, isCertain: source.known, isHome: false }];
  });
  const [worst] = graded.toSorted((a, b) => rankOf(b) - rankOf(a));
  if (worst !== undefined) return worst;
  if (source.known || (source.candidates.length > 0 && source.isOpen !== true)) return undefined;

  const [first] = source.pattern;
  // Counts as a relative path.
  if (typeof first === 'object' && first.isOwnFolder === true) return undefined;
  const pattern = placeHome(source.pattern);
  const relations = lists.directories.map((directory) => relationTo(directory, pattern));
  if (relations.includes('inside')) {
    const path = normalizeHostPath(skeletonOf(pattern));
    const grade = gradeOf(path, mode, lists);
    const written = patternText(source.pattern);
    if (grade === undefined) return undefined;
    const isHome = isInHome(source.pattern);
    return { grade, path, written, place: source.place, isCertain: true, isHome, isWindows: false };
  }
  const access = couldAccessEngine(pattern);
  const isOthers = access === 'socket' || (access === 'possible' && isAskedAsSocket(pattern, target));
  return !isOthers && relations.includes('possible') ? { setting: source } : undefined;
}

function rankOf({ grade }: Graded): number {
  return SEVERITIES.indexOf(grade.severity);
}

function modeOf({ readOnly }: HostMount): Mode {
  const values = readOnly && knownValues(readOnly);
  if (values === undefined) return 'writable';
  if (values.length === 0) return 'unknown';
  return values.every(({ value }) => value) ? 'read-only' : 'writable';
}

function describe({ source, link, path, isHome, directory }: MountData): string {
  const written = `\`${source}\`${linkText(link)}`;
  if (isHome)
    return `${written}, ${path === '/home' ? "the host's home directories" : 'a home directory on the host or a path in it'}`;
  if (directory === undefined) return `${written}, a host system directory or a path in it`;
  return path === directory ? `the host's system directory ${written}` : `${written} in the host's \`${directory}\``;
}

function modeText({ mode, hasWrongMode }: MountData): string {
  if (mode !== 'writable') return mode === 'read-only' ? ', read-only' : '';
  return hasWrongMode ? ', writable because `:ro` is part of its target' : ', writable';
}

function rootRemedy(voice: Voice, data: MountData): string {
  if (data.hasWrongMode) return `Mount only the directories it needs, with ${readOnlyWord(voice)}.`;
  const isForReading = data.isMonitor && data.mode === 'writable';
  return isForReading ? writableRemedy(voice, data) : 'Mount only the directories it needs.';
}

function writableRemedy(voice: Voice, data: MountData): string {
  const otherwise = data.isMonitor
    ? `If its documentation requires writing, ${voice.suppression('sensitive-host-mount', 'monitors the host')}.`
    : `Keep its own data in a named volume or a dedicated directory${data.isWindows ? '' : ', such as `/srv/app`'}.`;
  return specialRemedy(voice, data.path, data.devices === 'all') ?? `${makeReadOnly(voice, data)} ${otherwise}`;
}

function readOnlyRemedy(voice: Voice, data: MountData): string {
  const isWhole = data.path === data.directory;
  const usual = isWhole ? 'Mount only the files it reads.' : 'Remove the mount unless the container reads it.';
  return specialRemedy(voice, data.path, data.devices === 'all') ?? usual;
}
