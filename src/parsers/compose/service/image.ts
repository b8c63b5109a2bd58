import type { Build, DockerfileVariables } from '../../../model/container.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import { type Hop, placeAt } from '../../../text/location.ts';
import { unknown, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import { silent } from '../../contract/problem.ts';
import { readImageConfig } from '../../dockerfile/image-config.ts';
import { setsVariables } from '../../dockerfile/variables.ts';
import {
  type Field,
  field,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  placeOf,
  printedText,
  type Ref,
  stringSetting,
  textOf,
} from '../../yaml/tree.ts';
import { namedPath, type ProjectLoader, readFile } from '../files/loader.ts';
import { isRemote, resolvePath } from '../files/paths.ts';
import { readBoolean, readString, readTexts } from '../values/values.ts';
import { readVariables } from './environment.ts';
import { type Given, get, joinedSetting, type Resources, type ServiceScope } from './scope.ts';

const MAX_CHAIN = 20;

/** The image's name; by default, the project's and the service's name. */
export function readImageName(scope: ServiceScope): Given {
  const image = get(scope, 'image');
  if (isScalar(image)) return { config: { image: stringSetting(image) } };
  if (get(scope, 'build') === undefined) return {};
  const { place } = scope;
  const name = joinedSetting([scope.resources.name(place), Text.derived(`-${scope.name}`, place)]);
  return { config: { image: name } };
}

/** Empty if the Dockerfile can't be read, or the image isn't built here. */
export interface ReadImage {
  readonly image?: ImageConfig;
  readonly variables?: DockerfileVariables;
}

export function readImage(name: string, resources: Resources, loader: ProjectLoader, depth = 0): ReadImage {
  const build = buildOf(name, resources);
  const dockerfile = build && readDockerfile(build, loader);
  if (build === undefined || dockerfile === undefined) return {};
  const { text, path } = dockerfile;
  if (!loader.budgets.dockerfiles.allows(text.length, placeOf(build.key))) return {};
  const contexts = readPairs(field(build, 'additional_contexts'));
  const target = field(build, 'target');
  const { image, variables, values } = readImageConfig(text, {
    target: isScalar(target) ? printedText(target) : undefined,
    args: readPairs(field(build, 'args')),
    contexts: new Set(contexts.keys()),
  });
  const { location } = placeOf(build.key);
  loader.dockerfiles.set(path ?? `${location.path}\n${location.span.start}`, { values, path });
  const context = contexts.get(contextName(valueOf(image?.base) ?? ''));
  if (image === undefined || context === undefined) return defined({ image, variables });
  const { value = '' } = context;
  if (value.startsWith(SERVICE)) {
    const below =
      depth < MAX_CHAIN ? readImage(value.slice(SERVICE.length), resources, loader, depth + 1).image : undefined;
    return defined({ image: below && { ...below, ...image, base: below.base }, variables });
  }
  const base = value.startsWith(DOCKER_IMAGE)
    ? context.slice(DOCKER_IMAGE.length).toStringSetting()
    : unknown<string>([{ unknown: context.source }], context.place);
  return defined({ image: { ...image, base }, variables });
}

export function readBuild(scope: ServiceScope, dockerfile: DockerfileVariables | undefined): readonly Build[] {
  const { name, lookup } = scope;
  const build = get(scope, 'build');
  if (build === undefined) return [];
  const buildArgs = readVariables(field(build, 'args'), lookup).map(({ setting }) => setting);
  const entitlements = readTexts(field(build, 'entitlements')).map((text) => text.toStringSetting());
  const privileged = readBoolean(field(build, 'privileged'), silent);
  const network = readString(field(build, 'network'));
  const isAsked =
    buildArgs.length + entitlements.length > 0 || (privileged ?? network) !== undefined || setsVariables(dockerfile);
  if (!isAsked) return [];
  return [
    {
      kind: 'build',
      origin: 'compose build',
      name,
      place: placeOf(build.key),
      ...present('buildArgs', buildArgs),
      ...present('entitlements', entitlements),
      ...defined({ dockerfile, privileged, network }),
      unresolvedOptions: [],
    },
  ];
}

/** The service's `build`, or that of a service with the same image name. */
function buildOf(name: string, { services, builders }: Resources): Field | undefined {
  const service = services.get(name);
  const image = field(service, 'image');
  return field(service, 'build') ?? (isScalar(image) ? builders.get(textOf(image).source) : undefined);
}

const DOCKER_IMAGE = 'docker-image://';
const SERVICE = 'service:';

/**
 * The name under which `additional_contexts` can replace an image (BuildKit
 * `dockerui/namedcontext.go`).
 */
function contextName(base: string): string {
  return base.replace(/^(?:docker\.io\/)?(?:library\/)?/, '').replace(/:latest$/, '');
}

interface Dockerfile {
  readonly text: Text;
  readonly path?: string;
}

function readDockerfile(build: Field, loader: ProjectLoader): Dockerfile | undefined {
  const inline = field(build, 'dockerfile_inline');
  if (inline !== undefined) return isScalar(inline) ? { text: textOf(inline) } : undefined;
  const [context, name] = [isScalar(build) ? build : field(build, 'context'), field(build, 'dockerfile')];
  const folder = pathIn(context, '.');
  const file = pathIn(name, 'Dockerfile');
  if (folder === undefined || file === undefined || isRemote(folder)) return undefined;
  const { directory } = (context ?? build).node.origin;
  const paths = name === undefined ? [file, 'dockerfile'] : [file];
  for (const one of paths) {
    const path = namedPath(resolvePath(folder, one), directory, loader);
    const read = readFile(path, loader);
    if (!('file' in read)) continue;
    const hop: Hop = { kind: 'build', location: placeOf(name ?? context ?? build.key).location };
    const { text } = read.file;
    return { text: Text.verbatim(text, { ...placeAt(path, 0, text.length), hops: [hop] }), path };
  }
  return undefined;
}

function pathIn(ref: Ref | undefined, unset: string): string | undefined {
  if (ref === undefined) return unset;
  const value = isScalar(ref) ? textOf(ref).value : undefined;
  return value === '' || value?.startsWith('~') === true ? undefined : value;
}

/** A mapping or a list of `NAME=value`; the environment provides missing values. */
function readPairs(ref: Ref | undefined): ReadonlyMap<string, Text> {
  if (isMapping(ref))
    return new Map(
      fieldsOf(ref).flatMap((value): readonly [string, Text][] => {
        if (!isScalar(value)) return [];
        const name = value.key.node.string;
        return [[name, isNull(value) ? Text.unknown(`\${${name}}`, placeOf(value.key)) : printedText(value)]];
      }),
    );
  return new Map(
    readTexts(ref).flatMap((text): readonly [string, Text][] => {
      const [name, value] = text.split('=', 2);
      if (name?.value === undefined) return [];
      return [[name.value, value ?? Text.unknown(`\${${name.value}}`, name.place)]];
    }),
  );
}
