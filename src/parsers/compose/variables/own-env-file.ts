import { joinPath } from '../../../util/paths.ts';

/** The file in a project's folder from which Compose takes variables where it is given no other. */
export function ownEnvFile(folder: string): string {
  return joinPath(folder, '.env');
}
