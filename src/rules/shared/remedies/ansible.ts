import { ansibleParameter } from '../../../parsers/programs/ansible-parameters.ts';

/** A flag in a sentence, with its value: `--pids-limit=100`, `-p 127.0.0.1:8080:80`, `--cap-add`. */
const FLAG = /(--[a-z][\w-]*|-[a-z])(?:[= ]([^`\s]+))?/g;

const SHORT: Readonly<Record<string, string>> = { '-p': 'publish', '-e': 'env', '-v': 'volume', '-m': 'memory' };

/** Turns a remedy for `docker run` into the parameters of Ansible's module. */
export function inAnsible(remedy: string, isPodman: boolean): string {
  return remedy.replaceAll(/`(-[^`]*)`/g, (whole: string, code: string) => {
    const lists = new Map<string, string[]>();
    const parts: (() => string)[] = [];
    for (const [, spelling = '', value] of code.matchAll(FLAG)) {
      const count = !isPodman && spelling === '--restart' ? /^on-failure:(\d+)$/.exec(value ?? '')?.[1] : undefined;
      if (count !== undefined) {
        parts.push(() => `restart_policy: on-failure\` and \`restart_retries: ${count}`);
        continue;
      }
      const parameter = ansibleParameter(SHORT[spelling] ?? spelling.replace(/^-+/, ''), isPodman);
      if (parameter === undefined) return whole;
      const { name, form } = parameter;
      if (form === 'boolean') parts.push(() => `${name}: ${value ?? 'true'}`);
      else if (value === undefined) parts.push(() => name);
      else if (form === 'value' || form === 'rates') parts.push(() => `${name}: ${value}`);
      else {
        const isList = form === 'list';
        const item = isList ? quoted(value) : renamed(value, isPodman).replace('=', ': ');
        const items = lists.get(name);
        items?.push(item);
        if (items !== undefined) continue;
        const own = [item];
        lists.set(name, own);
        parts.push(() => `${name}: ${isList ? `[${own.join(', ')}]` : `{${own.join(', ')}}`}`);
      }
    }
    return parts.length === 0 ? whole : parts.map((part) => `\`${part()}\``).join(' and ');
  });
}

function quoted(value: string): string {
  return /[:,{}]/.test(value) ? JSON.stringify(value) : value;
}

/** podman's module spells one log option differently. */
function renamed(value: string, isPodman: boolean): string {
  return isPodman ? value.replace(/^max-size=/, 'max_size=') : value;
}
