import type { Container, Subject } from '../../../model/container.ts';

/** `docker cp ID:/path .`: files are copied out of a container. */
const COPIES = /\bcp[ \t]+(?:-\S+[ \t]+)*["']?[\w${}-]+["']?:/;
const REMOVES = /\brm\b/;
/** Whatever starts something, be it a function of the script's own. */
const STARTS = /\bstart|\bup\b/;

/**
 * The subjects of a script, in which a container that `create` makes is never started: the script copies files from a
 * container and removes one, as one does to get files out of an image, and has no word that could start it.
 */
export function withNeverStarted(subjects: readonly Subject[], texts: readonly string[]): readonly Subject[] {
  if (!subjects.some(isCreated)) return subjects;
  const has = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  if (!has(COPIES) || !has(REMOVES) || has(STARTS)) return subjects;
  return subjects.map((subject) => (isCreated(subject) ? { ...subject, isNeverStarted: subject.place } : subject));
}

function isCreated(subject: Subject): subject is Container {
  return (
    subject.kind === 'container' && subject.origin.endsWith(' create') && subject.origin !== 'docker service create'
  );
}
