import { type SourceFile } from '../../../files/file-reader.ts';
import {
  type Container,
  type Exec,
  type Subject,
  subjectName,
  type UnresolvedOptions,
} from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import { type Location, type Place, placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { concatParsed, NO_VALUES, type ParseContext, type Parsed } from '../../contract/parsed.ts';
import { problem } from '../../contract/problem.ts';
import { type DockerResult, parseDockerCommand } from '../../docker/index.ts';
import { parseScripts, sourcesOf, stringScript } from '../../shell/index.ts';
import { toArgument, wordArgument } from '../ci/containers.ts';
import { parseComposeService, workspaceOf } from './compose-project.ts';
import { metadataOf, readFeatures } from './features.ts';
import { dockerfileNode, findDockerfile, readContainerBuild } from './image.ts';
import {
  elementsOf,
  type JsonText,
  type Node,
  type Property,
  propertiesOf,
  propertyOf,
  readJson,
  valueAt,
} from './json.ts';
import { isStringNode, jsonText, pairsIn, type TextSource } from './texts.ts';
import { isFilled, optionWords, PROPERTIES, type PropertyWords } from './words.ts';

/**
 * The container of a devcontainer.json: the dev container CLI's `docker run`, or the Compose
 * project with its service. The metadata of images that aren't built here is unknown. In a
 * template, only the part that can be parsed is read, and nothing counts as missing. Never throws.
 */
export function parseDevcontainer(file: SourceFile, context: ParseContext): Parsed {
  const { mark, root, fault } = readJson(file.text);
  const problems = fault === undefined ? [] : [toProblem(file.path, fault)];
  if (root?.type !== 'object')
    return { subjects: [], problems, texts: new Map([[file.path, file.text]]), values: NO_VALUES };
  const source: TextSource = { file, environment: context.environment };
  const own = parseRoot(root, source, context);
  const hasCommand = valueAt(root, 'initializeCommand') !== undefined;
  const parsed = hasCommand ? concatParsed([own, readInitializeCommand(root, source, context)]) : own;
  const unparsed = (mark === undefined ? [] : [mark]).map(({ start, end }) => ({
    expression: file.text.slice(start, end).trim(),
    place: placeAt(file.path, start, end),
  }));
  return {
    ...parsed,
    problems: [...problems, ...parsed.problems],
    subjects: withUnparsed(parsed.subjects, unparsed),
  };
}

function parseRoot(root: Node, source: TextSource, context: ParseContext): Parsed {
  const { file } = source;
  const dockerfile = findDockerfile(root, source, context.files);
  const named = readFeatures(root, source, context);
  const features = [...(dockerfile === undefined ? [] : metadataOf(dockerfile, context.environment)), ...named.layers];
  const layers = [{ root, source }, ...features];
  const texts = new Map(layers.toReversed().map((layer) => [layer.source.file.path, layer.source.file.text]));
  const environment = layers.flatMap((layer) => valuesIn(layer.root, layer.source));
  const used = whatRuns(root);
  if (used === undefined)
    return { subjects: [], problems: named.problems, texts, values: { environment, variables: [] } };
  // Unknown features can add options.
  const open = named.problems.map(({ place }) => ({ expression: 'features', place }));
  const key = innerPlace(file.path, used.key);
  if (used.key.value === 'dockerComposeFile') {
    const project = parseComposeService(root, used, { source, features }, context);
    const service = valueAt(root, 'service');
    const name = service?.type === 'string' ? subjectName(String(service.value)) : 'devcontainer';
    const subjects = project.subjects.flatMap((one) => (one.name === name ? withUnparsed([one], open) : [one]));
    return {
      ...project,
      subjects: [...subjects, ...readRemote(root, source, name, key)],
      problems: [...named.problems, ...project.problems],
      values: { ...project.values, environment: [...environment, ...project.values.environment] },
      texts: new Map([...project.texts, ...texts]),
    };
  }
  const words = optionWords(root, source, features);
  // If the image is built, or comes from a Compose file, a fixed name represents it.
  const image = used.key.value === 'image' ? jsonText(used.value, source) : Text.derived('devcontainer', key);
  const result = parseDockerCommand({
    program: 'docker',
    programPlace: key,
    programWord: key,
    arguments: [wordArgument('run', key), ...words.words, toArgument(image)],
  });
  const containers = toContainer(result, { root, words, used, key, image: dockerfile?.image });
  return {
    subjects: [
      ...withUnparsed(containers, open),
      ...containers.flatMap((one) => readContainerBuild(root, source, one, dockerfile?.variables)),
      ...containers.flatMap(({ name }) => readRemote(root, source, name, key)),
    ],
    problems: [...named.problems, ...result.problems],
    texts: dockerfile === undefined ? texts : new Map([...texts, [dockerfile.path, dockerfile.text]]),
    ...(dockerfile === undefined ? {} : { dockerfiles: new Set([dockerfile.path]) }),
    values: { environment: [...environment, ...result.values, ...(dockerfile?.values ?? [])], variables: [] },
  };
}

/** Marks that unparsed text may add any option to these subjects. */
function withUnparsed<T extends Subject>(
  subjects: readonly T[],
  unparsed: readonly Pick<UnresolvedOptions, 'expression' | 'place'>[],
): readonly T[] {
  const hidden = unparsed.map((one): UnresolvedOptions => ({ ...one, reason: 'unparsed' }));
  return subjects.map((subject) => ({ ...subject, unresolvedOptions: [...subject.unresolvedOptions, ...hidden] }));
}

/** The property that determines the container (devcontainers/cli `isDockerFileConfig`). */
function whatRuns(root: Node): Property | undefined {
  const service = propertyOf(root, 'dockerComposeFile');
  if (service !== undefined) return service;
  if (dockerfileNode(root) !== undefined) return propertyOf(root, 'dockerFile') ?? propertyOf(root, 'build');
  const image = propertyOf(root, 'image');
  return image?.value.type === 'string' ? image : undefined;
}

interface Asked {
  readonly root: Node;
  readonly words: PropertyWords;
  readonly used: Property;
  readonly key: Place;
  readonly image: ImageConfig | undefined;
}

function toContainer({ subjects }: DockerResult, { root, words, used, key, image }: Asked): readonly Container[] {
  return subjects.flatMap((subject: Subject): readonly Container[] => {
    if (subject.kind !== 'container') return [];
    const { image: named, ...config } = subject.config;
    const isNamed = used.key.value === 'image';
    const name = valueAt(root, 'name');
    const properties = [...words.properties].flatMap((option): readonly (readonly [string, string])[] => {
      const property = PROPERTIES.get(option);
      return property === undefined ? [] : [[option, property]];
    });
    return [
      {
        ...subject,
        origin: 'devcontainer',
        name: isFilled(name) ? subjectName(String(name.value)) : subject.name,
        place: key,
        config: isNamed && named !== undefined ? { ...config, image: named } : config,
        flagNames: new Map([...properties, ...(subject.flagNames ?? [])]),
        ...(isNamed ? {} : { build: key }),
        ...(image === undefined ? {} : { image: withoutCommand(image, root) }),
      },
    ];
  });
}

/**
 * The environment of tools in the container, if known: `remoteEnv` (devcontainers/cli
 * `spec-common/injectHeadless.ts`).
 */
function readRemote(root: Node, source: TextSource, name: string, place: Place): readonly Exec[] {
  const env = pairsIn(valueAt(root, 'remoteEnv'), source);
  if (env.length === 0) return [];
  return [{ kind: 'exec', origin: 'devcontainer', name, place, env, unresolvedOptions: [] }];
}

/** The CLI replaces the image's command, so only `overrideCommand: false` keeps it. */
function withoutCommand({ cmd, entrypoint, ...image }: ImageConfig, root: Node): ImageConfig {
  if (valueAt(root, 'overrideCommand')?.value !== false) return image;
  return { ...image, ...(cmd === undefined ? {} : { cmd }), ...(entrypoint === undefined ? {} : { entrypoint }) };
}

function valuesIn(root: Node, source: TextSource): readonly Location[] {
  return [valueAt(root, 'containerEnv'), valueAt(root, 'remoteEnv'), valueAt(root, 'build', 'args')]
    .flatMap(propertiesOf)
    .flatMap(({ value }) => (value.type === 'string' ? [jsonText(value, source).place.location] : []));
}

function innerPlace(path: string, { offset, length }: Node): Place {
  return placeAt(path, offset + 1, offset + length - 1);
}

function toProblem(path: string, { start, end, what, isLimit }: NonNullable<JsonText['fault']>): Problem {
  const place = placeAt(path, start, Math.max(end, start + 1));
  if (isLimit === true) return problem('syntax/limit', place, `The file was not read: it is ${what}.`);
  const remedy = 'Fix it; tools ignore this error and continue.';
  return problem('syntax/invalid-json', place, `Invalid JSON with comments: ${what} here.`, { remedy });
}

/**
 * The requests of `initializeCommand`, which runs on the host: a script, the words of a command, or
 * a mapping of these (devcontainers/cli `runInitializeCommand`).
 */
function readInitializeCommand(root: Node, source: TextSource, context: ParseContext): Parsed {
  const { path, text } = source.file;
  const node = valueAt(root, 'initializeCommand');
  const commands = node?.type === 'object' ? propertiesOf(node).map(({ value }) => value) : [node];
  const sources = sourcesOf(joinPath(workspaceOf(path), 'initializeCommand'), context);
  const { texts, ...parsed } = parseScripts(
    commands.flatMap((command) => {
      const script = command === undefined ? undefined : scriptOf(command, source);
      if (script === undefined) return [];
      return [{ script: stringScript(script), context: { environment: context.environment, sources } }];
    }),
  );
  return { ...parsed, texts: new Map([...texts, [path, text]]) };
}

function scriptOf(command: Node, source: TextSource): Text | undefined {
  if (command.type !== 'array') return isStringNode(command) ? jsonText(command, source) : undefined;
  const words = elementsOf(command).filter(isStringNode);
  const [first] = words;
  if (first === undefined) return undefined;
  const parts = words.flatMap((word) => quoted(jsonText(word, source)));
  return Text.concat(parts, jsonText(first, source).whole);
}

function quoted(word: Text): readonly Text[] {
  const [first = word, ...others] = word.split("'");
  const inner = others.flatMap((part) => [Text.derived(String.raw`'\''`, part.whole), part]);
  return [Text.derived("'", word.whole), first, ...inner, Text.derived("' ", word.whole)];
}
