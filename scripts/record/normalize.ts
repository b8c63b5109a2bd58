/**
 * Normalizes an engine's JSON for comparison: removes zero values (null, 0, false, "", [], {}) from
 * objects, and sorts keys.
 *
 * Arrays keep all elements (`Cmd: ["", "x"]`), and so do maps with user-defined keys, where empty
 * values matter (`ExposedPorts: {"80/tcp": {}}`).
 * Sorts `Env`, `Binds` and `IPAM.Config`, which clients fill from maps in random order (docker/cli
 * cli/command/container/opts.go, create.go; cli/command/network/create.go).
 */
export function normalize(value: unknown): unknown {
  return normalizeAt(value, '', '');
}

const userKeyed = new Set([
  'Annotations',
  'DriverOpts',
  'EndpointsConfig',
  'ExposedPorts',
  'Labels',
  'Options',
  'PortBindings',
  'StorageOpt',
  'Sysctls',
  'Tmpfs',
  'Volumes',
]);

/** Unordered lists by key, if needed with the parent's key. */
const unordered = new Set(['Binds', 'Env', 'IPAM.Config']);

/** Fields that engines ignore since API 1.44: ambiguous networks are always rejected (moby). */
const ignored = new Set(['CheckDuplicate']);

/** If absent, the engine masks its default paths; if empty, none (`systempaths=unconfined`). */
const keptWhenEmpty = new Set(['MaskedPaths', 'ReadonlyPaths']);

function normalizeAt(value: unknown, key: string, parent: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalizeAt(item, '', key));
    return unordered.has(key) || unordered.has(`${parent}.${key}`) ? sorted(items) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const keepsAll = userKeyed.has(key) || (parent === 'LogConfig' && key === 'Config');
  const entries = Object.entries(value)
    .map(([name, item]): [string, unknown] => [name, normalizeAt(item, name, key)])
    .filter(
      ([name, item]) => keepsAll || (!ignored.has(name) && !isZero(item)) || (keptWhenEmpty.has(name) && item !== null),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function sorted(items: readonly unknown[]): unknown[] {
  const order = (item: unknown): string => JSON.stringify(item);
  return items.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

function isZero(value: unknown): boolean {
  if (value === null || value === undefined || value === 0 || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Replaces text in all strings and keys of a JSON value, such as temporary directories. */
export function replaceText(value: unknown, from: string | RegExp, to: string): unknown {
  if (typeof value === 'string') return value.replaceAll(from, to);
  if (Array.isArray(value)) return value.map((item) => replaceText(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key.replaceAll(from, to), replaceText(item, from, to)] as const,
  );
  return Object.fromEntries(entries);
}
