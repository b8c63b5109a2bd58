import type { Container, Subject } from '../../../model/container.ts';

/** `docker cp ID:/path .`: files are copied out of a container, by its name or the variable that holds its id. */
const COPY = /\bcp[ \t]+(?:-\S+[ \t]+)*["']?(?<id>\$?\{?[\w.-]+\}?)["']?:/g;
/** Whatever starts something, be it a function of the script's own. */
const STARTS = /\bstart|\bup\b/;

/**
 * The subjects of a script, in which a container that `create` makes is never started: the script copies files out of a
 * container and removes that one, as one does to get files out of an image, and has no word that could start it.
 */
export function withNeverStarted(subjects: readonly Subject[], texts: readonly string[]): readonly Subject[] {
  if (!subjects.some(isCreated) || texts.some((text) => STARTS.test(text))) return subjects;
  const copied = texts.flatMap((text) => Array.from(text.matchAll(COPY), ({ groups }) => groups?.['id'] ?? ''));
  const isRemoved = copied.some((id) => texts.some((text) => removes(text, id.replace(/[${}]/g, ''))));
  if (!isRemoved) return subjects;
  return subjects.map((subject) => (isCreated(subject) ? { ...subject, isNeverStarted: subject.place } : subject));
}

/** True where a line has `rm` and, behind it, the name or the variable. */
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
