import type { Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { CommandLine } from './command-line.ts';
import type { Config, EXEC } from './config.ts';
import type { RecordOf } from './field.ts';
import type { HostConfig, Mount } from './host-config.ts';
import type { ImageConfig } from './image-config.ts';
import type { NetworkAttachment } from './resources.ts';

/** What asks for a container, an exec or a build, and the syntax in which a person would fix it. */
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
  quadlet: 'quadlet',
  'docker ansible': 'ansible',
  'podman ansible': 'ansible',
} as const satisfies Readonly<Record<string, string>>;

/** What asked for the container, exec or build. */
export type Origin = keyof typeof ORIGINS;

/** The syntax in which a person would fix it. */
export type Dialect = (typeof ORIGINS)[Origin];

/** A place through which more options can still arrive: a rule that misses something is then undecided. */
export interface UnresolvedOptions {
  /** The expression (`$OPTS`; `limit` where its value is one of more than are followed), or the reason why the text is only a part (`fragment`). */
  readonly expression: string;
  readonly reason: 'variable' | 'limit' | 'fragment' | 'unparsed' | 'broken';
  readonly place: Place;
}

/** What only a running engine knows, from `docker inspect`. */
export interface EngineFacts {
  /** `AppArmorProfile`; empty where none is in force. */
  readonly appArmorProfile?: Setting<string>;
  /** In full. */
  readonly id?: string;
  readonly madeFrom?: MadeFrom;
  /** Podman shows it, and not Docker. */
  readonly isPodman?: true;
  /** Its `State`, where that is one in which nothing of it runs. */
  readonly stopped?: StoppedState;
  /** `State.Health` is there: the image or the container has a check. */
  readonly hasHealth: boolean;
  /** Binds of the host's paths for which `HostConfig` does not ask, such as those that `--volumes-from` brings. */
  readonly mounts?: readonly Mount[];
}

/** A state that an engine calls `created`, `exited` or `dead`, and the exit code that it shows with that. */
export interface StoppedState {
  readonly state: string;
  readonly exitCode: number;
}

/** What Compose made a container from, as its labels say. */
export interface MadeFrom {
  readonly service: string;
  /** The files, as the machine that made it calls them. */
  readonly files: readonly string[];
}

/** The sections of Compose's `deploy` beside which the client refuses or ignores keys of the service. */
export type DeploySection = 'resources.limits' | 'resources.limits.pids' | 'restart_policy';

/** What Compose makes a container for. */
export interface Composed {
  /** The name of the project, unknown where its folder is. */
  readonly project: Setting<string>;
  /** It is made only where one of its profiles is active, or not at all (`scale: 0`). */
  readonly isOptional: boolean;
  /** How many containers the file asks for; left out where that is unknown. */
  readonly replicas?: number;
}

/** A container as the engine would be asked to create it. */
export interface Container {
  readonly kind: 'container';
  readonly origin: Origin;
  /** What creates its containers, and replaces those that end; left out where the engine does it. */
  readonly orchestrator?: 'swarm';
  /** What a person calls it: the service's key, `--name`, else the image or the command. */
  readonly name: string;
  /** The name that the engine gets, where one is set. */
  readonly containerName?: Setting<string>;
  /** How Compose labels its containers; left out for what else makes them. */
  readonly composed?: Composed;
  /** The service's key, or the words `docker run`: what a finding marks when something is missing. */
  readonly place: Place;
  /** The platform for which an image is asked, such as `linux/arm64`; left out for the engine's own. */
  readonly platform?: Setting<string>;
  readonly config: Config;
  readonly hostConfig: HostConfig;
  readonly networks: readonly NetworkAttachment[];
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** An env file that could not be read: it may give the container any variable. */
  readonly unreadVariables?: Place;
  /** It adds to a service of a Compose file that was found, or to what an earlier task makes: what it leaves out is checked there. */
  readonly isCompletedElsewhere?: true;
  /** The `build` key, or the name that a script gives what it builds: the image is made here. */
  readonly build?: Place;
  /**
   * What Compose does before it builds an image that has a name of its own: `pull_policy`, or `missing` at the
   * service's key where none is set. Left out where nothing is built, and where no name is given that could be pulled.
   */
  readonly pullPolicy?: Setting<string>;
  /** What the Dockerfile of its image gives it, where the image is built here and the Dockerfile could be read. */
  readonly image?: ImageConfig;
  /** Another service waits until this one has completed (Compose `service_completed_successfully`). */
  readonly completes?: Place;
  /** `use_api_socket`, `--use-api-socket`: the client mounts the engine's socket. */
  readonly apiSocket?: Setting<boolean>;
  /** What holds the namespaces, ports and volumes of the containers of a pod, and runs nothing itself. */
  readonly isPod?: true;
  /**
   * What runs the command that asks for it, from which follows what it is for (see `lifetimeOf`); left out for a
   * person or a script.
   *
   * - `job`: something creates it for one job of a pipeline or of a start, waits for it and removes it when the job
   *   ends
   * - `service`: a service manager waits for its command as long as the service runs, and starts it again
   * - `command`: a pipeline, make or a service manager goes on only when its command has ended
   */
  readonly runBy?: 'job' | 'service' | 'command';
  /** Where it is removed again, without ever having been started, or the text says that there is none for now. */
  readonly isNeverStarted?: Place;
  /** It runs on a machine that is made for one job and takes no connections; left out where the text does not say so. */
  readonly isOnHostedRunner?: true;
  /** `-d`: the client does not wait for the container. */
  readonly detach?: Setting<boolean>;
  readonly engine?: EngineFacts;
  /** The sections of Compose's `deploy` in which the service, or others beside it that set limits, has its settings. */
  readonly deploySections?: ReadonlySet<DeploySection>;
  /**
   * Flags of the command that it wrote by another of their names, by the first one: `--network` as `--net`, `--memory`
   * as `-m`; as nothing where values stand alone under a key.
   */
  readonly flagNames?: ReadonlyMap<string, string>;
  /** The command line that asks for it, where one does. */
  readonly commandLine?: CommandLine;
  /** The folders in which its command may run, the likeliest first; left out for that of its file and those above it. */
  readonly folders?: readonly string[];
  /** Where the symbolic links of the repository lead that it mounts, by the sources of the mounts as they are written. */
  readonly links?: ReadonlyMap<string, FollowedLink>;
  /** A file in another syntax that adds to what the origin says: what stands there is changed there. */
  readonly addition?: Addition;
}

/** Where a source leads that is a symbolic link, or has one on its way. */
export interface FollowedLink {
  /** Absolute and normalized. */
  readonly target: string;
  /** False where it is not known from which folder the source is named. */
  readonly isCertain: boolean;
}

/** What adds to a container from a file in another syntax than that of its origin. */
export interface Addition {
  readonly path: string;
  readonly dialect: Dialect;
  /** As {@link Container.flagNames}. */
  readonly flagNames: ReadonlyMap<string, string>;
}

/** A command run in a container that exists: `docker exec`, a lifecycle hook of Compose. */
export interface Exec extends RecordOf<typeof EXEC> {
  readonly kind: 'exec';
  readonly origin: Origin;
  /** The container's name as far as the text says. */
  readonly name: string;
  /** The words `docker exec`, or the hook's element. */
  readonly place: Place;
  /** `-d`: the client does not wait for the command. */
  readonly detach?: Setting<boolean>;
  /** The script that asks for it starts the container, and removes it. */
  readonly isInOwnContainer?: true;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** The command line that asks for it, where one does. */
  readonly commandLine?: CommandLine;
}

/** The variables of a Dockerfile, `NAME=value` each, where they stand there, whichever of its stages has them. */
export interface DockerfileVariables {
  /** Defaults of `ARG`. */
  readonly args: readonly Setting<string>[];
  readonly env: readonly Setting<string>[];
}

/** An image that is built: what the builder is given beside the files (moby `POST /build`). */
export interface Build {
  readonly kind: 'build';
  readonly origin: Origin;
  /** What a person calls it: the service's key, else the first name that the image gets, else its context. */
  readonly name: string;
  /** The `build` key, or the words `docker build`. */
  readonly place: Place;
  /** `NAME=value` each; unknown where the client takes the value from its environment. */
  readonly buildArgs?: readonly Setting<string>[];
  /** Compose's `build.privileged`: every step runs with all privileges. */
  readonly privileged?: Setting<boolean>;
  /** What the builder is allowed beyond its sandbox: `security.insecure`, `network.host`. */
  readonly entitlements?: readonly Setting<string>[];
  /** The network of the steps; left out for the builder's own. */
  readonly network?: Setting<string>;
  /** Left out where it is not known which Dockerfile is read. */
  readonly dockerfile?: DockerfileVariables;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
}

/** Everything that a rule can be asked about. */
export type Subject = Container | Exec | Build;

/** No name that a person gave is longer; every message and every line of a report repeats it. */
const MAX_NAME = 200;

/** What a person calls a container, exec or build, from the text that names it: cut where it is no longer a name. */
export function subjectName(text: string): string {
  return text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME - 1)}…`;
}

/** True for what podman runs. */
export function isPodman(origin: Origin): boolean {
  return origin === 'quadlet' || origin.startsWith('podman ');
}

/** True for what changes a container that is there, or a service: nothing is missing of what it does not name. */
export function isUpdate(origin: Origin): boolean {
  return origin.endsWith(' update');
}

export function dialectOf(origin: Origin): Dialect {
  return ORIGINS[origin];
}
