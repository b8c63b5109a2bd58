import { ansibleParameter } from '../../../parsers/programs/ansible-parameters.ts';

/** A flag in a sentence, with its value: `--pids-limit=100`, `-p 127.0.0.1:8080:80`, `--cap-add`. */
const FLAG = /(--[a-z][\w-]*|-[a-z])(?:[= ]([^`\s]+))?/g;

const SHORT: Readonly<Record<string, string>> = { '-p': 'publish', '-e': 'env', '-v': 'volume', '-m': 'memory' };

/** A remedy for `docker run` in the parameters of the module of Ansible that does the same. */
export function inAnsible(remedy: string, isPodman: boolean): string {
  return remedy.replaceAll(/`(-[^`]*)`/g, (whole: string, code: string) => {
    const parts = Array.from(code.matchAll(FLAG), ([, spelling = '', value]) => {
      const count = !isPodman && spelling === '--restart' ? /^on-failure:(\d+)$/.exec(value ?? '')?.[1] : undefined;
      if (count !== undefined) return `restart_policy: on-failure\` and \`restart_retries: ${count}`;
      const parameter = ansibleParameter(SHORT[spelling] ?? spelling.replace(/^-+/, ''), isPodman);
      if (parameter === undefined) return undefined;
      const { name, form } = parameter;
      switch (form) {
        case 'list':
          return value === undefined ? name : `${name}: [${/[:,{}]/.test(value) ? JSON.stringify(value) : value}]`;
        case 'pairs':
        case 'hosts':
          return value === undefined ? name : `${name}: {${renamed(value, isPodman).replace('=', ': ')}}`;
        case 'boolean':
          return `${name}: ${value ?? 'true'}`;
        case 'value':
        case 'rates':
          return value === undefined ? name : `${name}: ${value}`;
      }
    });
    return parts.includes(undefined) || parts.length === 0 ? whole : parts.map((part) => `\`${part}\``).join(' and ');
  });
}

/** The one option of a log that the module for podman calls otherwise. */
function renamed(value: string, isPodman: boolean): string {
  return isPodman ? value.replace(/^max-size=/, 'max_size=') : value;
}
