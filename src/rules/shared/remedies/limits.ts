import type { Voice } from '../voice.ts';

/** The keys of Compose for a limit: the service's own, and that of the section `deploy.resources.limits`. */
const LIMIT_KEYS = {
  memory: { own: 'mem_limit', deployed: 'memory' },
  cpus: { own: 'cpus', deployed: 'cpus' },
  pids: { own: 'pids_limit', deployed: 'pids' },
} as const;

/** A limit as it is to be written in a Compose file, in the form that the file has. */
export function writtenLimit(voice: Voice, limit: keyof typeof LIMIT_KEYS, value: string): string {
  const { own, deployed } = LIMIT_KEYS[limit];
  return voice.deploys('resources.limits')
    ? `\`${deployed}: ${value}\` under \`deploy.resources.limits\``
    : `\`${own}: ${value}\``;
}

/** The key that a limit needs in a Compose file, in the form that the file has. */
export function limitKey(voice: Voice, limit: keyof typeof LIMIT_KEYS): string {
  const { own, deployed } = LIMIT_KEYS[limit];
  return voice.deploys('resources.limits') ? `\`${deployed}\` under \`deploy.resources.limits\`` : `\`${own}\``;
}
