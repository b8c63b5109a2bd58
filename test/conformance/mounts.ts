import { isJsonObject, type JsonObject } from '../engine/json.ts';

/** What else is said behind a bind's target. */
const OTHER_OPTIONS: ReadonlySet<string> = new Set(['ro', 'rw', 'z', 'Z', 'nocopy', '']);

/**
 * The host's part of a request with each bind of Compose that says its propagation among the mounts, where the clients have had it since 2.33: there it has no SELinux
 * label (docker/compose pkg/compose/create.go, `buildContainerVolumes`, `buildBindOption`). The model has it among the binds.
 */
export function withPropagatedMounts(host: JsonObject): JsonObject {
  const binds = listOf(host['Binds']);
  const mounts = binds.flatMap(toMount);
  if (mounts.length === 0) return host;
  const rest = binds.filter((bind) => toMount(bind).length === 0);
  return {
    ...Object.fromEntries(Object.entries(host).filter(([key]) => key !== 'Binds')),
    ...(rest.length === 0 ? {} : { Binds: rest }),
    Mounts: [...listOf(host['Mounts']), ...mounts],
  };
}

/** The same of either: binds have no place for what a Mac's engine once read. */
export function withoutConsistency(host: JsonObject): JsonObject {
  if (!Array.isArray(host['Mounts'])) return host;
  const Mounts = host['Mounts'].map((mount: unknown) =>
    isJsonObject(mount) && isJsonObject(mount['BindOptions']) && mount['BindOptions']['Propagation'] !== undefined
      ? Object.fromEntries(Object.entries(mount).filter(([key]) => key !== 'Consistency'))
      : mount,
  );
  return { ...host, Mounts };
}

function toMount(bind: unknown): readonly JsonObject[] {
  const [, source = '', target = '', options = ''] =
    typeof bind === 'string' ? (/^(.*):(.*):([^:]*)$/s.exec(bind) ?? []) : [];
  const words = options.split(',');
  const propagation = words.find((word) => !OTHER_OPTIONS.has(word));
  // A volume stays a bind.
  if (propagation === undefined || !/^(?:\/|[a-z]:)/i.test(source)) return [];
  return [
    {
      BindOptions: { CreateMountpoint: true, Propagation: propagation },
      ...(words.includes('ro') ? { ReadOnly: true } : {}),
      Source: source,
      Target: target,
      Type: 'bind',
    },
  ];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
