import type { Voice } from '../voice.ts';

/** The Compose keys for each limit: the service's, and the one in `deploy.resources.limits`. */
const LIMIT_KEYS = { memory: ['mem_limit', 'memory'], cpus: ['cpus', 'cpus'], pids: ['pids_limit', 'pids'] } as const;

/** A limit, or its key if no value is given, in the form that the Compose file uses. */
export function writtenLimit(voice: Voice, limit: keyof typeof LIMIT_KEYS, value?: string | number): string {
  const [own, deployed] = LIMIT_KEYS[limit];
  const isDeployed = voice.deploys('resources.limits');
  const code = `\`${isDeployed ? deployed : own}${value === undefined ? '' : `: ${value}`}\``;
  return isDeployed ? `${code} under \`deploy.resources.limits\`` : code;
}
