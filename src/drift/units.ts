type Units = readonly (readonly [unit: string, size: number])[];

const BYTES: Units = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['bytes', 1],
];
const TIME: Units = [
  ['s', 1e9],
  ['ms', 1e6],
  ['ns', 1],
];

/** The units of numbers, by field. */
const UNITS: ReadonlyMap<string, Units> = new Map([
  ['HostConfig.Memory', BYTES],
  ['HostConfig.MemoryReservation', BYTES],
  ['HostConfig.MemorySwap', BYTES],
  ['HostConfig.ShmSize', BYTES],
  ['HostConfig.NanoCpus', [['CPUs', 1e9]]],
  ['Config.Healthcheck.Interval', TIME],
  ['Config.Healthcheck.StartInterval', TIME],
  ['Config.Healthcheck.StartPeriod', TIME],
  ['Config.Healthcheck.Timeout', TIME],
]);

/** A value in the largest unit with at most two decimals: `64 MiB`, `1.5 CPUs`. */
export function readable(field: string, text: string): string {
  const [value, units] = [Number(text), UNITS.get(field) ?? []];
  const unit = units.find(([, size]) => (value >= size || units.length === 1) && (value * 100) % size === 0);
  return value > 0 && unit !== undefined ? `${value / unit[1]} ${unit[0]}` : text;
}
