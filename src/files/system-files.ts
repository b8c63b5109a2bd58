import { joinPath } from '../util/paths.ts';

const SYSTEM = /^\/(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|usr)(?=\/|$)/;

/**
 * True for a file of the operating system, such as `/etc/os-release`. False for directories that
 * contain the working directory.
 */
export function isSystemFile(path: string, workingDirectory: string): boolean {
  const [top] = SYSTEM.exec(joinPath(workingDirectory, path)) ?? [];
  return top !== undefined && !`${workingDirectory}/`.startsWith(`${top}/`);
}
