/** The differences between two JSON values, a line each: `path: committed … ≠ recorded …`. */
export function differences(committed: unknown, recorded: unknown, path: string): readonly string[] {
  if (isContainer(committed) && isContainer(recorded) && Array.isArray(committed) === Array.isArray(recorded)) {
    const before = new Map(Object.entries(committed));
    const after = new Map(Object.entries(recorded));
    const keys = [...new Set([...before.keys(), ...after.keys()])];
    return keys.flatMap((key) => differences(before.get(key), after.get(key), `${path}${step(key)}`));
  }
  return show(committed) === show(recorded)
    ? []
    : [`${path}: committed ${show(committed)} ≠ recorded ${show(recorded)}`];
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function step(key: string): string {
  if (/^[0-9]+$/.test(key)) return `[${key}]`;
  return /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
