import { joinPath } from '../util/paths.ts';

const SYSTEM = /^\/(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|usr)(?=\/|$)/;

/**
 * True for a file of the operating system, such as `/etc/os-release`, which no project
 * contains. Directories that contain the working directory don't count.
 */
export function isSystemFile(path: string, workingDirectory: string): boolean {
  const [top] = SYSTEM.exec(joinPath(workingDirectory, path)) ?? [];
  return top !== undefined && !`${workingDirectory}/`.startsWith(`${top}/`);
}
