import type { Place } from '../../../text/location.ts';
import { joinTexts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import { QUADLET_KEYS, type QuadletForm, type QuadletKey } from '../../programs/quadlet-keys.ts';
import { CommandWords } from './command-words.ts';
import type { QuadletUnit, WrittenUnitValue } from './quadlet-unit.ts';
import { resolveImage, resolveMount, resolveNetwork, resolveVolume } from './references.ts';
import { serviceName, type UnitsBeside } from './units-beside.ts';
import { addUserMappings } from './user-mappings.ts';

const CONTAINER = 'Container';

/** The words after `podman` by which Quadlet starts a container, before systemd expands them. */
export interface UnitCommand {
  readonly words: CommandWords;
  /** Global options before the subcommand. */
  readonly before: CommandWords;
  /** The place of the image's `.build` unit. */
  readonly build?: Place;
}

/**
 * The `podman run` of a `.container` unit (containers/podman `pkg/systemd/quadlet/quadlet.go`,
 * `ConvertContainer`). `header` is the place of implicit settings.
 */
export function containerCommand(unit: QuadletUnit, header: Place, units: UnitsBeside): UnitCommand {
  const words = new CommandWords();
  words.own(header, 'run');
  const name = unit.filled(CONTAINER, 'ContainerName');
  words.flag('name', name ?? { key: header, text: Text.derived(defaultName(unit), header) });
  words.own(header, '--cidfile=%t/%N.cid', '--replace', '--rm');
  if (unit.filled(CONTAINER, 'CgroupsMode') === undefined) words.own(header, '--cgroups=split');
  addNotification(unit, header, words);
  for (const key of QUADLET_KEYS) {
    addKey(unit, CONTAINER, key, words, units);
    if (key.key === 'Tmpfs') addVolatileTmp(unit, words);
  }
  addUser(unit, words);
  addUserMappings(unit, CONTAINER, words);
  joinPod(unit, words, units);
  words.given(unit.arguments(CONTAINER, 'PodmanArgs').map(({ text }) => text));
  const build = addImage(unit, words, units);
  words.given(unit.lastArguments(CONTAINER, 'Exec'));
  return { words, before: globalWords(unit, CONTAINER), ...(build === undefined ? {} : { build }) };
}

/** The global options of `GlobalArgs=` and `ContainersConfModule=`. */
export function globalWords(unit: QuadletUnit, section: string): CommandWords {
  const before = new CommandWords();
  for (const { key, text } of unit.all(section, 'ContainersConfModule'))
    before.given([Text.concat([Text.derived('--module=', key), text], text.whole)]);
  before.given(unit.arguments(section, 'GlobalArgs').map(({ text }) => text));
  return before;
}

function defaultName(unit: QuadletUnit): string {
  return unit.files[0]?.path.replace(/^.*\//, '').includes('@') === true ? 'systemd-%p_%i' : 'systemd-%N';
}

/** Nothing for `oneshot`, whose end systemd waits for. */
function addNotification(unit: QuadletUnit, header: Place, words: CommandWords): void {
  if (unit.last('Service', 'Type')?.text.skeleton === 'oneshot') return;
  const notify = unit.boolean(CONTAINER, 'Notify');
  const isHealthy = notify?.text.skeleton.toLowerCase() === 'healthy';
  words.own(header, `--sdnotify=${isHealthy ? 'healthy' : notify?.value === true ? 'container' : 'conmon'}`, '-d');
}

/** Adds the flags of a section's key. */
export function addKey(
  unit: QuadletUnit,
  section: string,
  { key, flag, form, prefix = '' }: QuadletKey,
  words: CommandWords,
  units: UnitsBeside,
): void {
  const isTrue = unit.boolean(section, key);
  if (form === 'boolean') words.boolean(flag, isTrue);
  else if (form === 'switch') {
    if (isTrue?.value === true) words.own(isTrue.text.place, `--${flag}=${prefix}`);
  } else
    for (const { key: place, text } of valuesOf(unit, section, key, form))
      words.flag(flag, { key: place, text: RESOLVERS[form]?.(text, units) ?? text }, prefix);
}

function valuesOf(
  unit: QuadletUnit,
  section: string,
  key: string,
  form: Exclude<QuadletForm, 'boolean' | 'switch'>,
): readonly WrittenUnitValue[] {
  switch (form) {
    case 'string':
    case 'given':
      return [form === 'string' ? unit.filled(section, key) : unit.last(section, key)].filter(
        (one) => one !== undefined,
      );
    case 'strings':
    case 'networks':
    case 'volumes':
      return unit.all(section, key);
    case 'words':
    case 'devices':
      return unit.list(section, key);
    case 'arguments':
    case 'mounts':
      return unit.arguments(section, key);
    case 'pairs':
      return unit.pairs(section, key);
  }
}

const RESOLVERS: Readonly<Partial<Record<QuadletForm, (text: Text, units: UnitsBeside) => Text>>> = {
  networks: resolveNetwork,
  volumes: resolveVolume,
  mounts: resolveMount,
  devices: (device) => (device.skeleton.startsWith('-') ? ifPresent(device) : device),
};

/** A device after a dash, which is added only if the host has it. */
function ifPresent(device: Text): Text {
  return device.slice(1).via({ kind: 'branch', location: device.place.location });
}

function addVolatileTmp(unit: QuadletUnit, words: CommandWords): void {
  const written = unit.boolean(CONTAINER, 'VolatileTmp');
  if (written?.value !== true || unit.boolean(CONTAINER, 'ReadOnly')?.value === true) return;
  words.own(written.text.place, '--tmpfs', '/tmp:rw,size=512M,mode=1777');
}

function addUser(unit: QuadletUnit, words: CommandWords): void {
  const user = unit.filled(CONTAINER, 'User');
  if (user === undefined) return;
  const group = unit.filled(CONTAINER, 'Group');
  const parts = group === undefined ? [user.text] : [user.text, group.text];
  words.flag('user', { key: user.key, text: joinTexts(parts, ':', user.text.whole) });
}

function joinPod(unit: QuadletUnit, words: CommandWords, units: UnitsBeside): void {
  const pod = unit.filled(CONTAINER, 'Pod');
  if (pod?.text.skeleton.endsWith('.pod') !== true) return;
  const found = units.find(pod.text.skeleton);
  const service = found === undefined ? pod.text.skeleton.replace(/\.pod$/, '-pod') : serviceName(found);
  words.flag('pod-id-file', { key: pod.key, text: Text.derived(`%t/${service}.pod-id`, pod.text.place) });
}

/**
 * Adds the image, or the root directory used instead; returns the place of the image's `.build`
 * unit.
 */
function addImage(unit: QuadletUnit, words: CommandWords, units: UnitsBeside): Place | undefined {
  const image = unit.filled(CONTAINER, 'Image');
  if (image === undefined) {
    words.flag('rootfs', unit.filled(CONTAINER, 'Rootfs'));
    return undefined;
  }
  const resolved = resolveImage(image.text, units);
  words.given([resolved.image]);
  return resolved.build;
}
