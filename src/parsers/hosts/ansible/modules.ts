/** The names of the modules for one container, as a pattern; the group is the engine. */
export const CONTAINER_MODULE = String.raw`(?:community\.(?:docker|general)\.|containers\.podman\.|ansible\.builtin\.)?(docker|podman)_container`;

/** The names of the modules that run a command, as a pattern. */
export const COMMAND_MODULE = String.raw`(?:ansible\.(?:builtin|legacy)\.)?(?:shell|command|raw)`;
