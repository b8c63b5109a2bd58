import { isCertain } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { words } from '../../../util/words.ts';
import { parseImageReference } from '../../syntax/image-reference.ts';
import { type FlagSet, findByName } from './flags/flag-set.ts';
import type { Argument } from './words.ts';

export type UnknownWords = Extract<Argument, { readonly kind: 'unknown-words' }>;

/** Variable names for options in scripts: `DOCKER_OPTS`, `runArgs`, `EXTRA`. */
const OPTIONS =
  /(?:opts|options|args|arguments|flags|params)(?![a-z])|(?<![a-z])(?:opt|option|arg|flag|param|extra|switch)(?![a-z])/i;
const IMAGE = /image|img/i;
const COMMAND = /cmd|command/i;

/**
 * Whether an unquoted expansion is `docker run`'s image, judging by its name and by the words after
 * it; otherwise, it may be options.
 */
function isImage(expansion: UnknownWords, rest: readonly Argument[]): boolean {
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

/**
 * Whether the expansion in the image's place may contain options before the image: input of
 * `xargs`, or a program's output.
 */
export function mayPrecedeImage(image: Argument | undefined): image is UnknownWords {
  if (image?.kind !== 'unknown-words') return false;
  const { expression } = image.unresolved;
  return expression === 'xargs' || (/^(?:\$\(|`)/.test(expression) && !PRINTS_IMAGE.test(expression));
}

/** A command that prints an image name: an engine's, or one whose name suggests it. */
const PRINTS_IMAGE = /image|img|\b(?:docker|podman|nerdctl)\b/i;

/**
 * Like {@link isImage}, but also if an option follows that these flags lack: it belongs to the
 * program in the image.
 */
export function isImageFor(flags: FlagSet): (expansion: UnknownWords, rest: readonly Argument[]) => boolean {
  return (expansion, rest) => {
    if (isImage(expansion, rest)) return true;
    const [, name] = /^--([a-z][\w-]*)/.exec((rest[0]?.kind === 'word' ? rest[0].text.value : undefined) ?? '') ?? [];
    return name !== undefined && findByName(flags, name).flag === undefined && !mayHoldOptions(expansion);
  };
}

/**
 * Whether an expansion is `docker exec`'s container: not if it may contain options, or may be
 * absent.
 */
export function isContainer(expansion: UnknownWords, [next]: readonly Argument[]): boolean {
  const isFollowedByOption = next?.kind === 'word' && next.text.skeleton.startsWith('-');
  return (
    !mayHoldOptions(expansion) && !isFollowedByOption && (next === undefined || isCertain(expansion.unresolved.place))
  );
}

/** True for a text with a registry, tag or digest, which option values rarely have. */
export function isMarkedImage({ value }: Text): boolean {
  const reference = value === undefined ? undefined : parseImageReference(value);
  return reference?.domain !== undefined || reference?.tag !== undefined || reference?.digest !== undefined;
}

/**
 * True for all parameters, an array, a variable with such a name, and placeholders: `...`,
 * `[OPTIONS]`, `<options>`.
 */
export function holdsOptions(expression: string): boolean {
  if (/^(?:\.{3}$|\u2026$|\[)/.test(expression)) return true;
  if (expression.startsWith('<')) return OPTIONS.test(expression);
  return /^\$(?:[@*]|\{[@*]|\{\w+\[[@*]\])/.test(expression) || OPTIONS.test(nameOf(expression) ?? '');
}

function mayHoldOptions({ unresolved: { expression }, written }: UnknownWords): boolean {
  return holdsOptions(expression) || (written !== undefined && holdsOptions(written));
}

function namesOf({ unresolved: { expression }, written }: UnknownWords): readonly string[] {
  return [nameOf(expression), written === undefined ? undefined : nameOf(written)].filter((name) => name !== undefined);
}

/**
 * The variable's name in `$NAME`, `${NAME…}` or an expression: `${{ inputs.NAME }}`, `{{ item.NAME
 * }}`, `{{.NAME}}`, `<< parameters.NAME >>`, `$(NAME)`.
 */
function nameOf(expression: string): string | undefined {
  return (/^\$\{?([a-z_]\w*)/i.exec(expression) ??
    /^(?:\$?\{\{-?|<<|\$\((?=\w+\)))\s*\.?(?:[a-z_]\w*\.){0,100}([a-z_][\w-]*)/i.exec(expression))?.[1];
}

/** Typical commands in containers, which aren't image names. */
const COMMANDS: ReadonlySet<string> = new Set(
  words(
    `ash bash cat chmod chown cp date echo env id ls make mkdir npm pip printenv pytest rm sh sleep tail test true
  uname whoami yarn zsh`,
  ),
);

function canBeImage(word: string): boolean {
  return parseImageReference(word) !== undefined && !COMMANDS.has(word);
}
