import type { Opening } from '../../model/container.ts';
import type { Text } from '../../model/text.ts';
import { parseImageReference } from '../syntax/image-reference.ts';
import type { Argument } from './invocation.ts';

/** Names of variables that hold options, in the habit of scripts. */
const OPTIONS = /opt|arg|flag|param|extra|switch|[@*]/i;
/** Names and commands that give an image. */
const IMAGE = /image|img|build|tag|repo|registry|[^a-z]container_name|docker_name/i;

/**
 * Whether an unquoted expansion before `docker run`'s image is the image. It is if its name says so or nothing that can be an image follows; it
 * is a place for options if its name says that, or an image follows.
 */
export function isImage({ expression }: Opening, rest: readonly Argument[]): boolean {
  if (IMAGE.test(expression)) return true;
  const next = rest.find((word) => word.kind !== 'word' || !word.text.skeleton.startsWith('-'));
  if (OPTIONS.test(expression)) return false;
  if (rest[0]?.kind === 'word' && rest[0].text.skeleton.startsWith('-')) return false;
  if (next === undefined) return false;
  return next.kind === 'word' && next.text.value !== undefined && !canBeImage(next.text.value);
}

/** Whether an unquoted expansion before `docker exec`'s container is the container: unless its name says that it holds options. */
export function isContainer({ expression }: Opening, rest: readonly Argument[]): boolean {
  const isFollowedByOption = rest[0]?.kind === 'word' && rest[0].text.skeleton.startsWith('-');
  return !OPTIONS.test(expression) && !isFollowedByOption;
}

/** True for what has a registry, a tag or a digest: no option's value is likely to look so. */
export function isMarkedImage({ value }: Text): boolean {
  const reference = value === undefined ? undefined : parseImageReference(value);
  return reference?.domain !== undefined || reference?.tag !== undefined || reference?.digest !== undefined;
}

/** Commands that scripts give to a container, and that nobody calls an image. */
const COMMANDS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'zsh', 'ls', 'cat', 'echo', 'env', 'id', 'test', 'true', 'sleep', 'tail', 'date', 'whoami', 'make', 'pytest', 'npm', 'yarn', 'pip', 'cp', 'rm', 'mkdir', 'chown', 'chmod', 'printenv', 'uname']);

function canBeImage(word: string): boolean {
  return parseImageReference(word) !== undefined && !COMMANDS.has(word);
}
