import type { Location, Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { CommandLine } from './command-line.ts';
import type { Config, EXEC } from './config.ts';
import type { RecordOf } from './field.ts';
import type { HostConfig, Mount } from './host-config.ts';
import type { ImageConfig } from './image-config.ts';
import type { NetworkAttachment } from './resources.ts';

/** What creates a container, exec or build, and the syntax in which users fix it. */
const ORIGINS = {
  'compose build': 'compose',
  'devcontainer build': 'devcontainer',
  'docker build': 'docker',
  'docker compose build': 'compose',
  'podman build': 'docker',
  'nerdctl build': 'docker',
  compose: 'compose',
  'compose hook': 'compose',
  'compose pre_start': 'compose',
  inspect: 'inspect',
  devcontainer: 'devcontainer',
  'docker run': 'docker',
  'docker create': 'docker',
  'docker exec': 'docker',
  'docker update': 'docker',
  'docker service create': 'service',
  'docker service update': 'service',
  'docker compose run': 'docker',
  'docker compose exec': 'docker',
  'podman run': 'docker',
  'podman create': 'docker',
  'podman exec': 'docker',
  'podman update': 'docker',
  'podman pod create': 'docker',
  'nerdctl run': 'docker',
  'nerdctl create': 'docker',
  'nerdctl exec': 'docker',
  'nerdctl update': 'docker',
  'workflow build': 'docker',
  'workflow job': 'docker',
  'workflow service': 'docker',
  'workflow step': 'docker',
  'workflow action': 'docker',
  'pipeline job': 'docker',
  'pipeline service': 'docker',
  'pipeline step': 'docker',
  quadlet: 'quadlet',
  'docker ansible': 'ansible',
  'podman ansible': 'ansible',
} as const satisfies Readonly<Record<string, string>>;

export type Origin = keyof typeof ORIGINS;

/** The syntax in which users fix a container, exec or build. */
export type Dialect = (typeof ORIGINS)[Origin];

/** A place that may add more options. Rules about missing settings are then undecided. */
export interface UnresolvedOptions {
  /**
   * The unknown expression, such as `$OPTS`. `limit` if the expression has too many possible
   * values, `fragment` if the text is incomplete.
   */
  readonly expression: string;
  readonly reason: 'variable' | 'limit' | 'fragment' | 'unparsed' | 'broken';
  readonly place: Place;
}

/** Facts that only a running engine knows, from `docker inspect`. */
export interface EngineFacts {
  /** `AppArmorProfile`; empty if none applies. */
  readonly appArmorProfile?: Setting<string>;
  readonly id?: string;
  readonly madeFrom?: MadeFrom;
  /** True if podman printed the facts. */
  readonly isPodman?: true;
  readonly stopped?: StoppedState;
  /** Why the container may not work, although it isn't stopped. */
  readonly trouble?: Trouble;
  /** True if `State.Health` exists: the image or the container defines a check. */
  readonly hasHealth: boolean;
  /** Binds that `HostConfig` doesn't request, for example from `--volumes-from`. */
  readonly mounts?: readonly Mount[];
}

/** The state of a container that is `created`, `exited` or `dead`, with the exit code. */
export interface StoppedState {
  readonly state: string;
  readonly exitCode: number;
}

/** The trouble of a container that waits for a restart, is paused, or fails its health check. */
export interface Trouble {
  readonly state: 'restarting' | 'paused' | 'unhealthy';
  /** For `restarting`: the last exit code. */
  readonly exitCode?: number;
  readonly restarts?: number;
}

/** The files from which Compose created a container, according to its labels. */
export interface MadeFrom {
  readonly service: string;
  /** Paths on the machine where Compose ran. */
  readonly files: readonly string[];
}

/** Sections of Compose's `deploy` that make the client reject or ignore keys of the service. */
export type DeploySection = 'resources.limits' | 'resources.limits.pids' | 'restart_policy';

/** How Compose identifies and counts the containers of a service. */
export interface Composed {
  /** The project's name; unknown if its directory is. */
  readonly project: Setting<string>;
  /** True if the container is created only with an active profile, or never (`scale: 0`). */
  readonly isOptional: boolean;
  /** The number of containers; absent if unknown. */
  readonly replicas?: number;
}

/** A container as in the request to the engine. */
export interface Container {
  readonly kind: 'container';
  readonly origin: Origin;
  /** The system that creates and replaces its containers; absent if the engine does. */
  readonly orchestrator?: 'swarm';
  /**
   * The keys, with their values, that `docker stack deploy` would ignore. Only set if the file may
   * be a stack.
   */
  readonly ignoredByStacks?: readonly Location[];
  /** The name for users: the service's key or `--name`, otherwise the image or the command. */
  readonly name: string;
  /** The name that the engine receives, if set. */
  readonly containerName?: Setting<string>;
  /** Absent for containers that Compose doesn't create. */
  readonly composed?: Composed;
  /**
   * The service's key, or the words `docker run`. Findings about missing settings mark this place.
   */
  readonly place: Place;
  /** The requested platform, such as `linux/arm64`; absent for the engine's own. */
  readonly platform?: Setting<string>;
  readonly config: Config;
  readonly hostConfig: HostConfig;
  readonly networks: readonly NetworkAttachment[];
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** An unreadable env file: it may set any variable. */
  readonly unreadVariables?: Place;
  /**
   * True if the container extends a service in another Compose file, or an earlier task's
   * container. Missing settings are checked there.
   */
  readonly isCompletedElsewhere?: true;
  /** The `build` key, or the image tag that a script builds. */
  readonly build?: Place;
  /**
   * Compose's `pull_policy` if the container has `build` and `image`. If not set, `missing` at the
   * service's key.
   */
  readonly pullPolicy?: Setting<string>;
  /** The settings of the Dockerfile, if the image is built here and the file is readable. */
  readonly image?: ImageConfig;
  /**
   * The place where another service waits for its completion (Compose
   * `service_completed_successfully`).
   */
  readonly completes?: Place;
  /** Set by `use_api_socket` or `--use-api-socket`: the client then mounts the engine's socket. */
  readonly apiSocket?: Setting<boolean>;
  /**
   * True for a pod's own container, which holds namespaces, ports and volumes, and runs nothing.
   */
  readonly isPod?: true;
  /**
   * What runs the command that creates the container (see `lifetimeOf`); absent for a person or a
   * script. `job`: a job of a pipeline or at startup, which removes the container. `service`: a
   * service manager, which keeps the command running. `command`: a runner that continues when the
   * command has ended.
   */
  readonly runBy?: 'job' | 'service' | 'command';
  /**
   * The place where the container is removed without being started, or where the file requests no
   * containers.
   */
  readonly isNeverStarted?: Place;
  /**
   * True if the container runs on a single-job machine that accepts no connections; absent if
   * unknown.
   */
  readonly isOnHostedRunner?: true;
  /** Set by `-d`: the client doesn't wait for the container. */
  readonly detach?: Setting<boolean>;
  readonly engine?: EngineFacts;
  /**
   * The sections of Compose's `deploy` that the service has, or that other services with limits
   * have.
   */
  readonly deploySections?: ReadonlySet<DeploySection>;
  /**
   * The spelling of flags that aren't written by their first name, by that name: `--net` for
   * `--network`, `-m` for `--memory`. Empty for a value under a key.
   */
  readonly flagNames?: ReadonlyMap<string, string>;
  readonly commandLine?: CommandLine;
  /**
   * The directories in which its command may run, the likeliest first. If absent, the file's
   * directory and those above it.
   */
  readonly folders?: readonly string[];
  /** The targets of mounted symlinks in the repository, by mount source as written. */
  readonly links?: ReadonlyMap<string, FollowedLink>;
  /** A file in another syntax that adds settings. Changes of these settings are written there. */
  readonly addition?: AddedOption;
}

/** The target of a mount source that is a symlink, or has one in its path. */
export interface FollowedLink {
  /** Absolute and normalized. */
  readonly target: string;
  /** False if the base directory of a relative source is unknown. */
  readonly isCertain: boolean;
}

export interface AddedOption {
  readonly path: string;
  readonly dialect: Dialect;
  /** See {@link Container.flagNames}. */
  readonly flagNames: ReadonlyMap<string, string>;
}

/** A command run in an existing container: `docker exec`, or a lifecycle hook of Compose. */
export interface Exec extends RecordOf<typeof EXEC> {
  readonly kind: 'exec';
  readonly origin: Origin;
  /** The container's name, or the known parts of it. */
  readonly name: string;
  /** The words `docker exec`, or the hook's element. */
  readonly place: Place;
  /** Set by `-d`: the client doesn't wait for the command. */
  readonly detach?: Setting<boolean>;
  /** True if the script that runs it also starts and removes the container. */
  readonly isInOwnContainer?: true;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  readonly commandLine?: CommandLine;
}

/** The variables in all stages of a Dockerfile, `NAME=value` each. */
export interface DockerfileVariables {
  /** Defaults of `ARG`. */
  readonly args: readonly Setting<string>[];
  readonly env: readonly Setting<string>[];
  readonly declared: ReadonlySet<string>;
}

/** An image build: the request to the builder without files (moby `POST /build`). */
export interface Build {
  readonly kind: 'build';
  readonly origin: Origin;
  /**
   * The name for users: the service's key, otherwise the image's first name, otherwise the context.
   */
  readonly name: string;
  /** The `build` key, or the words `docker build`. */
  readonly place: Place;
  /** `NAME=value` each. Unknown if the value comes from the client's environment. */
  readonly buildArgs?: readonly Setting<string>[];
  /** Set by Compose's `build.privileged`: every step runs privileged. */
  readonly privileged?: Setting<boolean>;
  /** Privileges beyond the builder's sandbox: `security.insecure`, `network.host`. */
  readonly entitlements?: readonly Setting<string>[];
  /** The network of the steps; absent for the builder's default. */
  readonly network?: Setting<string>;
  /** Absent if the Dockerfile is unknown. */
  readonly dockerfile?: DockerfileVariables;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
}

export type Subject = Container | Exec | Build;

/**
 * Longer than any name that people write. Messages and report lines repeat names, so the length
 * matters.
 */
const MAX_NAME = 200;

/** The name of a container, exec or build for messages, cut to {@link MAX_NAME} characters. */
export function subjectName(text: string): string {
  return text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME - 1)}…`;
}

/** True for an origin that runs podman. */
export function isPodman(origin: Origin): boolean {
  return origin === 'quadlet' || origin.startsWith('podman ');
}

/**
 * True for commands that change an existing container or service: options that they omit keep their
 * values.
 */
export function isUpdate(origin: Origin): boolean {
  return origin.endsWith(' update');
}

export function dialectOf(origin: Origin): Dialect {
  return ORIGINS[origin];
}
