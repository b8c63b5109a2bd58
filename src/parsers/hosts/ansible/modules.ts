/** The names of the modules for one container, as a pattern; the group is the engine. */
export const CONTAINER_MODULE = String.raw`(?:community\.(?:docker|general)\.|containers\.podman\.|ansible\.builtin\.)?(docker|podman)_container`;

/** The names of the modules that run a command, as a pattern. */
export const COMMAND_MODULE = String.raw`(?:ansible\.(?:builtin|legacy)\.)?(?:shell|command|raw|script|expect|cron)`;

/** The names of the modules whose parameters may hold a Compose file or a unit, as a pattern. */
export const WRITING_MODULE = String.raw`(?:community\.(?:docker|general)\.|ansible\.(?:builtin|legacy)\.)?(?:copy|docker_compose(?:_v2)?|docker_stack)`;

/** The names of the module for a service of a swarm, as a pattern. */
export const SERVICE_MODULE = String.raw`(?:community\.(?:docker|general)\.)?docker_swarm_service`;

/** The names of the modules that run a command in a container, as a pattern; the groups are the engine, and the subcommand of Compose. */
export const EXEC_MODULE = String.raw`(?:community\.docker\.|containers\.podman\.)?(?:(docker|podman)_container_exec|docker_compose_v2_(exec|run))`;

/** The names of the module for a pod, as a pattern. */
export const POD_MODULE = String.raw`(?:containers\.podman\.)?podman_pod`;

/** The keys whose value names a module, as a pattern. */
export const ACTION = '(?:local_)?action';

/** The names of the modules for a volume, as a pattern; the group is the engine. */
export const VOLUME_MODULE = String.raw`(?:community\.(?:docker|general)\.|containers\.podman\.)?(docker|podman)_volume`;
