import type { Location, Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { CommandLine } from './command-line.ts';
import type { Config, EXEC } from './config.ts';
import type { RecordOf } from './field.ts';
import type { HostConfig, Mount } from './host-config.ts';
import type { ImageConfig } from './image-config.ts';
import type { NetworkAttachment } from './resources.ts';

/** What creates a container, an exec or a build, and the syntax in which a user fixes it. */
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

/** What creates the container, exec or build. */
export type Origin = keyof typeof ORIGINS;

/** The syntax in which a user fixes it. */
export type Dialect = (typeof ORIGINS)[Origin];

/** A place where more options can come from: rules about missing settings are then undecided. */
export interface UnresolvedOptions {
  /**
   * The expression (`$OPTS`; `limit` if it has too many values to follow), or why the text is
   * incomplete (`fragment`).
   */
  readonly expression: string;
  readonly reason: 'variable' | 'limit' | 'fragment' | 'unparsed' | 'broken';
  readonly place: Place;
}

/** Facts from `docker inspect` that only a running engine knows. */
export interface EngineFacts {
  /** `AppArmorProfile`; empty if none applies. */
  readonly appArmorProfile?: Setting<string>;
  readonly id?: string;
  readonly madeFrom?: MadeFrom;
  /** Podman reported it, not Docker. */
  readonly isPodman?: true;
  readonly stopped?: StoppedState;
  /** Why it may not work though it isn't stopped. */
  readonly trouble?: Trouble;
  /** `State.Health` exists: the image or the container has a check. */
  readonly hasHealth: boolean;
  /** Binds that `HostConfig` does not request, such as those of `--volumes-from`. */
  readonly mounts?: readonly Mount[];
}

/** The state `created`, `exited` or `dead`, with its exit code. */
export interface StoppedState {
  readonly state: string;
  readonly exitCode: number;
}

/** A container that waits for its next restart, is paused, or fails its health check. */
export interface Trouble {
  readonly state: 'restarting' | 'paused' | 'unhealthy';
  /** How it ended the last time, for `restarting`. */
  readonly exitCode?: number;
  readonly restarts?: number;
}

/** What Compose created a container from, by its labels. */
export interface MadeFrom {
  readonly service: string;
  /** The files, as named on the machine that created it. */
  readonly files: readonly string[];
}

/** The sections of Compose's `deploy` that make the client reject or ignore keys of the service. */
export type DeploySection = 'resources.limits' | 'resources.limits.pids' | 'restart_policy';

/** What Compose creates a container for. */
export interface Composed {
  /** The project's name, unknown if its directory is. */
  readonly project: Setting<string>;
  /** Created only if one of its profiles is active, or never (`scale: 0`). */
  readonly isOptional: boolean;
  /** The number of containers; absent if unknown. */
  readonly replicas?: number;
}

/** A container as the engine is asked to create it. */
export interface Container {
  readonly kind: 'container';
  readonly origin: Origin;
  /** What creates and replaces its containers; absent for the engine. */
  readonly orchestrator?: 'swarm';
  /**
   * The keys, and their values, that `docker stack deploy` would ignore, if the file may be a
   * stack.
   */
  readonly ignoredByStacks?: readonly Location[];
  /** What users call it: the service's key, `--name`, else the image or the command. */
  readonly name: string;
  /** The name that the engine gets, if set. */
  readonly containerName?: Setting<string>;
  /** How Compose labels its containers; absent for other origins. */
  readonly composed?: Composed;
  /** The service's key, or the words `docker run`: what a finding marks for a missing setting. */
  readonly place: Place;
  /** The requested platform, such as `linux/arm64`; absent for the engine's own. */
  readonly platform?: Setting<string>;
  readonly config: Config;
  readonly hostConfig: HostConfig;
  readonly networks: readonly NetworkAttachment[];
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** An unreadable env file, which may set any variable. */
  readonly unreadVariables?: Place;
  /**
   * It extends a service of another found Compose file, or an earlier task's container: missing
   * settings are checked there.
   */
  readonly isCompletedElsewhere?: true;
  /** The `build` key, or a script's tag of a built image. */
  readonly build?: Place;
  /**
   * Compose's `pull_policy` for a built image with a name; `missing` at the service's key if not
   * set. Absent without `build` or `image`.
   */
  readonly pullPolicy?: Setting<string>;
  /** What its Dockerfile sets, if the image is built here and the file is readable. */
  readonly image?: ImageConfig;
  /** Another service waits for its completion (Compose `service_completed_successfully`). */
  readonly completes?: Place;
  /** `use_api_socket`, `--use-api-socket`: the client mounts the engine's socket. */
  readonly apiSocket?: Setting<boolean>;
  /**
   * The container that holds the namespaces, ports and volumes of a pod, and runs nothing itself.
   */
  readonly isPod?: true;
  /**
   * What runs the command that creates it (see `lifetimeOf`); absent for a person or a script.
   * `job`: a job of a pipeline or of a start, which removes it. `service`: a service manager keeps
   * its command running. `command`: its runner continues when its command has ended.
   */
  readonly runBy?: 'job' | 'service' | 'command';
  /** Where it is removed without being started, or where the file asks for no containers. */
  readonly isNeverStarted?: Place;
  /** It runs on a single-job machine that takes no connections; absent if unknown. */
  readonly isOnHostedRunner?: true;
  /** `-d`: the client does not wait for the container. */
  readonly detach?: Setting<boolean>;
  readonly engine?: EngineFacts;
  /**
   * The sections of Compose's `deploy` that the service uses, or that other services with limits
   * use.
   */
  readonly deploySections?: ReadonlySet<DeploySection>;
  /**
   * The spelling of flags not written by their first name, by that name: `--network` as `--net`,
   * `--memory` as `-m`; empty for a value under a key.
   */
  readonly flagNames?: ReadonlyMap<string, string>;
  /** The command line that creates it. */
  readonly commandLine?: CommandLine;
  /**
   * The directories in which its command may run, the likeliest first; if absent, that of its file
   * and its parents.
   */
  readonly folders?: readonly string[];
  /** The targets of mounted symlinks of the repository, by mount source as written. */
  readonly links?: ReadonlyMap<string, FollowedLink>;
  /**
   * A file in another syntax that extends the origin: changes to its settings are written there.
   */
  readonly addition?: AddedOption;
}

/** The target of a mount source that is a symlink, or has one on its path. */
export interface FollowedLink {
  /** Absolute and normalized. */
  readonly target: string;
  /** False if the directory that the source is relative to is unknown. */
  readonly isCertain: boolean;
}

/** A file in another syntax that adds settings to a container. */
export interface AddedOption {
  readonly path: string;
  readonly dialect: Dialect;
  /** As {@link Container.flagNames}. */
  readonly flagNames: ReadonlyMap<string, string>;
}

/** A command run in an existing container: `docker exec`, a lifecycle hook of Compose. */
export interface Exec extends RecordOf<typeof EXEC> {
  readonly kind: 'exec';
  readonly origin: Origin;
  /** The container's name, as far as it is known. */
  readonly name: string;
  /** The words `docker exec`, or the hook's element. */
  readonly place: Place;
  /** `-d`: the client does not wait for the command. */
  readonly detach?: Setting<boolean>;
  /** The script that runs it also starts and removes the container. */
  readonly isInOwnContainer?: true;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** The command line that runs it. */
  readonly commandLine?: CommandLine;
}

/** The variables of all stages of a Dockerfile, `NAME=value` each, at their places. */
export interface DockerfileVariables {
  /** Defaults of `ARG`. */
  readonly args: readonly Setting<string>[];
  readonly env: readonly Setting<string>[];
  /** The names of all `ARG`s. */
  readonly declared: ReadonlySet<string>;
}

/** An image build: what the builder gets besides the files (moby `POST /build`). */
export interface Build {
  readonly kind: 'build';
  readonly origin: Origin;
  /** What users call it: the service's key, else the image's first name, else its context. */
  readonly name: string;
  /** The `build` key, or the words `docker build`. */
  readonly place: Place;
  /** `NAME=value` each; unknown if the client takes the value from its environment. */
  readonly buildArgs?: readonly Setting<string>[];
  /** Compose's `build.privileged`: every step runs privileged. */
  readonly privileged?: Setting<boolean>;
  /** Privileges beyond the builder's sandbox: `security.insecure`, `network.host`. */
  readonly entitlements?: readonly Setting<string>[];
  /** The network of the steps; absent for the builder's own. */
  readonly network?: Setting<string>;
  /** Absent if it is unknown which Dockerfile is read. */
  readonly dockerfile?: DockerfileVariables;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
}

/** What rules evaluate. */
export type Subject = Container | Exec | Build;

/** Longer than any name that people write; every message and every line of a report repeats it. */
const MAX_NAME = 200;

/** The name of a container, exec or build in messages, cut to a sensible length. */
export function subjectName(text: string): string {
  return text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME - 1)}…`;
}

/** True for what podman runs. */
export function isPodman(origin: Origin): boolean {
  return origin === 'quadlet' || origin.startsWith('podman ');
}

/**
 * True for commands that change an existing container or service: settings that they don't name
 * aren't missing.
 */
export function isUpdate(origin: Origin): boolean {
  return origin.endsWith(' update');
}

export function dialectOf(origin: Origin): Dialect {
  return ORIGINS[origin];
}
