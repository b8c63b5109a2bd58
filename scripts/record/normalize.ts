/**
 * The form in which an engine's JSON is compared: zero values (null, 0, false, "", [], {}) left out of every object,
 * keys sorted.
 *
 * Arrays keep all their elements (`Cmd: ["", "x"]`), and so do maps whose keys are the user's own words, where an empty
 * value says something (`ExposedPorts: {"80/tcp": {}}`, a label without a value). `Env`, `Binds` and the subnets of a
 * network (`IPAM.Config`) are sorted: the clients take them from maps, so that their order changes from run to run
 * (docker/cli cli/command/container/opts.go, create.go; cli/command/network/create.go).
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

/** Lists without an order, by their own key and, where that says too little, by the key of what holds them. */
const unordered = new Set(['Binds', 'Env', 'IPAM.Config']);

/** Fields of older APIs that no engine has read since: a network of two names is refused anyway (moby, API 1.44). */
const ignored = new Set(['CheckDuplicate']);

/** Left out, the engine masks its own list of paths; there and empty, it masks none (`systempaths=unconfined`). */
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

/** Replaces text in every string of a JSON value, keys included: temporary directories by their stand-in name. */
export function replaceText(value: unknown, from: string | RegExp, to: string): unknown {
  if (typeof value === 'string') return value.replaceAll(from, to);
  if (Array.isArray(value)) return value.map((item) => replaceText(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key.replaceAll(from, to), replaceText(item, from, to)] as const,
  );
  return Object.fromEntries(entries);
}
