/** The names of a project's file, and of its override, that `docker compose` looks for. */
export const MAIN_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
export const OVERRIDE_NAMES = MAIN_NAMES.map((name) => name.replace('.', '.override.'));

/** True for a project file that `docker compose` finds by itself. */
export function isMainName(name: string): boolean {
  return MAIN_NAMES.includes(name);
}
