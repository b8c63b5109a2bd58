/** The names of a project's file, and of its override, that `docker compose` looks for. */
export const MAIN_NAMES: readonly string[] = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
];
export const OVERRIDE_NAMES: readonly string[] = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** True for a project file that `docker compose` finds by itself. */
export function isMainName(name: string): boolean {
  return MAIN_NAMES.includes(name);
}
