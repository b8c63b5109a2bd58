import { ansibleParameter } from '../../../parsers/programs/ansible-parameters.ts';
import { quadletSetting } from '../../../parsers/programs/quadlet-keys.ts';
import { getOrInsert } from '../../../util/maps.ts';

const LONG: Readonly<Record<string, string>> = { '-p': 'publish', '-e': 'env', '-v': 'volume', '-m': 'memory' };

/** The long name of an option. */
function nameOf(spelling: string): string {
  return LONG[spelling] ?? spelling.replace(/^-+/, '');
}

/**
 * Turns a `docker run` remedy into one for devcontainer.json: properties by long option, or
 * `runArgs`; `inCompose` for a container from a Compose file.
 */
export function inDevcontainer(remedy: string, properties: ReadonlyMap<string, string>, inCompose?: string): string {
  const text = remedy.replace(
    /`(--?[a-z][a-z-]*)(?:[ =]([^`]*))?`/g,
    (whole: string, option: string, value?: string) => {
      const property = properties.get(option);
      if (property === undefined) return whole;
      return value === undefined ? `\`${property}\`` : `\`${value}\` in \`${property}\``;
    },
  );
  if (!/`--?[a-z]/.test(text)) return text;
  const place = /^Remove `--?[a-z]/.test(text) ? 'from' : 'in';
  return inCompose ?? text.replace(/`--?[a-z][^`]*`/, `$& ${place} \`runArgs\``);
}

/** Options of `docker service create` that replace those of `docker run`. */
const OF_SERVICE: Readonly<Record<string, string>> = {
  '--memory': '--limit-memory',
  '-m': '--limit-memory',
  '--cpus': '--limit-cpu',
  '--pids-limit': '--limit-pids',
};

/** Turns a remedy for `docker run` into one for `docker service create`. */
export function inService(remedy: string): string {
  return remedy
    .replaceAll(/`(--?[a-z][a-z-]*)([= ][^`]*)?`/g, (whole: string, option: string, value: string | undefined) => {
      const own = OF_SERVICE[option];
      return own === undefined ? whole : `\`${own}${value?.replace(' ', '=') ?? ''}\``;
    })
    .replaceAll('`--tmpfs /tmp`', '`--mount type=tmpfs,target=/tmp`')
    .replaceAll('`docker network create NAME`', '`docker network create --driver overlay NAME`')
    .replaceAll('`-p 127.0.0.1:8080:80`', '`--publish 8080:80`');
}

/**
 * A flag in a sentence, with any value: `--pids-limit=100`, `-p 127.0.0.1:8080:80`, `--cap-add`.
 */
const ANY_FLAG = /(--[a-z][\w-]*|-[a-z])(?:[= ]([^`\s]+))?/g;

/** Turns a remedy for `docker run` into the parameters of Ansible's module. */
export function inAnsible(remedy: string, isPodman: boolean): string {
  return remedy.replaceAll(/`(-[^`]*)`/g, (whole: string, code: string) => {
    const lists = new Map<string, string[]>();
    const parts: (() => string)[] = [];
    for (const [, spelling = '', value] of code.matchAll(ANY_FLAG)) {
      const count = !isPodman && spelling === '--restart' ? /^on-failure:(\d+)$/.exec(value ?? '')?.[1] : undefined;
      if (count !== undefined) {
        parts.push(() => `restart_policy: on-failure\` and \`restart_retries: ${count}`);
        continue;
      }
      const parameter = ansibleParameter(nameOf(spelling), isPodman);
      if (parameter === undefined) return whole;
      const { name, form } = parameter;
      if (form === 'boolean') parts.push(() => `${name}: ${value ?? 'true'}`);
      else if (value === undefined) parts.push(() => name);
      else if (form === 'value' || form === 'rates') parts.push(() => `${name}: ${value}`);
      else {
        const isList = form === 'list';
        // podman's module spells one log option differently.
        const item = isList
          ? quoted(value)
          : (isPodman ? value.replace(/^max-size=/, 'max_size=') : value).replace('=', ': ');
        const items = getOrInsert(lists, name, (): string[] => []);
        if (items.push(item) === 1)
          parts.push(() => `${name}: ${isList ? `[${items.join(', ')}]` : `{${items.join(', ')}}`}`);
      }
    }
    return parts.length === 0 ? whole : parts.map((part) => `\`${part()}\``).join(' and ');
  });
}

function quoted(value: string): string {
  return /[:,{}]/.test(value) ? JSON.stringify(value) : value;
}

/**
 * Flags in a sentence: `--pids-limit=100`, `-p 127.0.0.1:8080:80`,
 * `--cap-add CHOWN --cap-add KILL`.
 */
const FLAGS = /`(-[a-z-][^`]*)`/g;
const FLAG = /^(--?[a-z][\w-]*)(?:[= ](.*))?$/;
const NEXT = / (?=--[a-z])/;

/**
 * Turns a remedy for `podman run` into Quadlet keys, added under `[Container]`. `isUsed` tells
 * which newer keys the unit already uses.
 */
export function inQuadlet(remedy: string, isUsed: (key: string) => boolean): string {
  return remedy
    .replaceAll(FLAGS, (_, code: string) => {
      const settings = code.split(NEXT).map((word) => {
        const [, spelling = word, value] = FLAG.exec(word) ?? [];
        return quadletSetting(nameOf(spelling), value, isUsed);
      });
      const isOne = settings.every(({ key }) => key === 'AddCapability');
      const lines = isOne
        ? [`AddCapability=${settings.map(({ value }) => value).join(' ')}`]
        : settings.map(({ key, value }) => `${key}=${value}`);
      return lines.map((line) => `\`${line}\``).join(' and ');
    })
    .replace(/^(Add `[A-Z]\w*=[^`]*`)/, '$1 under `[Container]`');
}
