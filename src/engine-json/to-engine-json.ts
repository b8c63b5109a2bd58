import { CONFIG, EXEC } from '../model/config.ts';
import type { Build, Subject } from '../model/container.ts';
import { HOST_CONFIG, type HostConfig, type Mount, type MountType } from '../model/host-config.ts';
import type { NetworkAttachment } from '../model/resources.ts';
import type { Bind } from '../model/values.ts';
import { SecretValues } from '../sensitive/secret-values.ts';
import type { Place } from '../text/location.ts';
import { known, type Setting } from '../text/setting.ts';
import { defined } from '../util/objects.ts';
import { type EngineNotes, EngineWriter, type Json, type JsonObject } from './engine-writer.ts';
import { writePart } from './write-part.ts';

/** A create request's body in the Engine API's names, and the paths of the fields that the text does not give. */
export interface EngineJson {
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
  /** `EndpointsConfig` has the names of the networks that it joins, and nothing more of them. */
  readonly NetworkingConfig?: JsonObject;
  /** The parameter of the request beside its body; left out for the engine's own. */
  readonly platform?: Json;
  /** What the Dockerfile of its image gives it, as `Config` of `docker image inspect` has it: no part of the request. */
  readonly Image?: JsonObject;
  /** Such as `HostConfig.CapAdd[1]`; also what holds on some code paths only, and ports too many to be listed. */
  readonly unknown: readonly string[];
}

export interface EngineJsonOptions {
  /** The absolute folder against which the client would resolve relative host paths; left out, they stay relative. */
  readonly workingDirectory?: string;
  /** Puts `***` for values of environment variables, and for what comes from an env file or the environment. */
  readonly hidesValues?: boolean;
  /** True for files of which nothing is shown. */
  readonly isOutside?: (path: string) => boolean;
  /** Values that are hidden wherever they stand in another. */
  readonly fromOutside?: readonly string[];
  /** The same of what is written in the text. */
  readonly secrets?: SecretValues;
  /** Called with the place of each value and its path, such as `HostConfig.CapAdd[1]`, and with the value itself. */
  readonly onPlace?: (path: string, place: Place, setting?: Setting<unknown>) => void;
}

/**
 * The body of `POST /containers/create` (for an exec, that of `POST /containers/{id}/exec`, and for a build the
 * parameters of `POST /build`, as `Config`) with zero values left out, after moby `api/types/container`. An unknown
 * scalar is left out; an unknown element of a list is shown as it was written. A range of ports is listed port by port,
 * as the client does it, up to two hundred thousand of them; from there on a range is one key.
 */
export function toEngineJson(subject: Subject, options: EngineJsonOptions): EngineJson {
  const unknown: string[] = [];
  const notes: EngineNotes = {
    hidesValues: false,
    fromOutside: [],
    secrets: SecretValues.NONE,
    isOutside: () => false,
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
    case 'build':
      return { Config: writeBuild(at('Config'), subject), HostConfig: {}, unknown };
  }
}

/** Options of a bind that it has as a string; of a path, any other says how the mount propagates. */
const IN_BINDS: ReadonlySet<string> = new Set(['ro', 'rw', 'z', 'Z', 'nocopy', '']);

/**
 * The same with each bind that says how it propagates among the mounts, where it has no SELinux label: the model has it
 * among the binds, so that one without it is the same but for that (docker/compose `buildContainerVolumes` and
 * `buildBindOption`, since 2.33).
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

/** The networks that it joins, by their names alone: aliases and addresses decide no rule, and are not read. */
function writeNetworks(writer: EngineWriter, networks: readonly NetworkAttachment[]): JsonObject {
  const endpoints = writer.at('EndpointsConfig');
  return {
    EndpointsConfig: Object.fromEntries(networks.map(({ name }, index) => [endpoints.item(index).text(name), {}])),
  };
}

const MAX_PORTS = 200_000;

/** What the Dockerfile sets is no part of what the engine is asked for. */
function writeBuild(writer: EngineWriter, { buildArgs }: Build): JsonObject {
  return buildArgs === undefined ? {} : { BuildArgs: keyed(writer.at('BuildArgs').variables(buildArgs)) };
}

/** By name; nothing for a name alone, whose value the client takes from its environment. */
function keyed(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((text) => {
      const equals = text.indexOf('=');
      return equals < 0 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
