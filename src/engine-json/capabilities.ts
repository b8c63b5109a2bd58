import { known, type Setting } from '../text/setting.ts';

/** Capabilities as clients since 28.4 send them: `CAP_…`, unique, sorted, unknown ones last (moby client/container_create.go, `normalizeCapabilities`). */
export function normalizeCapabilities(names: readonly Setting<string>[]): readonly Setting<string>[] {
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
