import type { Setting } from '../text/setting.ts';
import type { EngineWriter, Json, JsonObject } from './engine-writer.ts';

/** Go's JSON of a set: keys with empty objects. */
export function keySet(keys: readonly string[] | undefined): JsonObject | undefined {
  return keys && Object.fromEntries(keys.map((key) => [key, {}]));
}

/** The settings of a record under these keys, by the Engine API's names. */
export function scalars<K extends string>(
  writer: EngineWriter,
  record: { readonly [P in K]?: Setting<string> | Setting<number> | Setting<boolean> | undefined },
  keys: readonly K[],
): JsonObject {
  return object(
    Object.fromEntries(keys.map((key) => [engineName(key), writer.at(engineName(key)).scalar(record[key])])),
  );
}

/** As {@link scalars}, for lists of strings. */
export function stringLists<K extends string>(
  writer: EngineWriter,
  record: { readonly [P in K]?: readonly Setting<string>[] | undefined },
  keys: readonly K[],
): Record<string, Json | undefined> {
  return Object.fromEntries(keys.map((key) => [engineName(key), writer.at(engineName(key)).strings(record[key])]));
}

const IRREGULAR_NAMES: Readonly<Record<string, string>> = {
  containerIdFile: 'ContainerIDFile',
  ioMaximumBandwidth: 'IOMaximumBandwidth',
  ioMaximumIOps: 'IOMaximumIOps',
  kernelMemoryTcp: 'KernelMemoryTCP',
  utsMode: 'UTSMode',
};

/** The Engine API's name of a field. */
export function engineName(key: string): string {
  return IRREGULAR_NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
}

/** The object without what was not set and without zero values, as Go's `omitempty` has them. */
export function object(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === '' || value === 0 || value === false) continue;
    kept[key] = value;
  }
  return kept;
}
