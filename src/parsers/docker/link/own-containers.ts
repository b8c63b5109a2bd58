import type { Container, Exec, Subject } from '../../../model/container.ts';
import { displayText } from '../../../text/setting.ts';

const COMPOSE_UP = /\bcompose\b.*\bup\b/;
const COMPOSE_DOWN = /\bcompose\b.*\b(?:down|rm)\b/;
/** A container by the command that prints its ID: `$(docker run -d …)`. */
const STARTED = /^(?:\$\(|`)\s*(?:sudo\s+)?\S+ (?:container )?(?:run|create)\b/;
const REMOVAL = /\b(?:docker|podman|nerdctl)\s+(?:container\s+)?rm\b/;

/** Marks execs whose container the script starts and removes. */
export function withOwnContainers(subjects: readonly Subject[], texts: readonly string[]): readonly Subject[] {
  if (!subjects.some(({ kind }) => kind === 'exec')) return subjects;
  const containers = subjects.filter(isStarted);
  const has = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  const isOwn = ({ origin, name }: Exec): boolean => {
    if (origin === 'docker compose exec') return has(COMPOSE_UP) && has(COMPOSE_DOWN);
    if (STARTED.test(name)) return has(REMOVAL);
    const started = containers.filter((one) =>
      [one.containerName && displayText(one.containerName), one.name].includes(name),
    );
    if (started.length === 0) return false;
    return (
      started.every(({ hostConfig: { autoRemove } }) => autoRemove?.known && autoRemove.value) ||
      texts.some((text) => removes(text, name.replace(/[${}]/g, '')))
    );
  };
  return subjects.map((one) => (one.kind === 'exec' && isOwn(one) ? { ...one, isInOwnContainer: true } : one));
}

function isStarted(subject: Subject): subject is Container {
  return subject.kind === 'container' && / (?:run|create)$/.test(subject.origin);
}

/** `docker cp ID:/path .`: copies files out of a container, by its name or its ID's variable. */
const COPY = /\bcp[ \t]+(?:-\S+[ \t]+)*["']?(?<id>\$?\{?[\w.-]+\}?)["']?:/g;
/** A start, also in a function of the script. */
const STARTS = /\bstart|\bup\b/;

/** Marks containers from `create` that the script never starts: it copies files out, removes the container, and has no word that could start it. */
export function withNeverStarted(subjects: readonly Subject[], texts: readonly string[]): readonly Subject[] {
  if (!subjects.some(isCreated) || texts.some((text) => STARTS.test(text))) return subjects;
  const copied = texts.flatMap((text) => Array.from(text.matchAll(COPY), ({ groups }) => groups?.['id'] ?? ''));
  const isRemoved = copied.some((id) => texts.some((text) => removes(text, id.replace(/[${}]/g, ''))));
  if (!isRemoved) return subjects;
  return subjects.map((subject) => (isCreated(subject) ? { ...subject, isNeverStarted: subject.place } : subject));
}

/** True if a line has `rm` followed by the name or variable. */
function removes(text: string, id: string): boolean {
  return text.split('\n').some((line) => {
    const [, ...words] = line.slice(Math.max(line.search(/\brm\b/), 0)).split(/[\s"'${}]+/);
    return /\brm\b/.test(line) && words.includes(id);
  });
}

function isCreated(subject: Subject): subject is Container {
  return (
    subject.kind === 'container' && subject.origin.endsWith(' create') && subject.origin !== 'docker service create'
  );
}
