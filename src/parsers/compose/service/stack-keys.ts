// `docker stack deploy` reads Compose files by code of its own, after version 3 of the format (docker/cli `cli/compose`).

/** What its schema has for a service, and it reads as well (docker/cli `cli/compose/schema/data/config_schema_v3.13.json`). */
const READ: ReadonlySet<string> = new Set(
  `cap_add cap_drop command configs credential_spec depends_on deploy dns dns_search entrypoint env_file environment extra_hosts
  healthcheck hostname image init isolation labels logging networks oom_score_adj ports read_only restart secrets stdin_open
  stop_grace_period stop_signal sysctls tty ulimits user volumes working_dir`.split(/\s+/),
);

/** What its schema has, and it passes over with a warning (`cli/compose/types/types.go`, `UnsupportedProperties` and `DeprecatedProperties`), or without. */
const IGNORED: ReadonlySet<string> = new Set(
  `build cgroup_parent cgroupns_mode container_name devices domainname expose external_links ipc links mac_address network_mode
  pid privileged security_opt shm_size tmpfs userns_mode`.split(/\s+/),
);

/** True for a key of a service that has an effect in a stack. */
export function isReadInStack(key: string): boolean {
  return READ.has(key);
}

/** True for one that is passed over there. */
export function isIgnoredInStack(key: string): boolean {
  return IGNORED.has(key);
}
