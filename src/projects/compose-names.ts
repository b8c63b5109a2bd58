/** The file names that `docker compose` looks for: a project's main file, and its override. */
export const MAIN_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
export const OVERRIDE_NAMES = MAIN_NAMES.map((name) => name.replace('.', '.override.'));

export function isMainName(name: string): boolean {
  return MAIN_NAMES.includes(name);
}
