import type { Container, Subject } from '../../../model/container.ts';

/** `docker cp ID:/path .`: the container's name, or the variable with its ID. */
const COPY = /\bcp[ \t]+(?:-\S+[ \t]+)*["']?(?<id>\$?\{?[\w.-]+\}?)["']?:/g;
/** A word that may start the container, also as a function of the script. */
const STARTS = /\bstart|\bup\b/;

/**
 * Marks containers from `create` that only serve to copy files out of them: the script also removes
 * them, and contains no word that may start them.
 */
export function withNeverStarted(subjects: readonly Subject[], texts: readonly string[]): readonly Subject[] {
  if (!subjects.some(isCreated) || texts.some((text) => STARTS.test(text))) return subjects;
  const copied = texts.flatMap((text) => Array.from(text.matchAll(COPY), ({ groups }) => groups?.['id'] ?? ''));
  const isRemoved = copied.some((id) => texts.some((text) => removes(text, id.replace(/[${}]/g, ''))));
  if (!isRemoved) return subjects;
  return subjects.map((subject) => (isCreated(subject) ? { ...subject, isNeverStarted: subject.place } : subject));
}

/** True if a line has `rm` followed by the name or variable. */
export function removes(text: string, id: string): boolean {
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
