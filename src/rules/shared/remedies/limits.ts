import type { Voice } from '../voice.ts';

/** Compose keys for a limit: the service's, and that of `deploy.resources.limits`. */
const LIMIT_KEYS = {
  memory: { own: 'mem_limit', deployed: 'memory' },
  cpus: { own: 'cpus', deployed: 'cpus' },
  pids: { own: 'pids_limit', deployed: 'pids' },
} as const;

/** A limit for a Compose file, in the form the file uses. */
export function writtenLimit(voice: Voice, limit: keyof typeof LIMIT_KEYS, value: string): string {
  const { own, deployed } = LIMIT_KEYS[limit];
  return voice.deploys('resources.limits')
    ? `\`${deployed}: ${value}\` under \`deploy.resources.limits\``
    : `\`${own}: ${value}\``;
}

/** The limit's key in a Compose file, in the form the file uses. */
export function limitKey(voice: Voice, limit: keyof typeof LIMIT_KEYS): string {
  const { own, deployed } = LIMIT_KEYS[limit];
  return voice.deploys('resources.limits') ? `\`${deployed}\` under \`deploy.resources.limits\`` : `\`${own}\``;
}
