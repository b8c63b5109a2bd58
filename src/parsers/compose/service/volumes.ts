import type { Entry } from '../../../model/entry.ts';
import type { Problem } from '../../../model/finding.ts';
import type { MountType } from '../../../model/host-config.ts';
import { type Hop, hasSameHops, type Place } from '../../../text/location.ts';
import { known, type Setting, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { quoted } from '../../syntax/reading.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import {
  type Field,
  field,
  isMapping,
  isNull,
  isScalar,
  itemsOf,
  type Mapping,
  placeOf,
  printedText,
  type Ref,
  textOf,
  textPlace,
} from '../../yaml/tree.ts';
import { invalidValue } from '../files/problems.ts';
import {
  keyOfPair,
  readBoolean,
  readBytes,
  readEntries,
  readString,
  readTexts,
  readUncastInteger,
  unique,
} from '../values/values.ts';
import { cleanTarget, foldVolumes } from './volume-folding.ts';

/** A service's volume, from the short or long form (compose-go `types.ServiceVolumeConfig`). */
export interface ServiceVolume {
  /** `undefined` if the source may be a path or a volume name. */
  readonly type: MountType | undefined;
  readonly typePlace: Place;
  readonly source?: Text | undefined;
  readonly isLongForm: boolean;
  /** The base of a relative source. */
  readonly directory: string;
  readonly target: Text;
  readonly readOnly?: Setting<boolean> | undefined;
  readonly consistency?: Setting<string> | undefined;
  readonly propagation?: Setting<string> | undefined;
  /** Treatment of mounts below a bind's source: `enabled`, `disabled`, `writable`, `readonly`. */
  readonly recursive?: Setting<string> | undefined;
  readonly selinux?: Setting<string> | undefined;
  /** Whether a missing host path is created; `undefined` if not set. */
  readonly createsHostPath: boolean | undefined;
  readonly noCopy?: Setting<boolean> | undefined;
  readonly subpath?: Setting<string> | undefined;
  readonly labels?: readonly Entry[] | undefined;
  readonly size?: Setting<number> | undefined;
  readonly mode?: Setting<number> | undefined;
  readonly place: Place;
}

/**
 * A service's volumes without duplicate targets: the last one counts. Reports remaining conflicts,
 * also with `tmpfs` (compose-go `loader/validate.go`).
 */
export function readVolumes(service: Ref<Mapping>, report: Report): readonly ServiceVolume[] {
  const { node, hops } = service;
  const before = remembered.get(node);
  const read = before !== undefined && hasSameHops(before.hops, hops) ? before : collectVolumes(service);
  remembered.set(node, read);
  for (const problem of read.problems) report(problem);
  return read.volumes;
}

const remembered = new WeakMap<Mapping, ReadVolumes>();

interface ReadVolumes {
  readonly hops: readonly Hop[];
  readonly volumes: readonly ServiceVolume[];
  readonly problems: readonly Problem[];
}

function collectVolumes(service: Ref<Mapping>): ReadVolumes {
  const problems: Problem[] = [];
  const report: Report = (found) => {
    problems.push(found);
  };
  const read = foldVolumes(itemsOf(field(service, 'volumes'))).flatMap((item) => readVolume(item, report));
  const taken = new Map<string | undefined, string>();
  const take = (target: Text, where: string): void => {
    const other = taken.get(target.value);
    if (target.isKnown && other === undefined) taken.set(target.value, where);
    if (other === undefined) return;
    const what = `${quoted(target)} is already a mount point, in \`${other}\`.`;
    report(problem('syntax/conflict', target.place, what, 'Remove one of the two.'));
  };
  for (const tmpfs of unique(readTexts(field(service, 'tmpfs')), keyOfPair))
    take(tmpfs.split(':', 2)[0] ?? tmpfs, 'tmpfs');
  for (const { target } of read) take(target, 'volumes');
  return { hops: service.hops, volumes: unique(read, ({ target }) => target.source), problems };
}

function readVolume(item: Ref, report: Report): readonly ServiceVolume[] {
  if (!isScalar(item)) return isMapping(item) ? readLongVolume(item, report) : [];
  return isNull(item) ? [] : readShortVolume(printedText(item), item.node.origin.directory, report);
}

const PROPAGATIONS: readonly string[] = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/**
 * `[source:]target[:options]` (compose-go `format.ParseVolume`); Compose ignores unknown options.
 */
function readShortVolume(text: Text, directory: string, report: Report): readonly ServiceVolume[] {
  const reading = readVolumeSpec(text);
  if (reading.failure !== undefined) {
    report(invalidValue(reading.failure));
    return [];
  }
  const spec = reading.value;
  const option = (accepts: (value: string) => boolean): Text | undefined =>
    spec.options.findLast(({ value }) => value !== undefined && accepts(value));
  const access = option((value) => value === 'ro' || value === 'rw') ?? spec.options.find(({ isKnown }) => !isKnown);
  const noCopy = option((value) => value === 'nocopy');
  return [
    {
      type: spec.source === undefined ? 'volume' : spec.kind,
      typePlace: text.place,
      isLongForm: false,
      source: spec.source,
      directory,
      target: cleanTarget(spec.target),
      readOnly: access?.toSetting((value) => value === 'ro'),
      propagation: option((value) => PROPAGATIONS.includes(value))?.toStringSetting(),
      selinux: option((value) => value === 'z' || value === 'Z')?.toStringSetting(),
      createsHostPath: true,
      noCopy: noCopy && known(true, noCopy.place),
      place: text.place,
    },
  ];
}

const TYPES: readonly MountType[] = ['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'];

function readLongVolume(item: Ref, report: Report): readonly ServiceVolume[] {
  const at = (key: string): Field | undefined => field(item, key);
  const [typeRef, source, target] = [at('type'), at('source'), at('target')];
  const [bind, volume] = [at('bind'), at('volume')];
  const missing = (place: Place, what: string, remedy: string): void => {
    report(problem('syntax/missing-key', place, what, remedy));
  };
  if (target === undefined)
    missing(placeOf(item), 'This volume has no `target` (the container path).', 'Write `target: /path`.');
  if (!isScalar(target)) return [];
  const place = textPlace(isScalar(source) ? source : target);
  const typeText = isScalar(typeRef) ? textOf(typeRef) : undefined;
  const type = TYPES.find((name) => name === typeText?.value);
  if (type === 'bind' && source === undefined)
    missing(typeText?.place ?? place, 'This bind mount has no `source` (the host path).', 'Write `source: ./path`.');
  return [
    {
      type,
      typePlace: typeText?.place ?? place,
      isLongForm: true,
      source: isScalar(source) ? textOf(source) : undefined,
      directory: item.node.origin.directory,
      target: cleanTarget(textOf(target)),
      readOnly: readBoolean(at('read_only'), report),
      consistency: readString(at('consistency')),
      propagation: readString(field(bind, 'propagation')),
      selinux: readString(field(bind, 'selinux')),
      recursive: readString(field(bind, 'recursive')),
      createsHostPath: valueOf(readBoolean(field(bind, 'create_host_path'), report)),
      noCopy: readBoolean(field(volume, 'nocopy'), report),
      subpath: readString(field(volume, 'subpath') ?? field(at('image'), 'subpath')),
      labels: readEntries(field(volume, 'labels')),
      size: readBytes(field(at('tmpfs'), 'size'), report),
      mode: readUncastInteger(field(at('tmpfs'), 'mode'), 32, report),
      place,
    },
  ];
}
