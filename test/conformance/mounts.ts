import { isJsonObject, type JsonObject } from '../engine/json.ts';

/**
 * Drops the mount consistency, which binds can't have and only Macs used; the model drops it if
 * propagation is set.
 */
export function withoutConsistency(host: JsonObject): JsonObject {
  if (!Array.isArray(host['Mounts'])) return host;
  const Mounts = host['Mounts'].map((mount: unknown) =>
    isJsonObject(mount) && isJsonObject(mount['BindOptions']) && mount['BindOptions']['Propagation'] !== undefined
      ? Object.fromEntries(Object.entries(mount).filter(([key]) => key !== 'Consistency'))
      : mount,
  );
  return { ...host, Mounts };
}
