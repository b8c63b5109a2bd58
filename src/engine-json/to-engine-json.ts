import { CONFIG, EXEC } from '../model/config.ts';
import type { Subject } from '../model/container.ts';
import { HOST_CONFIG, type HostConfig, type Mount, type MountType } from '../model/host-config.ts';
import type { NetworkAttachment } from '../model/resources.ts';
import type { Bind } from '../model/values.ts';
import { SecretValues } from '../sensitive/secret-values.ts';
import type { Location, Place } from '../text/location.ts';
import { known, type Setting } from '../text/setting.ts';
import { defined } from '../util/objects.ts';
import { type EngineNotes, EngineWriter, type Json, type JsonObject } from './engine-writer.ts';
import { writePart } from './write-part.ts';

/** The body of a create request with Engine API names, and the paths of unknown values. */
export interface EngineJson {
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
  /** `EndpointsConfig` only contains the names of joined networks. */
  readonly NetworkingConfig?: JsonObject;
  /** The platform, a parameter outside the body; absent for the engine's own platform. */
  readonly platform?: Json;
  /**
   * The Dockerfile's settings, like `Config` in `docker image inspect`. Not part of the request.
   */
  readonly Image?: JsonObject;
  /**
   * Paths such as `HostConfig.CapAdd[1]`. Includes values that depend on the code path, and port
   * lists that are too long.
   */
  readonly unknown: readonly string[];
}

export interface EngineJsonOptions {
  /** The absolute directory for relative host paths; if absent, they stay relative. */
  readonly workingDirectory?: string;
  /** Masks values of environment variables and values from outside. */
  readonly hidesValues?: boolean;
  /** True for files whose content is hidden. */
  readonly isOutside?: (path: string) => boolean;
  /** True for places within a secret. */
  readonly isSecret?: (location: Location) => boolean;
  /** Values from outside the repository, hidden wherever they occur. */
  readonly fromOutside?: readonly string[];
  /** Secrets in the input, hidden wherever they occur. */
  readonly secrets?: SecretValues;
  /** Called for each value with its path (such as `HostConfig.CapAdd[1]`), place and setting. */
  readonly onPlace?: (path: string, place: Place, setting?: Setting<unknown>) => void;
}

/**
 * The body of `POST /containers/create` without zero values, after moby `api/types/container`. For
 * an exec, that of `POST /containers/{id}/exec`; for a build, the parameters of `POST /build` as
 * `Config`. Omits unknown scalars; unknown list elements are as in the file. Lists port ranges port
 * by port, like the client, but keeps a range as one key beyond 200,000 ports.
 */
export function toEngineJson(subject: Subject, options: EngineJsonOptions): EngineJson {
  const unknown: string[] = [];
  const notes: EngineNotes = {
    hidesValues: false,
    fromOutside: [],
    secrets: SecretValues.NONE,
    isOutside: () => false,
    isSecret: () => false,
    ...options,
    isBroken: subject.unresolvedOptions.some(({ reason }) => reason === 'broken'),
    unknown,
    ports: MAX_PORTS,
  };
  const at = (path: string): EngineWriter => new EngineWriter(path, notes);
  switch (subject.kind) {
    case 'container': {
      const { config, hostConfig, image, networks, platform } = subject;
      return {
        Config: writePart(at('Config'), CONFIG, config),
        HostConfig: writePart(
          at('HostConfig'),
          HOST_CONFIG,
          subject.origin.includes('compose') ? asComposeSends(hostConfig) : hostConfig,
        ),
        ...(networks.length === 0 ? {} : { NetworkingConfig: writeNetworks(at('NetworkingConfig'), networks) }),
        ...defined({ platform: at('platform').scalar(platform) }),
        ...defined({ Image: image && writePart(at('Image'), CONFIG, image) }),
        unknown,
      };
    }
    case 'exec':
      return { Config: writePart(at('Config'), EXEC, subject), HostConfig: {}, unknown };
    case 'build': {
      // Only build arguments: the Dockerfile's settings are not part of the request.
      const { buildArgs } = subject;
      const BuildArgs = buildArgs && keyed(at('Config.BuildArgs').variables(buildArgs));
      return { Config: BuildArgs === undefined ? {} : { BuildArgs }, HostConfig: {}, unknown };
    }
  }
}

/** Bind options other than propagation. Any other option of a host path sets its propagation. */
const IN_BINDS: ReadonlySet<string> = new Set(['ro', 'rw', 'z', 'Z', 'nocopy', '']);

/**
 * Turns binds that set a propagation, without SELinux label, into mounts, like Compose since 2.33
 * (docker/compose `buildContainerVolumes`, `buildBindOption`).
 */
function asComposeSends(hostConfig: HostConfig): HostConfig {
  const mounts = new Map<Bind, Mount>();
  for (const bind of hostConfig.binds ?? []) {
    const { source, target, sourceKind, isRelative, options, place } = bind;
    const propagation = options.find((option) => option.known && !IN_BINDS.has(option.value));
    if (sourceKind !== 'bind' || propagation === undefined) continue;
    const readOnly = options.find((option) => option.known && option.value === 'ro');
    mounts.set(bind, {
      type: known<MountType>('bind', place),
      source,
      ...defined({ isRelative, readOnly: readOnly && known(true, readOnly.place) }),
      target,
      bindOptions: { propagation, createMountpoint: known(true, place) },
      place,
    });
  }
  if (mounts.size === 0) return hostConfig;
  const binds = (hostConfig.binds ?? []).filter((bind) => !mounts.has(bind));
  const { binds: _, ...others } = hostConfig;
  return {
    ...others,
    ...(binds.length === 0 ? {} : { binds }),
    mounts: [...(hostConfig.mounts ?? []), ...mounts.values()],
  };
}

/** Writes the joined networks by name only; no rule needs their aliases and addresses. */
function writeNetworks(writer: EngineWriter, networks: readonly NetworkAttachment[]): JsonObject {
  const endpoints = writer.at('EndpointsConfig');
  return {
    EndpointsConfig: Object.fromEntries(networks.map(({ name }, index) => [endpoints.item(index).text(name), {}])),
  };
}

const MAX_PORTS = 200_000;

/**
 * Converts `NAME=value` pairs to an object. A lone name gets null: its value is in the client's
 * environment.
 */
function keyed(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((text) => {
      const equals = text.indexOf('=');
      return equals < 0 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
