import type { Fact, FactSource, KnownImage } from './known-image.ts';

/** The facts about an image, one per line, with source and date. */
export function knowledgeLines({
  user,
  healthcheck,
  exposedPorts,
  volumes,
  entrypoint,
  cmd,
  stopSignal,
  program,
}: KnownImage): readonly string[] {
  const line = <T>(name: string, fact: Fact<T> | undefined, text: (value: T) => string): readonly string[] =>
    fact === undefined ? [] : [`${name}: ${text(fact.value)} (${sourceText(fact.source)})`];
  const words = (value: readonly string[]): string => (value.length === 0 ? 'none' : value.join(' '));
  const start = program?.value.start;
  const needs = [
    ...(start?.drop === undefined ? [] : [`it starts as root, and ${start.drop.by} switches to ${start.drop.user}`]),
    ...(start?.capabilities === undefined ? [] : [`capabilities ${words(start.capabilities)}`]),
    ...(start?.writable === undefined ? [] : [`writes to ${words(start.writable)}`]),
    ...(start?.breaks === undefined ? [] : [`doesn't work with ${start.breaks.join(', ')}`]),
  ];
  const measured =
    start?.measured === undefined ? '' : `, measured ${start.measured.date} with ${start.measured.program}`;
  return [
    ...line('User', user, (value) => (value === '' ? 'root' : value)),
    ...line('Health check', healthcheck, (value) => (value === 'none' ? 'none' : words(value))),
    ...line('Ports', exposedPorts, words),
    ...line('Volumes', volumes, words),
    ...line('Entrypoint', entrypoint, words),
    ...line('Command', cmd, words),
    ...line('Stop signal', stopSignal, String),
    ...(program === undefined || needs.length === 0
      ? []
      : [`Start-up needs: ${needs.join('; ')} (${sourceText(program.source)}${measured})`]),
  ];
}

function sourceText(source: FactSource): string {
  switch (source.kind) {
    case 'dockerfile':
      return `from ${source.place.location.path}`;
    case 'lock':
      return `from ${source.path}, as ${source.reference}`;
    case 'table':
      return `from plimsoll's image table, ${source.row.dated === undefined ? '' : `source of ${source.row.dated}, `}checked ${source.row.checked}`;
  }
}

/**
 * The facts about an image on one line, such as `user root, gosu gives it to redis, no health
 * check, 6379/tcp`. `undefined` without facts.
 */
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
