import type { Config } from '../model/config.ts';
import type { Fields, ModelField, RecordOf, Shapes } from '../model/field.ts';
import type { Bind } from '../model/values.ts';
import { MASK } from '../sensitive/mask.ts';
import { isPlace } from '../text/location.ts';
import { known, type Setting } from '../text/setting.ts';
import { type EngineWriter, type Json, type JsonObject, withoutZeros } from './engine-writer.ts';
import { writePort, writePortBindings } from './ports.ts';

/** A part of a request with Engine API names; see {@link withoutZeros}. */
export function writePart<F extends Fields>(writer: EngineWriter, fields: F, part: RecordOf<F>): JsonObject {
  return writeFields(writer, fields, part);
}

function writeFields(writer: EngineWriter, fields: Fields, part: object): JsonObject {
  const json: Record<string, Json | undefined> = {};
  const values = new Map<string, unknown>(Object.entries(part));
  for (const key in fields) {
    const [field, value] = [fields[key], values.get(key)];
    if (field !== undefined && value !== undefined)
      json[field.name] = writeValue(writer.at(field.name), field, value, part);
  }
  return withoutZeros(json);
}

// The casts are safe: part types derive from these tables, which TypeScript can't follow in a loop.
function writeValue(writer: EngineWriter, field: ModelField, value: unknown, part: object): Json | undefined {
  switch (field.is) {
    case 'record':
      return writeFields(writer, field.of, value as object);
    case 'list':
      return writer.list(value as readonly object[], (at, item) => {
        if ('place' in item && isPlace(item.place)) at.notePlace(item.place);
        return writeFields(at, field.of, item);
      });
    default:
      return (WRITERS[field.is] as Writer<unknown>)(writer, value, part);
  }
}

type Writer<T> = (writer: EngineWriter, value: T, part: object) => Json | undefined;

const scalar: Writer<Setting<string | number | boolean>> = (writer, value) => writer.scalar(value);
const strings: Writer<readonly Setting<string>[]> = (writer, items) => writer.strings(items);
const command: Writer<readonly Setting<string>[]> = (writer, words, part: Config) =>
  writer.command(words, part.entrypoint === words ? undefined : part.entrypoint);

const WRITERS: { readonly [S in keyof Shapes]: Writer<Shapes[S]> } = {
  string: scalar,
  number: scalar,
  boolean: scalar,
  'mount type': scalar,
  text: (writer, value) => writer.text(value),
  source: writeSource,
  strings,
  command,
  capabilities: (writer, names) => writer.strings(normalizeCapabilities(names)),
  variables: (writer, items) => writer.variables(items),
  keys: (writer, items) => keySet(items.map((item, index) => writer.item(index).text(item))),
  options: (writer, items) => writer.list(items, (at, option) => at.text(option).split('=', 2)),
  'lists of strings': (writer, lists) => writer.list(lists, (at, list) => at.strings(list)),
  entries: (writer, entries) => writer.entries(entries),
  paths: (writer, { value }) => writer.strings(value),
  'exposed ports': (writer, ports) => keySet(ports.flatMap((port, index) => writePort(writer.item(index), port))),
  'port bindings': writePortBindings,
  binds: (writer, binds) => writer.list(binds, writeBind),
};

/** A set as Go's JSON: keys with empty objects. */
function keySet(keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, {}]));
}

function writeBind(writer: EngineWriter, { spec, source, isRelative }: Bind): string {
  const written = writer.text(spec);
  if (writer.hides(spec) || isRelative !== true || !source.known || !written.startsWith(source.value)) return written;
  return writer.resolve(source.value) + written.slice(source.value.length);
}

function writeSource(writer: EngineWriter, source: Setting<string>, mount: object): Json | undefined {
  const written = writer.scalar(source);
  const isRelative = 'isRelative' in mount && mount.isRelative === true;
  return isRelative && typeof written === 'string' && written !== MASK ? writer.resolve(written) : written;
}

/**
 * Capabilities as clients since 28.4 send them: `CAP_…`, unique, sorted, unknown ones last (moby
 * client/container_create.go, `normalizeCapabilities`).
 */
function normalizeCapabilities(names: readonly Setting<string>[]): readonly Setting<string>[] {
  const byName = new Map<string, Setting<string>>();
  for (const name of names) {
    if (!name.known) continue;
    const normal = withPrefix(name.value.toUpperCase());
    if (!byName.has(normal)) byName.set(normal, known(normal, name.place));
  }
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
  return [...sorted, ...names.filter((name) => !name.known)];
}

function withPrefix(name: string): string {
  return name === 'ALL' || name.startsWith('CAP_') ? name : `CAP_${name}`;
}
