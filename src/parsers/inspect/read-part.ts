import type { Fields, ModelField, RecordOf, Shapes } from '../../model/field.ts';
import type { MountType } from '../../model/host-config.ts';
import type { Bind } from '../../model/values.ts';
import { isPlace, type Place } from '../../text/location.ts';
import { type Known, known, type Setting } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { readVolumeSpec, toBind } from '../syntax/volume-spec.ts';
import type { Members } from './members.ts';
import { readPort, readPortBindings } from './ports.ts';

/**
 * A part of a request in an engine's output, without unset fields. `undefined` if a required field
 * is missing.
 */
export function readPart<F extends Fields>(members: Members, fields: F): RecordOf<F> | undefined {
  // Part types derive from these tables; TypeScript can't follow the loop.
  return readFields(members, fields) as RecordOf<F> | undefined;
}

function readFields(members: Members, fields: Fields): Record<string, unknown> | undefined {
  const part: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = readValue(members, field);
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) part[key] = value;
    else if (field.isRequired === true) return undefined;
  }
  return part;
}

function readValue(members: Members, field: ModelField): unknown {
  switch (field.is) {
    case 'record': {
      const object = members.object(field.name);
      const part = object && readFields(object, field.of);
      if (object === undefined || part === undefined || field.place === undefined) return part;
      if (Object.keys(part).length === 0) return undefined;
      const isByName = field.place === 'name';
      return { ...part, place: isByName ? members.placeOfName(field.name) : placeIn(part, field.place, object) };
    }
    case 'list':
      return members.objects(field.name)?.flatMap((object) => {
        const part = readFields(object, field.of);
        return part === undefined ? [] : [{ ...part, place: placeIn(part, field.place, object) }];
      });
    default:
      return READERS[field.is](members, field.name);
  }
}

/**
 * The place of the first of these fields that is set (for a list, of its first element); if none
 * is, of the whole.
 */
function placeIn(part: Record<string, unknown>, keys: readonly string[], whole: Members): Place {
  for (const key of keys) {
    const value = part[key];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'object' && first !== null && 'place' in first && isPlace(first.place)) return first.place;
  }
  return whole.place;
}

type Reader<T> = (members: Members, name: string) => T | undefined;

const string: Reader<Known<string>> = (members, name) => members.string(name);
const strings: Reader<readonly Setting<string>[]> = (members, name) => members.strings(name);

const READERS: { readonly [S in keyof Shapes]: Reader<Shapes[S]> } = {
  string,
  text: string,
  source: string,
  strings,
  capabilities: strings,
  variables: strings,
  number: (members, name) => members.number(name),
  boolean: (members, name) => members.flag(name),
  'mount type': readMountType,
  command: readCommand,
  keys: (members, name) => members.names(name)?.map((text) => text.toStringSetting()),
  options: readOptions,
  'lists of strings': (members, name) => members.stringLists(name),
  entries: (members, name) => members.entries(name),
  paths: (members, name) => {
    const value = members.strings(name);
    return value && { value, place: members.placeOfName(name) };
  },
  'exposed ports': (members, name) => members.names(name)?.flatMap(readPort),
  'port bindings': readPortBindings,
  binds: (members, name) => members.texts(name)?.flatMap(readBind),
};

const MOUNT_TYPES: readonly MountType[] = ['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'];

function readMountType(mount: Members, name: string): Known<string> | undefined {
  const type = mount.string(name);
  return MOUNT_TYPES.some((known) => known === type?.value) ? type : undefined;
}

/** A list, or the single string that podman before version 5 makes of an entrypoint. */
function readCommand(members: Members, name: string): readonly Setting<string>[] | undefined {
  const words = members.texts(name) ?? members.text(name)?.split(' ');
  return words?.map((word) => word.toStringSetting());
}

/** Pairs of name and value, or names alone. */
function readOptions(members: Members, field: string): readonly Setting<string>[] | undefined {
  return members.stringLists(field)?.flatMap(([name, value]) => {
    if (name?.known !== true) return [];
    return [value?.known === true ? known(`${name.value}=${value.value}`, name.place) : name];
  });
}

/** A volume without a source is anonymous, so it isn't a bind. */
function readBind(text: Text): readonly Bind[] {
  const reading = readVolumeSpec(text);
  if (reading.failure !== undefined) return [];
  const { source, ...spec } = reading.value;
  return source === undefined ? [] : [toBind({ ...spec, source })];
}
