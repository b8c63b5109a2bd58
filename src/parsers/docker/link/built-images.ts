import type { ImageConfig } from '../../../model/image-config.ts';
import type { Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { type UnknownSegment } from '../../../text/text.ts';
import { parseImageReference } from '../../syntax/image-reference.ts';
import type { BuildDockerfile, BuiltImage } from '../commands/invocation.ts';
import type { ImageCommand } from '../grammar/command.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { type Argument, unknownText } from '../grammar/words.ts';

/**
 * The names that `docker build`, `tag` or `commit` gives (docker/cli `image/build.go`, `tag.go`,
 * `commit.go`).
 */
export function readBuiltImages(
  command: ImageCommand,
  { uses, positionals: [first, second] }: FlagLine,
  dockerfile: BuildDockerfile | undefined,
): readonly BuiltImage[] {
  if (command === 'build')
    return uses
      .filter(({ flag }) => flag.name === 'tag')
      .map(({ value }) => ({ name: value, ...(dockerfile === undefined ? {} : { dockerfile }) }));
  if (command === 'compose build') return [];
  const name = imageText(second);
  const source = command === 'tag' ? imageText(first) : undefined;
  return name === undefined ? [] : [{ name, ...(source === undefined ? {} : { source }) }];
}

export function imageText(word: Argument | undefined): Text | undefined {
  return word?.kind === 'unknown-words' ? unknownText(word.unresolved) : word?.text;
}

interface Made {
  readonly build: Place;
  readonly image?: ImageConfig;
}

export class BuiltImages {
  readonly #made = new Map<string, { readonly place: Place; readonly dockerfile: BuildDockerfile | undefined }>();

  /**
   * Adds a name. A second name for an image that isn't built here counts only if the image is
   * pinned.
   */
  add({ name, source, dockerfile }: BuiltImage): void {
    const key = imageKey(name);
    if (key === undefined) return;
    const from = source && this.#find(source);
    if (source !== undefined && from === undefined && !isPinned(source)) return;
    const own = source === undefined ? dockerfile : from?.dockerfile;
    const before = this.#made.get(key);
    // On another code path, the name may still mean the earlier image.
    const isSame = before === undefined || before.dockerfile?.key === own?.key;
    this.#made.set(key, { place: name.place, dockerfile: isSame ? own : undefined });
  }

  /** The command that made an image, and its Dockerfile's settings. */
  find(image: Text): Made | undefined {
    const found = this.#find(image);
    if (found === undefined) return undefined;
    const { place, dockerfile } = found;
    return { build: place, ...(dockerfile === undefined ? {} : { image: dockerfile.image }) };
  }

  #find(image: Text): { readonly place: Place; readonly dockerfile: BuildDockerfile | undefined } | undefined {
    const key = imageKey(image);
    return key === undefined ? undefined : this.#made.get(key);
  }
}

function isPinned({ value }: Text): boolean {
  if (value === undefined) return true;
  const reference = parseImageReference(value);
  return reference?.digest !== undefined || (reference?.tag !== undefined && reference.tag !== 'latest');
}

/**
 * A key that is equal for texts that certainly name one image: the default tag is `latest`, the
 * default registry Docker Hub.
 */
function imageKey(text: Text): string | undefined {
  const parts = text.segments.map((segment) => (segment.kind === 'literal' ? segment.text : unknownKey(segment)));
  if (parts.includes(undefined)) return undefined;
  const name = parts
    .join('')
    .replace(/^(?:docker\.io|index\.docker\.io)\//, '')
    .replace(/^library\//, '');
  const { skeleton } = text;
  return skeleton.lastIndexOf(':') > skeleton.lastIndexOf('/') ? name : `${name}:latest`;
}

/**
 * Equal for unknown parts that certainly have the same value: a variable that is set at most once.
 */
function unknownKey({ expression, place, branch }: UnknownSegment): string | undefined {
  const name = /^\$(?:\{(?<braced>[A-Za-z_]\w*)\}|(?<bare>[A-Za-z_]\w*))$/.exec(expression)?.groups;
  const variable = name?.['braced'] ?? name?.['bare'];
  // Within a job, a pipeline expression has one value.
  if (expression.startsWith('${{')) return `\u0000${expression.replace(/\s/g, '')}\u0000`;
  const isSet = branch !== undefined || place.hops.some(({ kind }) => kind === 'variable');
  if (!isSet) return variable === undefined ? undefined : `\u0000${variable}\u0000`;
  const { path, span } = (branch ?? place).location;
  return `\u0000${branch === undefined ? expression : (variable ?? '')}@${path}:${span.start}-${span.end}\u0000`;
}
