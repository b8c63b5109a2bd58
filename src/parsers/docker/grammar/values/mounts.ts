import type { Entry } from '../../../../model/entry.ts';
import type { Mount } from '../../../../model/host-config.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../../text/setting.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
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
import { isRelativeSource, normalizeRelativePath } from '../../../syntax/volume-spec.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface MountDraft {
  type?: Setting<string>;
  source?: Text;
  target?: Text;
  readOnly?: Setting<boolean>;
  consistency?: Setting<string>;
  bindOptions?: Writable<NonNullable<Mount['bindOptions']>>;
  volumeOptions?: Writable<Omit<NonNullable<Mount['volumeOptions']>, 'labels' | 'driverConfig'>>;
  volumeLabels?: Entry[];
  volumeDriver?: Setting<string>;
  volumeDriverOptions?: Entry[];
  imageOptions?: Writable<NonNullable<Mount['imageOptions']>>;
  tmpfsOptions?: Writable<NonNullable<Mount['tmpfsOptions']>>;
  /** For each prefix of option names, the first field that has it. */
  readonly groups: Map<string, Text>;
  hasUnknownField: boolean;
}

const REMEDY = 'Write `type=bind,source=/host,target=/container[,readonly]`.';

const BOOLEAN_KEYS: ReadonlySet<string> = new Set(words('readonly ro volume-nocopy bind-nonrecursive bind-create-src'));

/** The mount option for each `bind-recursive` mode; `enabled` sets none. */
const RECURSIONS: ReadonlyMap<string, 'nonRecursive' | 'readOnlyNonRecursive' | 'readOnlyForceRecursive'> = new Map([
  ['disabled', 'nonRecursive'],
  ['writable', 'readOnlyNonRecursive'],
  ['readonly', 'readOnlyForceRecursive'],
]);

/** `--mount`: CSV fields in any order; the last of a key wins (docker/cli `opts.MountOpt`). */
export function readMount(text: Text, isStrict: boolean): Reading<Mount> {
  const fields = readCsv(trim(text));
  if (fields.failure !== undefined) return fields;
  const draft: MountDraft = { groups: new Map(), hasUnknownField: false };
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    if (key.skeleton.includes(UNKNOWN_CHARACTER)) {
      draft.hasUnknownField = true;
      continue;
    }
    const name = key.skeleton.toLowerCase();
    const problem = checkForm(name, value, field) ?? readField(draft, name, value ?? field, value !== undefined, field);
    if (problem !== undefined && isStrict) return problem;
  }
  const conflict = isStrict ? checkMount(draft, text) : undefined;
  return conflict ?? success(toMount(draft, text));
}

function trim(text: Text): Text {
  const { skeleton } = text;
  const start = skeleton.length - trimStartSpace(skeleton).length;
  return text.slice(start, Math.max(start, trimEndSpace(skeleton).length));
}

/** Reports options that a mount of this type doesn't have (docker/cli `opts/mount_utils.go`). */
function checkMount(draft: MountDraft, text: Text): { readonly failure: Failure } | undefined {
  if (draft.target === undefined && !draft.hasUnknownField)
    return failure(text.place, `${quoted(text)} has no target path.`, 'Add `target=/path/in/the/container`.');
  const type = draft.type === undefined && !draft.hasUnknownField ? 'volume' : valueOf(draft.type);
  if (type === undefined) return undefined;
  for (const [group, field] of draft.groups) {
    if (group !== type)
      return failure(
        field.place,
        `\`${group}-…\` options don't apply to \`${type}\` mounts.`,
        `Use \`type=${group}\`, or remove \`${field.source}\`.`,
      );
  }
  return undefined;
}

/** Reports a field without a value, unless it is boolean. */
function checkForm(name: string, value: Text | undefined, field: Text): { readonly failure: Failure } | undefined {
  if (value === undefined ? BOOLEAN_KEYS.has(name) : trimSpace(value.skeleton) !== '') return undefined;
  return failure(
    field.place,
    field.length === 0 ? 'The mount has an empty field.' : `${quoted(field)} is not \`key=value\`.`,
    REMEDY,
  );
}

function readField(
  draft: MountDraft,
  name: string,
  value: Text,
  hasValue: boolean,
  field: Text,
): { readonly failure: Failure } | undefined {
  const [group] = name.split('-', 1);
  // With the default value, the option is valid for every type.
  const isDefault = name === 'bind-recursive' && value.value === 'enabled';
  if (group !== undefined && name.includes('-') && !isDefault)
    draft.groups.set(group, draft.groups.get(group) ?? field);
  switch (name) {
    case 'type':
      draft.type = mapSetting(value.toStringSetting(), (type) => type.toLowerCase());
      return undefined;
    case 'source':
    case 'src':
      draft.source = value;
      return undefined;
    case 'target':
    case 'dst':
    case 'destination':
      draft.target = value;
      return undefined;
    case 'readonly':
    case 'ro':
      return readFlagField(value, hasValue, (setting) => (draft.readOnly = setting));
    case 'consistency':
      draft.consistency = lowerCase(value);
      return undefined;
    case 'bind-propagation':
      bindOptions(draft).propagation = lowerCase(value);
      return undefined;
    case 'bind-nonrecursive':
      return readFlagField(value, hasValue, (setting) => (bindOptions(draft).nonRecursive = setting));
    case 'bind-create-src':
      return readFlagField(value, hasValue, (setting) => (bindOptions(draft).createMountpoint = setting));
    case 'bind-recursive':
      readRecursion(draft, value);
      return undefined;
    case 'volume-subpath':
      volumeOptions(draft).subpath = value.toStringSetting();
      return undefined;
    case 'volume-nocopy':
      return readFlagField(value, hasValue, (setting) => (volumeOptions(draft).noCopy = setting));
    case 'volume-label':
      draft.volumeLabels = withEntry(draft.volumeLabels, value);
      return undefined;
    case 'volume-driver':
      draft.volumeDriver = value.toStringSetting();
      return undefined;
    case 'volume-opt':
      draft.volumeDriverOptions = withEntry(draft.volumeDriverOptions, value);
      return undefined;
    case 'image-subpath':
      draft.imageOptions = { subpath: value.toStringSetting() };
      return undefined;
    case 'tmpfs-size': {
      const size = readSize(value);
      if (size.failure !== undefined) return size;
      draft.tmpfsOptions = { ...draft.tmpfsOptions, sizeBytes: size.value };
      return undefined;
    }
    case 'tmpfs-mode': {
      const mode = readSetting(value, parseMode, 'is not a file mode', 'Write an octal number, such as `1770`.');
      if (mode.failure !== undefined) return mode;
      draft.tmpfsOptions = { ...draft.tmpfsOptions, mode: mode.value };
      return undefined;
    }
    default:
      return failure(field.place, `Unknown mount key \`${name}\`.`, REMEDY);
  }
}

function readFlagField(
  value: Text,
  hasValue: boolean,
  set: (setting: Setting<boolean>) => void,
): { readonly failure: Failure } | undefined {
  if (!hasValue) {
    set(known(true, value.place));
    return undefined;
  }
  const reading = readSetting(value, parseFlag, 'is not `true` or `false`', 'Use `true` or `false`.');
  if (reading.failure !== undefined) return reading;
  set(reading.value);
  return undefined;
}

/** Since docker 29, only four spellings are valid (`opts/mount_utils.go`, `parseBoolValue`). */
function parseFlag(value: string): boolean | undefined {
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}

function readRecursion(draft: MountDraft, value: Text): void {
  const option = value.value === undefined ? undefined : RECURSIONS.get(value.value);
  if (option !== undefined) bindOptions(draft)[option] = known(true, value.place);
}

function bindOptions(draft: MountDraft): NonNullable<MountDraft['bindOptions']> {
  return (draft.bindOptions ??= {});
}

function volumeOptions(draft: MountDraft): NonNullable<MountDraft['volumeOptions']> {
  return (draft.volumeOptions ??= {});
}

/** Sets the entry's key, replacing an earlier value; an entry without a key sets nothing. */
function withEntry(entries: readonly Entry[] | undefined, text: Text): Entry[] {
  const entry = toEntry(text);
  if (entry.key.known && entry.key.value === '') return [...(entries ?? [])];
  return [
    ...(entries ?? []).filter(({ key }) => !(key.known && entry.key.known && key.value === entry.key.value)),
    entry,
  ];
}

function lowerCase(text: Text): Setting<string> {
  return mapSetting(text.toStringSetting(), (value) => value.toLowerCase());
}

function parseMode(value: string): number | undefined {
  return /^[0-7]{1,10}$/.test(value) ? Number.parseInt(value, 8) : undefined;
}

function toMount(draft: MountDraft, text: Text): Mount {
  const {
    readOnly,
    consistency,
    bindOptions,
    volumeLabels,
    volumeDriver,
    volumeDriverOptions,
    imageOptions,
    tmpfsOptions,
  } = draft;
  const rest = draft.hasUnknownField ? unknownSetting<string>(text) : undefined;
  const source = draft.source?.toStringSetting() ?? rest;
  const target = draft.target?.toStringSetting() ?? rest;
  const isRelative = draft.source !== undefined && isRelativeSource(draft.source);
  const driverConfig =
    volumeDriver === undefined && volumeDriverOptions === undefined
      ? undefined
      : {
          ...(volumeDriver === undefined ? {} : { name: volumeDriver }),
          ...(volumeDriverOptions === undefined ? {} : { options: volumeDriverOptions }),
        };
  const volumeOptions: Mount['volumeOptions'] = {
    ...draft.volumeOptions,
    ...(volumeLabels === undefined ? {} : { labels: volumeLabels }),
    ...(driverConfig === undefined ? {} : { driverConfig }),
  };
  return {
    type: draft.type ?? (draft.hasUnknownField ? unknownSetting(text) : known('volume', text.place)),
    ...(source === undefined ? {} : { source: isRelative ? mapSetting(source, normalizeRelativePath) : source }),
    ...(isRelative ? { isRelative } : {}),
    ...(target === undefined ? {} : { target }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(consistency === undefined ? {} : { consistency }),
    ...(bindOptions === undefined ? {} : { bindOptions }),
    ...(Object.keys(volumeOptions).length === 0 ? {} : { volumeOptions }),
    ...(imageOptions === undefined ? {} : { imageOptions }),
    ...(tmpfsOptions === undefined ? {} : { tmpfsOptions }),
    place: text.place,
  };
}
