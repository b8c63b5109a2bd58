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
import { concatParsed, type ParseContext, type Parsed, type SourceFile } from '../../contract/parsed.ts';
import { type DockerResult, parseDockerCommand } from '../../docker/index.ts';
import { parseComposeService } from './compose-project.ts';
import { metadataOf, readFeatures } from './features.ts';
import { dockerfileNode, findDockerfile, readContainerBuild } from './image.ts';
import { readInitializeCommand } from './initialize.ts';
import { type JsonText, type Node, type Property, propertiesOf, propertyOf, readJson, valueAt } from './json.ts';
import { jsonText, pairsIn, type TextSource } from './texts.ts';
import { optionWords, PROPERTIES, type PropertyWords } from './words.ts';

/**
 * The container of a devcontainer.json: the dev container CLI's `docker run`, or the Compose project with its service. Metadata of images not built here is unknown.
 * Of a template, the readable part counts, and nothing is known to be missing. Never throws.
 */
export function parseDevcontainer(file: SourceFile, context: ParseContext): Parsed {
  const { mark, ...json } = readJson(file.text);
  const { root } = json;
  const own = parseJson(json, file, context);
  const hasCommand = root?.type === 'object' && valueAt(root, 'initializeCommand') !== undefined;
  const parsed = hasCommand
    ? concatParsed([own, readInitializeCommand(root, { file, environment: context.environment }, context)])
    : own;
  if (mark === undefined) return parsed;
  const expression = file.text.slice(mark.start, mark.end).trim();
  const hidden: UnresolvedOptions = { expression, reason: 'unparsed', place: placeAt(file.path, mark.start, mark.end) };
  const subjects = parsed.subjects.map((subject) => ({
    ...subject,
    unresolvedOptions: [...subject.unresolvedOptions, hidden],
  }));
  return { ...parsed, subjects };
}

function parseJson({ root, fault }: JsonText, file: SourceFile, context: ParseContext): Parsed {
  const source: TextSource = { file, environment: context.environment };
  const dockerfile = root?.type === 'object' ? findDockerfile(root, source, context.files) : undefined;
  const named = root?.type === 'object' ? readFeatures(root, source, context) : { layers: [], problems: [] };
  const problems = [...(fault === undefined ? [] : [toProblem(file.path, fault)]), ...named.problems];
  const features = [...(dockerfile === undefined ? [] : metadataOf(dockerfile, context.environment)), ...named.layers];
  const featureTexts = features.map((feature) => [feature.source.file.path, feature.source.file.text] as const);
  const texts = new Map([...featureTexts, [file.path, file.text] as const]);
  const parsed = { subjects: [], problems, texts };
  if (root?.type !== 'object') {
    return { ...parsed, values: { environment: [], variables: [] } };
  }
  const values = [{ root, source }, ...features].flatMap((layer) => valuesIn(layer.root, layer.source));
  const used = whatRuns(root);
  if (used === undefined) return { ...parsed, values: { environment: values, variables: [] } };
  if (used.key.value === 'dockerComposeFile') {
    const project = parseComposeService(root, used, { source, features }, context);
    const all = { ...project.values, environment: [...values, ...project.values.environment] };
    const service = valueAt(root, 'service');
    const name = service?.type === 'string' ? subjectName(String(service.value)) : 'devcontainer';
    const remote = readRemote(root, source, name, innerPlace(file.path, used.key));
    const subjects = [...withOpen(project.subjects, named.problems, (one) => one.name === name), ...remote];
    return {
      ...{ ...project, subjects, problems: [...problems, ...project.problems], values: all },
      texts: new Map([...project.texts, ...texts]),
    };
  }
  const words = optionWords(root, source, features);
  const key = innerPlace(file.path, used.key);
  // An image that is built, or named in a Compose file, is represented by a word.
  const isNamed = used.key.value === 'image';
  const result = run(words, isNamed ? jsonText(used.value, source) : Text.derived('devcontainer', key), key);
  const container = toContainer(result, { root, words, used, key, image: dockerfile?.image });
  return {
    ...parsed,
    subjects: [
      ...withOpen(container, named.problems),
      ...container.flatMap((one) => readContainerBuild(root, source, one, dockerfile?.variables)),
      ...container.flatMap(({ name }) => readRemote(root, source, name, key)),
    ],
    problems: [...problems, ...result.problems],
    ...(dockerfile === undefined
      ? {}
      : {
          texts: new Map([...texts, [dockerfile.path, dockerfile.text]]),
          dockerfiles: new Set([dockerfile.path]),
        }),
    values: { environment: [...values, ...result.values, ...(dockerfile?.values ?? [])], variables: [] },
  };
}

/** Unknown features can add any option. */
function withOpen<T extends Subject>(
  subjects: readonly T[],
  problems: readonly Problem[],
  isOwn: (subject: T) => boolean = () => true,
): readonly T[] {
  const hidden = problems.map(
    ({ place }): UnresolvedOptions => ({ expression: 'features', reason: 'unparsed', place }),
  );
  return subjects.map((subject) =>
    isOwn(subject) ? { ...subject, unresolvedOptions: [...subject.unresolvedOptions, ...hidden] } : subject,
  );
}

/** The start command; `key` is the place of implicit settings. */
function run({ words }: PropertyWords, image: Text, key: Place): DockerResult {
  const toWord = (text: Text) => ({ kind: 'word', text }) as const;
  return parseDockerCommand({
    program: 'docker',
    programPlace: key,
    programWord: key,
    arguments: [toWord(Text.derived('run', key)), ...words, toWord(image)],
  });
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
    const flagNames = new Map(
      [...words.properties].flatMap((option) => {
        const property = PROPERTIES.get(option);
        return property === undefined ? [] : [[option, property] as const];
      }),
    );
    return [
      {
        ...subject,
        origin: 'devcontainer',
        name: name?.type === 'string' && name.value !== '' ? subjectName(String(name.value)) : subject.name,
        place: key,
        config: isNamed && named !== undefined ? { ...config, image: named } : config,
        flagNames: new Map([...flagNames, ...(subject.flagNames ?? [])]),
        ...(isNamed ? {} : { build: key }),
        ...(image === undefined ? {} : { image: withoutCommand(image, root) }),
      },
    ];
  });
}

/** The environment of tools in the container, if known: `remoteEnv` (devcontainers/cli `spec-common/injectHeadless.ts`). */
function readRemote(root: Node, source: TextSource, name: string, place: Place): readonly Exec[] {
  const env = pairsIn(valueAt(root, 'remoteEnv'), source);
  if (env.length === 0) return [];
  return [{ kind: 'exec', origin: 'devcontainer', name, place, env, unresolvedOptions: [] }];
}

/** The CLI replaces the image's command, unless `overrideCommand` is false. */
function withoutCommand({ cmd, entrypoint, ...image }: ImageConfig, root: Node): ImageConfig {
  if (valueAt(root, 'overrideCommand')?.value !== false) return image;
  return { ...image, ...(cmd === undefined ? {} : { cmd }), ...(entrypoint === undefined ? {} : { entrypoint }) };
}

/** The places of possibly secret values of variables. */
function valuesIn(root: Node, source: TextSource): readonly Location[] {
  return [valueAt(root, 'containerEnv'), valueAt(root, 'remoteEnv'), valueAt(root, 'build', 'args')]
    .flatMap(propertiesOf)
    .flatMap(({ value }) => (value.type === 'string' ? [jsonText(value, source).place.location] : []));
}

function innerPlace(path: string, { offset, length }: Node): Place {
  return placeAt(path, offset + 1, offset + length - 1);
}

function toProblem(path: string, { start, end, what, isLimit }: NonNullable<JsonText['fault']>): Problem {
  return {
    id: isLimit === true ? 'syntax/limit' : 'syntax/invalid-json',
    severity: isLimit === true ? 'info' : 'error',
    message:
      isLimit === true
        ? { what: `The file was not read: it is ${what}.` }
        : {
            what: `Invalid JSON with comments: ${what} here.`,
            remedy: 'Fix it; tools ignore this error and continue.',
          },
    place: placeAt(path, start, Math.max(end, start + 1)),
  };
}
