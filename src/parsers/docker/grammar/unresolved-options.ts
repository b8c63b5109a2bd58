import { isCertain } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { words } from '../../../util/words.ts';
import { parseImageReference } from '../../syntax/image-reference.ts';
import { type FlagSet, findByName } from './flags/flag-set.ts';
import type { Argument } from './words.ts';

/** An expansion of any number of words. */
export type Expansion = Extract<Argument, { readonly kind: 'unknown-words' }>;

/** Names of variables that hold options, in the habit of scripts: `DOCKER_OPTS`, `runArgs`, `EXTRA`. */
const OPTIONS =
  /(?:opts|options|args|arguments|flags|params)(?![a-z])|(?<![a-z])(?:opt|option|arg|flag|param|extra|switch)(?![a-z])/i;
const IMAGE = /image|img/i;
const COMMAND = /cmd|command/i;

/**
 * Whether an unquoted expansion before `docker run`'s image is the image itself, not a place for options. Names decide,
 * and so does what follows: an expansion with no image behind it has to be the image.
 */
function isImage(expansion: Expansion, rest: readonly Argument[]): boolean {
  const names = namesOf(expansion);
  if (names.some((name) => IMAGE.test(name))) return true;
  if (mayHoldOptions(expansion)) return false;
  const [next] = rest;
  if (next === undefined) return true;
  if (next.kind === 'unknown-words')
    return rest.length === 1 && namesOf(next).some((name) => COMMAND.test(name)) && !mayHoldOptions(next);
  if (next.text.skeleton.startsWith('-')) return false;
  return next.text.value !== undefined && !canBeImage(next.text.value);
}

/** Whether what is in an image's place may hold options before it: what `xargs` reads, or a program prints. */
export function mayPrecedeImage(image: Argument | undefined): image is Expansion {
  if (image?.kind !== 'unknown-words') return false;
  const { expression } = image.unresolved;
  return expression === 'xargs' || (/^(?:\$\(|`)/.test(expression) && !PRINTS_IMAGE.test(expression));
}

/** A command that prints an image by its name: an engine's own, or one that says so. */
const PRINTS_IMAGE = /image|img|\b(?:docker|podman|nerdctl)\b/i;

/** Whether it is the image for a command with these flags: what follows an image may be an option that is none of them. */
export function isImageFor(flags: FlagSet): (expansion: Expansion, rest: readonly Argument[]) => boolean {
  return (expansion, rest) => {
    if (isImage(expansion, rest)) return true;
    const [, name] = /^--([a-z][\w-]*)/.exec((rest[0]?.kind === 'word' ? rest[0].text.value : undefined) ?? '') ?? [];
    return name !== undefined && findByName(flags, name).flag === undefined && !mayHoldOptions(expansion);
  };
}

/** Whether an expansion is `docker exec`'s container: unless it seems to hold options, or is not always there. */
export function isContainer(expansion: Expansion, [next]: readonly Argument[]): boolean {
  const isFollowedByOption = next?.kind === 'word' && next.text.skeleton.startsWith('-');
  return (
    !mayHoldOptions(expansion) && !isFollowedByOption && (next === undefined || isCertain(expansion.unresolved.place))
  );
}

/** True for what has a registry, a tag or a digest: no option's value is likely to look so. */
export function isMarkedImage({ value }: Text): boolean {
  const reference = value === undefined ? undefined : parseImageReference(value);
  return reference?.domain !== undefined || reference?.tag !== undefined || reference?.digest !== undefined;
}

/** All parameters, an array, a name that says so, or what examples have: `...`, `[OPTIONS]`, `<options>`. */
export function holdsOptions(expression: string): boolean {
  if (/^(?:\.{3}$|\u2026$|\[)/.test(expression)) return true;
  if (expression.startsWith('<')) return OPTIONS.test(expression);
  return /^\$(?:[@*]|\{[@*]|\{\w+\[[@*]\])/.test(expression) || OPTIONS.test(nameOf(expression) ?? '');
}

function mayHoldOptions({ unresolved: { expression }, written }: Expansion): boolean {
  return holdsOptions(expression) || (written !== undefined && holdsOptions(written));
}

/** The names of the variables by which an expansion is known: its own, and the one that the command has. */
function namesOf({ unresolved: { expression }, written }: Expansion): readonly string[] {
  return [nameOf(expression), written === undefined ? undefined : nameOf(written)].filter((name) => name !== undefined);
}

/**
 * The name in `$NAME`, `${NAME…}`, or in what another program fills in: `${{ inputs.NAME }}`, `{{ item.NAME }}`,
 * `{{.NAME}}`, `<< parameters.NAME >>`, `$(NAME)`.
 */
function nameOf(expression: string): string | undefined {
  return (/^\$\{?([a-z_]\w*)/i.exec(expression) ??
    /^(?:\$?\{\{-?|<<|\$\((?=\w+\)))\s*\.?(?:[a-z_]\w*\.){0,100}([a-z_][\w-]*)/i.exec(expression))?.[1];
}

/** Commands that scripts give to a container, and that nobody calls an image. */
const COMMANDS: ReadonlySet<string> = new Set(
  words(
    `ash bash cat chmod chown cp date echo env id ls make mkdir npm pip printenv pytest rm sh sleep tail test true
  uname whoami yarn zsh`,
  ),
);

function canBeImage(word: string): boolean {
  return parseImageReference(word) !== undefined && !COMMANDS.has(word);
}
