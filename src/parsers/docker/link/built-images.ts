import type { Subject } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import type { Text, UnknownSegment } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { parseImageReference } from '../../syntax/image-reference.ts';
import type { BuildDockerfile, BuiltImage, DockerResult } from '../commands/invocation.ts';
import type { ImageCommand } from '../grammar/command.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { type Argument, unknownText } from '../grammar/words.ts';

/** The names that `docker build`, `tag` or `commit` gives (docker/cli `image/build.go`, `tag.go`, `commit.go`). */
export function readBuiltImages(
  command: ImageCommand,
  { uses, positionals: [first, second] }: FlagLine,
  dockerfile: BuildDockerfile | undefined,
): readonly BuiltImage[] {
  if (command === 'build')
    return uses
      .filter(({ flag }) => flag.name === 'tag')
      .map(({ value }) => ({ name: value, ...defined({ dockerfile }) }));
  if (command === 'compose build') return [];
  const name = imageText(second);
  const source = command === 'tag' ? imageText(first) : undefined;
  return name === undefined ? [] : [{ name, ...defined({ source }) }];
}

export function imageText(word: Argument | undefined): Text | undefined {
  return word?.kind === 'unknown-words' ? unknownText(word.unresolved) : word?.text;
}

/** A name's place, and the settings of the Dockerfile behind it. */
interface Made {
  readonly place: Place;
  readonly dockerfile: BuildDockerfile | undefined;
}

class BuiltImages {
  readonly #made = new Map<string, Made>();

  /** Adds a name; another name for an external image only if that is pinned. */
  add({ name, source, dockerfile }: BuiltImage): void {
    const key = imageKey(name);
    if (key === undefined) return;
    const from = source && this.find(source);
    if (source !== undefined && from === undefined && !isPinned(source)) return;
    const own = source === undefined ? dockerfile : from?.dockerfile;
    const before = this.#made.get(key);
    // On another code path, it may be the earlier one.
    const isSame = before === undefined || before.dockerfile?.key === own?.key;
    this.#made.set(key, { place: name.place, dockerfile: isSame ? own : undefined });
  }

  find(image: Text): Made | undefined {
    return this.#made.get(imageKey(image) ?? '');
  }
}

function isPinned({ value }: Text): boolean {
  if (value === undefined) return true;
  const reference = parseImageReference(value);
  return reference?.digest !== undefined || (reference?.tag !== undefined && reference.tag !== 'latest');
}

/** Equal for texts that certainly name one image: no tag is `latest`, no registry is Docker Hub. */
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

/** Equal for unknown parts with one value: a variable set at most once. */
function unknownKey({ expression, place, branch }: UnknownSegment): string | undefined {
  const name = /^\$(?:\{(?<braced>[A-Za-z_]\w*)\}|(?<bare>[A-Za-z_]\w*))$/.exec(expression)?.groups;
  const variable = name?.['braced'] ?? name?.['bare'];
  // Pipeline expressions have one value per job.
  if (expression.startsWith('${{')) return `\u0000${expression.replace(/\s/g, '')}\u0000`;
  const isSet = branch !== undefined || place.hops.some(({ kind }) => kind === 'variable');
  if (!isSet) return variable === undefined ? undefined : `\u0000${variable}\u0000`;
  const { path, span } = (branch ?? place).location;
  return `\u0000${branch === undefined ? expression : (variable ?? '')}@${path}:${span.start}-${span.end}\u0000`;
}

/** The subjects in execution order. A container gets `build` and Dockerfile settings from an earlier command for its image; without a known order, from any. */
export function linkImages(results: readonly DockerResult[], isOrdered: boolean): readonly Subject[] {
  const built = new BuiltImages();
  if (!isOrdered) {
    const images = results.flatMap((result) => result.images);
    // Names for images made further down.
    for (const each of images.toSorted((a, b) => Number(a.source !== undefined) - Number(b.source !== undefined)))
      built.add(each);
  }
  return results.flatMap(({ subjects, images, image }) => {
    if (isOrdered) for (const each of images) built.add(each);
    const made = image === undefined ? undefined : built.find(image);
    if (made === undefined) return subjects;
    const own = { build: made.place, ...defined({ image: made.dockerfile?.image }) };
    return subjects.map((subject) => (subject.kind === 'container' ? { ...subject, ...own } : subject));
  });
}
