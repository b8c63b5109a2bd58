import { quadletSetting } from '../../../parsers/programs/quadlet-keys.ts';

/** Flags in a sentence: `--pids-limit=100`, `-p 127.0.0.1:8080:80`, `--cap-add CHOWN --cap-add KILL`. */
const FLAGS = /`(-[a-z-][^`]*)`/g;
const FLAG = /^(--?[a-z][\w-]*)(?:[= ](.*))?$/;
const NEXT = / (?=--[a-z])/;

const SHORT: Readonly<Record<string, string>> = { '-p': 'publish', '-e': 'env', '-v': 'volume', '-m': 'memory' };

/** Turns a remedy for `podman run` into Quadlet keys, added under `[Container]`. `isUsed`: keys of the unit that not every podman knows. */
export function inQuadlet(remedy: string, isUsed: (key: string) => boolean): string {
  return remedy
    .replaceAll(FLAGS, (_, code: string) => {
      const settings = code.split(NEXT).map((word) => {
        const [, spelling = word, value] = FLAG.exec(word) ?? [];
        return quadletSetting(SHORT[spelling] ?? spelling.replace(/^-+/, ''), value, isUsed);
      });
      const isOne = settings.every(({ key }) => key === 'AddCapability');
      const lines = isOne
        ? [`AddCapability=${settings.map(({ value }) => value).join(' ')}`]
        : settings.map(({ key, value }) => `${key}=${value}`);
      return lines.map((line) => `\`${line}\``).join(' and ');
    })
    .replace(/^(Add `[A-Z]\w*=[^`]*`)/, '$1 under `[Container]`');
}
