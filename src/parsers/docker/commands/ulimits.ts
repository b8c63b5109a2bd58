import type { Ulimit } from '../../../model/host-config.ts';
import { patternText } from '../../../text/setting.ts';

export function lastByName(limits: readonly Ulimit[]): readonly Ulimit[] {
  const byName = new Map(
    limits.map((limit) => [limit.name.known ? limit.name.value : patternText(limit.name.pattern), limit]),
  );
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, limit]) => limit);
}
