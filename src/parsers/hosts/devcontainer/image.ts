import type { FileReader } from '../../../files/file-reader.ts';
import type { Build, DockerfileVariables } from '../../../model/container.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import { type Location, placeAt, viaHop } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { readImageConfig } from '../../dockerfile/image-config.ts';
import { setsVariables } from '../../dockerfile/variables.ts';
import { elementsOf, type Node, propertiesOf, valueAt } from './json.ts';
import { jsonText, pairsIn, type TextSource } from './texts.ts';

export interface FoundDockerfile {
  readonly path: string;
  readonly text: string;
  readonly image?: ImageConfig;
  /** Absent if it sets none. */
  readonly variables?: DockerfileVariables;
  readonly values: readonly Location[];
}

/** The property with the Dockerfile's name: `build.dockerfile`, or the old `dockerFile`. */
export function dockerfileNode(root: Node): Node | undefined {
  const node = valueAt(root, 'dockerFile') ?? valueAt(root, 'build', 'dockerfile');
  return node?.type === 'string' ? node : undefined;
}

/** Reads a configuration's Dockerfile, relative to the configuration's directory. */
export function findDockerfile(root: Node, source: TextSource, files: FileReader): FoundDockerfile | undefined {
  const node = dockerfileNode(root);
  const name = node && jsonText(node, source);
  if (name?.value === undefined || name.value === '') return undefined;
  const [folder] = splitPath(source.file.path);
  const path = joinPath(folder, name.value);
  const read = files.read(path);
  if (!('text' in read) || read.text.includes('\0')) return undefined;
  const place = viaHop(placeAt(path, 0, read.text.length), { kind: 'build', location: name.place.location });
  const build = valueAt(root, 'build');
  const target = valueAt(build, 'target');
  const { image, ...found } = readImageConfig(Text.verbatim(read.text, place), {
    target: target?.type === 'string' ? jsonText(target, source) : undefined,
    args: new Map(
      propertiesOf(valueAt(build, 'args')).flatMap(({ key, value }) =>
        typeof key.value === 'string' && value.type === 'string' ? [[key.value, jsonText(value, source)]] : [],
      ),
    ),
  });
  // Options may choose another stage or set arguments.
  const hasOptions = elementsOf(valueAt(build, 'options')).length > 0;
  return { path, text: read.text, ...found, ...(image === undefined || hasOptions ? {} : { image }) };
}

/** The image's build; none if it has no arguments and its Dockerfile no variables. */
export function readContainerBuild(
  root: Node,
  source: TextSource,
  { name, place }: Pick<Build, 'name' | 'place'>,
  dockerfile: DockerfileVariables | undefined,
): readonly Build[] {
  const buildArgs = pairsIn(valueAt(root, 'build', 'args'), source);
  if (buildArgs.length === 0 && !setsVariables(dockerfile)) return [];
  return [
    {
      kind: 'build',
      origin: 'devcontainer build',
      name,
      place,
      ...present('buildArgs', buildArgs),
      ...defined({ dockerfile }),
      unresolvedOptions: [],
    },
  ];
}
