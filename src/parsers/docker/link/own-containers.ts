import type { Container, Exec, Subject } from '../../../model/container.ts';
import { displayText } from '../../../text/setting.ts';
import { removes } from './never-started.ts';

const COMPOSE_UP = /\bcompose\b.*\bup\b/;
const COMPOSE_DOWN = /\bcompose\b.*\b(?:down|rm)\b/;
/** The command that prints a container's ID: `$(docker run -d …)`. */
const STARTED = /^(?:\$\(|`)\s*(?:sudo\s+)?\S+ (?:container )?(?:run|create)\b/;
const REMOVAL = /\b(?:docker|podman|nerdctl)\s+(?:container\s+)?rm\b/;

/** Marks execs in containers that the script itself starts and removes. */
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
