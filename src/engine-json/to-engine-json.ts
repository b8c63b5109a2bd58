import type { Config, Healthcheck } from '../model/config.ts';
import type { Build, Container, Exec, Subject } from '../model/container.ts';
import type { ImageConfig } from '../model/image-config.ts';
import { EngineWriter, type JsonObject } from './engine-writer.ts';
import { keySet, object, scalars } from './fields.ts';
import { writeHostConfig } from './host-config.ts';
import { writePort } from './ports.ts';

/** A create request's body in the Engine API's names, and the paths of the fields that the text does not give. */
export interface EngineJson {
  readonly Config: JsonObject;
  readonly HostConfig: JsonObject;
  /** What the Dockerfile of its image gives the container, as `docker image inspect` has it under `Config`: no part of the request. */
  readonly Image?: JsonObject;
  /** Such as `HostConfig.Memory` and `HostConfig.CapAdd[1]`; also what holds on some code paths only, and ports that are too many to be listed one by one. */
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
}

/**
 * The body of `POST /containers/create` (for an exec, that of `POST /containers/{id}/exec`, and for a build the parameters of `POST /build`, as `Config`) with zero values left out,
 * after moby `api/types/container`. An unknown scalar is left out; an unknown element of a list is shown as it was written. A range of ports
 * is listed port by port, as the client does it, up to two hundred thousand of them; from there on a range is one key.
 */
export function toEngineJson(subject: Subject, options: EngineJsonOptions): EngineJson {
  const { hidesValues = false, fromOutside = [], isOutside = () => false } = options;
  const writer = new EngineWriter('', { unknown: [], ports: MAX_PORTS }, { hidesValues, fromOutside, isOutside });
  const Config = writeOwn(writer.at('Config'), subject);
  const HostConfig =
    subject.kind === 'container'
      ? writeHostConfig(writer.at('HostConfig'), subject.hostConfig, options.workingDirectory)
      : {};
  const Image = subject.kind === 'container' && subject.image && writeImage(writer.at('Image'), subject.image);
  return { Config, HostConfig, ...(Image ? { Image } : {}), unknown: writer.notes.unknown };
}

function writeOwn(writer: EngineWriter, subject: Subject): JsonObject {
  switch (subject.kind) {
    case 'container':
      return writeConfig(writer, subject);
    case 'exec':
      return writeExec(writer, subject);
    case 'build':
      return writeBuild(writer, subject);
  }
}

/** All ports, exposed and published, and some. */
const MAX_PORTS = 200_000;

function writeConfig(writer: EngineWriter, container: Container): JsonObject {
  const { config } = container;
  return object({
    ...scalars(writer, config, CONFIG_SCALARS),
    Env: writer.at('Env').variables(config.env, container),
    Cmd: writer.at('Cmd').command(config.cmd),
    Entrypoint: writer.at('Entrypoint').command(config.entrypoint),
    ExposedPorts: keySet(
      config.exposedPorts?.flatMap((port, index) => writePort(writer.at('ExposedPorts').item(index), port)),
    ),
    Healthcheck: config.healthcheck && writeHealthcheck(writer.at('Healthcheck'), config.healthcheck),
    Volumes: keySet(config.volumes?.map((volume, index) => writer.at('Volumes').item(index).text(volume))),
    Labels: writer.at('Labels').entries(config.labels),
  });
}

function writeImage(writer: EngineWriter, image: ImageConfig): JsonObject {
  return object({
    ...scalars(writer, image, ['user']),
    Cmd: writer.at('Cmd').command(image.cmd),
    Entrypoint: writer.at('Entrypoint').command(image.entrypoint),
    ExposedPorts: keySet(
      image.exposedPorts?.flatMap((port, index) => writePort(writer.at('ExposedPorts').item(index), port)),
    ),
    Healthcheck: image.healthcheck && writeHealthcheck(writer.at('Healthcheck'), image.healthcheck),
    Volumes: keySet(image.volumes?.map((volume, index) => writer.at('Volumes').item(index).text(volume))),
  });
}

const CONFIG_SCALARS = [
  'hostname',
  'domainname',
  'user',
  'attachStdin',
  'attachStdout',
  'attachStderr',
  'tty',
  'openStdin',
  'stdinOnce',
  'image',
  'workingDir',
  'networkDisabled',
  'macAddress',
  'stopSignal',
  'stopTimeout',
] as const satisfies readonly (keyof Config)[];

const EXEC_SCALARS = [
  'user',
  'privileged',
  'tty',
  'attachStdin',
  'attachStdout',
  'attachStderr',
  'detachKeys',
  'workingDir',
] as const satisfies readonly (keyof Exec)[];

function writeExec(writer: EngineWriter, exec: Exec): JsonObject {
  return object({
    ...scalars(writer, exec, EXEC_SCALARS),
    Env: writer.at('Env').variables(exec.env, exec),
    Cmd: writer.at('Cmd').command(exec.cmd),
  });
}

/** What the Dockerfile sets is no part of what the engine is asked for. */
function writeBuild(writer: EngineWriter, build: Build): JsonObject {
  const args = writer.at('BuildArgs').variables(build.buildArgs, build);
  return object({ BuildArgs: args && keyed(args) });
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

function writeHealthcheck(writer: EngineWriter, check: Healthcheck): JsonObject {
  return object({
    Test: writer.at('Test').command(check.test),
    ...scalars(writer, check, ['interval', 'timeout', 'startPeriod', 'startInterval', 'retries']),
  });
}
