import { joinPath } from '../../../util/paths.ts';

/** Compose's default env file of a project's directory. */
export function ownEnvFile(folder: string): string {
  return joinPath(folder, '.env');
}
