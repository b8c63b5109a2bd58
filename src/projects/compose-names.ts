/** The names under which `docker compose` looks for a project's file by itself, and for what it merges over it. */
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

/** True for the name of a file that `docker compose` takes for a project by itself. */
export function isMainName(name: string): boolean {
  return MAIN_NAMES.includes(name);
}
