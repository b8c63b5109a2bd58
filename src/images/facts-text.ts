import type { KnownImage } from './known-image.ts';

/** The facts about an image on one line: `user root, gosu gives it to redis, no health check, 6379/tcp`; `undefined` without facts. */
export function factsText({ user, healthcheck, exposedPorts, program }: KnownImage): string | undefined {
  if (user === undefined && healthcheck === undefined && program === undefined) return undefined;
  const drop = program?.value.start?.drop;
  const parts = [
    user === undefined ? 'user unknown' : `user ${user.value === '' ? 'root' : user.value}`,
    ...(drop === undefined ? [] : [`${drop.by} switches it to ${drop.user}`]),
    healthcheck === undefined
      ? 'health check unknown'
      : healthcheck.value === 'none'
        ? 'no health check'
        : 'a health check',
    ...(exposedPorts === undefined || exposedPorts.value.length === 0 ? [] : [exposedPorts.value.join(' ')]),
  ];
  return parts.join(', ');
}
