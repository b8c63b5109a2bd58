import { isJsonObject, type JsonObject } from '../engine/json.ts';

/**
 * A mount without what binds have no place for, and a Mac's engine once read: of one that says its propagation the
 * model has none.
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
