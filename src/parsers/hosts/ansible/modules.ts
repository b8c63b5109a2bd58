/** A pattern for container modules; the group is the engine. */
export const CONTAINER_MODULE = String.raw`(?:community\.(?:docker|general)\.|containers\.podman\.|ansible\.builtin\.)?(docker|podman)_container`;

export const COMMAND_MODULE = String.raw`(?:ansible\.(?:builtin|legacy)\.)?(?:shell|command|raw|script|expect|cron)`;

/** A pattern for modules whose parameters may hold a Compose file or a unit. */
export const WRITING_MODULE = String.raw`(?:community\.(?:docker|general)\.|ansible\.(?:builtin|legacy)\.)?(?:copy|docker_compose(?:_v2)?|docker_stack)`;

/** A pattern for modules that start named files; the group is the kind. */
export const STARTING_MODULE = String.raw`(?:community\.(?:docker|general)\.|containers\.podman\.)?(?:docker|podman)_(compose|stack|play)(?:_v2)?`;

export const SERVICE_MODULE = String.raw`(?:community\.(?:docker|general)\.)?docker_swarm_service`;

/**
 * A pattern for modules that run a command in a container; the groups are the engine and Compose's
 * subcommand.
 */
export const EXEC_MODULE = String.raw`(?:community\.docker\.|containers\.podman\.)?(?:(docker|podman)_container_exec|docker_compose_v2_(exec|run))`;

export const POD_MODULE = String.raw`(?:containers\.podman\.)?podman_pod`;

/** A pattern for keys whose value names a module. */
export const ACTION = '(?:local_)?action';

/** A pattern for volume modules; the group is the engine. */
export const VOLUME_MODULE = String.raw`(?:community\.(?:docker|general)\.|containers\.podman\.)?(docker|podman)_volume`;
