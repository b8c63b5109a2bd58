import type { Voice } from '../voice.ts';

/** Compose keys for a limit: the service's, and that of `deploy.resources.limits`. */
const LIMIT_KEYS = { memory: ['mem_limit', 'memory'], cpus: ['cpus', 'cpus'], pids: ['pids_limit', 'pids'] } as const;

/** A limit, or without a value its key, for a Compose file, in the form the file uses. */
export function writtenLimit(voice: Voice, limit: keyof typeof LIMIT_KEYS, value?: string | number): string {
  const [own, deployed] = LIMIT_KEYS[limit];
  const isDeployed = voice.deploys('resources.limits');
  const code = `\`${isDeployed ? deployed : own}${value === undefined ? '' : `: ${value}`}\``;
  return isDeployed ? `${code} under \`deploy.resources.limits\`` : code;
}
