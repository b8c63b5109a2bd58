import type { Entry } from '../../../../model/entry.ts';
import type { Mount } from '../../../../model/host-config.ts';
import type { Bind } from '../../../../model/values.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../../text/setting.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { append } from '../../../../util/maps.ts';
import { defined } from '../../../../util/objects.ts';
import { words } from '../../../../util/words.ts';
import { readCsv } from '../../../syntax/csv.ts';
import {
  type Failure,
  failure,
  quoted,
  type Reading,
  readSetting,
  splitKeyValue,
  success,
  toEntry,
  unknownSetting,
} from '../../../syntax/reading.ts';
import { readSize } from '../../../syntax/size.ts';
import { trimEndSpace, trimSpace, trimStartSpace } from '../../../syntax/space.ts';
import { isRelativeSource, normalizeRelativePath, readVolumeSpec, toBind } from '../../../syntax/volume-spec.ts';

const REMEDY = 'Write `type=bind,source=/host,target=/container[,readonly]`.';

const BOOLEAN_KEYS: readonly string[] = words('readonly volume-nocopy bind-nonrecursive bind-create-src');
const KEYS: readonly string[] = [
  ...BOOLEAN_KEYS,
  ...words('type source target consistency bind-propagation bind-recursive image-subpath tmpfs-size tmpfs-mode'),
  ...words('volume-subpath volume-label volume-driver volume-opt'),
];
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['src', 'source'],
  ['dst', 'target'],
  ['destination', 'target'],
  ['ro', 'readonly'],
]);

/** The fields of a mount: the values of each key in order; the last one wins. */
interface MountFields {
  readonly values: ReadonlyMap<string, readonly Text[]>;
  /** The first field of each group of options, by the group's prefix. */
  readonly groups: ReadonlyMap<string, Text>;
  readonly hasUnknown: boolean;
}

/** `--mount`: CSV fields in any order (docker/cli `opts.MountOpt`). */
export function readMount(text: Text, isStrict: boolean): Reading<Mount> {
  const fields = readCsv(trim(text));
  if (fields.failure !== undefined) return fields;
  const values = new Map<string, Text[]>();
  const groups = new Map<string, Text>();
  let hasUnknown = false;
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    if (key.skeleton.includes(UNKNOWN_CHARACTER)) {
      hasUnknown = true;
      continue;
    }
    const written = key.skeleton.toLowerCase();
    const name = ALIASES.get(written) ?? written;
    const problem = checkField(name, field, value);
    if (problem !== undefined && isStrict) return problem;
    if (problem !== undefined) continue;
    append(values, name, value ?? Text.derived('true', field.place));
    // A default value is no bind option.
    const [group = '', option] = name.split('-', 2);
    if (option !== undefined && !groups.has(group) && !(option === 'recursive' && value?.value === 'enabled'))
      groups.set(group, field);
  }
  const { mount, failures } = toMount({ values, groups, hasUnknown }, text);
  const problem = failures[0] ?? checkMount({ values, groups, hasUnknown }, text);
  return isStrict && problem !== undefined ? problem : success(mount);
}

function trim(text: Text): Text {
  const { skeleton } = text;
  const start = skeleton.length - trimStartSpace(skeleton).length;
  return text.slice(start, Math.max(start, trimEndSpace(skeleton).length));
}

type Failed = { readonly failure: Failure } | undefined;

/** Only a boolean may be a word alone. */
function checkField(name: string, field: Text, value: Text | undefined): Failed {
  if (value === undefined ? !BOOLEAN_KEYS.includes(name) : trimSpace(value.skeleton) === '') {
    const what = field.length === 0 ? 'The mount has an empty field.' : `${quoted(field)} is not \`key=value\`.`;
    return failure(field.place, what, REMEDY);
  }
  return KEYS.includes(name) ? undefined : failure(field.place, `Unknown mount key \`${name}\`.`, REMEDY);
}

/** Options for one type only (docker/cli `opts/mount_utils.go`). */
function checkMount({ values, groups, hasUnknown }: MountFields, text: Text): Failed {
  if (!values.has('target') && !hasUnknown)
    return failure(text.place, `${quoted(text)} has no target path.`, 'Add `target=/path/in/the/container`.');
  const written = values.get('type')?.at(-1);
  const type = written === undefined && !hasUnknown ? 'volume' : written?.value?.toLowerCase();
  const [group, field] = [...groups].find(([own]) => own !== type) ?? [];
  if (type === undefined || group === undefined || field === undefined) return undefined;
  const what = `\`${group}-…\` options don't apply to \`${type}\` mounts.`;
  return failure(field.place, what, `Use \`type=${group}\`, or remove \`${field.source}\`.`);
}

function toMount(
  { values, hasUnknown }: MountFields,
  text: Text,
): { readonly mount: Mount; readonly failures: Failed[] } {
  const failures: Failed[] = [];
  const last = (name: string): Text | undefined => values.get(name)?.at(-1);
  const string = (name: string): Setting<string> | undefined => last(name)?.toStringSetting();
  const lower = (name: string): Setting<string> | undefined => {
    const setting = string(name);
    return setting && mapSetting(setting, (value) => value.toLowerCase());
  };
  const read = <T>(name: string, reader: (value: Text) => Reading<Setting<T>>): Setting<T> | undefined => {
    const value = last(name);
    const reading = value && reader(value);
    if (reading?.failure === undefined) return reading?.value;
    failures.push(reading);
    return undefined;
  };
  const recursion = (mode: string): Setting<boolean> | undefined => {
    const value = last('bind-recursive');
    return value?.value === mode ? known(true, value.place) : undefined;
  };
  const rest = hasUnknown ? unknownSetting<string>(text) : undefined;
  const written = last('source');
  const source = written?.toStringSetting() ?? rest;
  const isRelative = written !== undefined && isRelativeSource(written);
  const mount: Mount = {
    type: lower('type') ?? rest ?? known('volume', text.place),
    ...defined({
      source: source && isRelative ? mapSetting(source, normalizeRelativePath) : source,
      isRelative: isRelative ? isRelative : undefined,
      target: string('target') ?? rest,
      readOnly: read('readonly', readFlag),
      consistency: lower('consistency'),
      bindOptions: unlessEmpty({
        propagation: lower('bind-propagation'),
        nonRecursive: recursion('disabled') ?? read('bind-nonrecursive', readFlag),
        createMountpoint: read('bind-create-src', readFlag),
        readOnlyNonRecursive: recursion('writable'),
        readOnlyForceRecursive: recursion('readonly'),
      }),
      volumeOptions: unlessEmpty({
        noCopy: read('volume-nocopy', readFlag),
        subpath: string('volume-subpath'),
        labels: toEntries(values.get('volume-label')),
        driverConfig: unlessEmpty({ name: string('volume-driver'), options: toEntries(values.get('volume-opt')) }),
      }),
      imageOptions: unlessEmpty({ subpath: string('image-subpath') }),
      tmpfsOptions: unlessEmpty({ sizeBytes: read('tmpfs-size', readSize), mode: read('tmpfs-mode', readMode) }),
    }),
    place: text.place,
  };
  return { mount, failures };
}

function unlessEmpty<T extends object>(fields: T): ReturnType<typeof defined<T>> | undefined {
  const kept = defined(fields);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** Since docker 29, only four words (`opts/mount_utils.go`, `parseBoolValue`). */
const FLAGS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

function readFlag(text: Text): Reading<Setting<boolean>> {
  const parse = (value: string): boolean | undefined => (Object.hasOwn(FLAGS, value) ? FLAGS[value] : undefined);
  return readSetting(text, parse, 'is not `true` or `false`', 'Use `true` or `false`.');
}

function readMode(text: Text): Reading<Setting<number>> {
  const parse = (value: string): number | undefined =>
    /^[0-7]{1,10}$/.test(value) ? Number.parseInt(value, 8) : undefined;
  return readSetting(text, parse, 'is not a file mode', 'Write an octal number, such as `1770`.');
}

/** The last value of a key wins; without a key, nothing is set. */
function toEntries(texts: readonly Text[] | undefined): readonly Entry[] | undefined {
  const entries = texts?.map((text) => toEntry(text)).filter(({ key }) => valueOf(key) !== '');
  return entries?.filter(
    ({ key }, index) => !key.known || entries.findLastIndex((other) => valueOf(other.key) === key.value) === index,
  );
}

/** `-v`: a bind of a path or a volume's name, or an anonymous volume at a container path. */
export type VolumeValue =
  | { readonly kind: 'bind'; readonly bind: Bind }
  | { readonly kind: 'anonymous'; readonly target: Setting<string> };

export function readVolume(text: Text): Reading<VolumeValue> {
  const reading = readVolumeSpec(text);
  if (reading.failure !== undefined) return reading;
  const { source } = reading.value;
  return success(
    source === undefined
      ? { kind: 'anonymous', target: text.toStringSetting() }
      : { kind: 'bind', bind: toBind({ ...reading.value, source }) },
  );
}
