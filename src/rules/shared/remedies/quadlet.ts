import { quadletSetting } from '../../../parsers/programs/quadlet-keys.ts';

/** A flag in a sentence, with its value: `--pids-limit=100`, `-p 127.0.0.1:8080:80`, `--cap-add`. */
const FLAG = /`(--[a-z][\w-]*|-[a-z])(?:[= ]([^`]*))?`/g;

const SHORT: Readonly<Record<string, string>> = { '-p': 'publish', '-e': 'env', '-v': 'volume', '-m': 'memory' };

/**
 * A remedy for `podman run` in the syntax of a Quadlet unit: its flags become keys, and what is to be added goes under
 * `[Container]`. `isUsed` holds for the keys of the unit that not every podman knows.
 */
export function inQuadlet(remedy: string, isUsed: (key: string) => boolean): string {
  return remedy
    .replaceAll(FLAG, (_, spelling: string, value: string | undefined) => {
      const flag = SHORT[spelling] ?? spelling.replace(/^-+/, '');
      const setting = quadletSetting(flag, value, isUsed);
      return `\`${setting.key}=${setting.value}\``;
    })
    .replace(/^(Add `[A-Z]\w*=[^`]*`)/, '$1 under `[Container]`');
}
