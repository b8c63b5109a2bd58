import type { Container, Origin } from '../../../model/container.ts';
import { subjectName } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Location, Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { field, fieldsOf, isMapping, isScalar, itemsOf, placeOf, type Ref } from '../../compose/tree/tree.ts';
import { type Argument, type DockerResult, parseDockerCommand } from '../../docker/index.ts';
import { splitOptions } from './options.ts';
import { type Scope, textIn } from './scope.ts';

/** A container that the runner creates for a job or a step. */
export interface RunnerContainer {
  readonly origin: Extract<Origin, `workflow ${string}`>;
  /** What a person calls it: the job, the service, the step. */
  readonly name: string;
  /** The key that asks for it. */
  readonly place: Place;
  /** An image, or a mapping with `image`, `options`, `env`, `ports`, `volumes`, `entrypoint` and `command`. */
  readonly settings: Ref;
}

/**
 * What the runner asks `docker create` for (actions/runner, `DockerCommandManager.DockerCreate`), as far as the workflow says it. What the runner adds by itself
 * is left out: the engine's socket and its own folders, which it mounts into the container of a job, `--entrypoint tail`, a name and a label. Only its network
 * counts, since nothing then joins the default bridge.
 */
export function readRunnerContainer(asked: RunnerContainer, scope: Scope): DockerResult {
  const { settings, place, origin, name } = asked;
  const image = isMapping(settings) ? field(settings, 'image') : settings;
  const text = textIn(image, scope);
  // No container is made where an expression leaves the image empty.
  if (text?.value === '' || (text === undefined && !isMapping(settings))) return NOTHING;
  if (text === undefined) return { ...NOTHING, problems: [withoutImage(asked)] };
  const options = textIn(field(settings, 'options'), scope);
  const entrypoint = textIn(field(settings, 'entrypoint'), scope);
  const command = textIn(field(settings, 'command'), scope);
  const words = options === undefined ? [] : splitOptions(options);
  const { subjects, problems, values } = parseDockerCommand({
    program: 'docker',
    programPlace: place,
    programWord: place,
    arguments: [
      word('create', place),
      ...(words.some(namesNetwork) ? [] : [word('--network', place), word(NETWORK, place)]),
      ...textsIn(field(settings, 'ports'), scope).flatMap((port) => flag('--publish', port)),
      ...words,
      ...fieldsOf(field(settings, 'env')).flatMap((variable) => {
        const value = textIn(variable, scope);
        if (value === undefined) return [];
        const key = Text.verbatim(variable.key.node.string, placeOf(variable.key));
        return flag('--env', Text.concat([key, Text.derived('=', key.place), value], key.place));
      }),
      ...textsIn(field(settings, 'volumes'), scope).flatMap((volume) => flag('--volume', volume)),
      ...(entrypoint === undefined || entrypoint.value === '' ? [] : flag('--entrypoint', entrypoint)),
      word('--', place),
      { kind: 'word', text: withoutScheme(text) },
      ...(command === undefined ? [] : splitOptions(command)),
    ],
  });
  const containers = subjects.flatMap((container): readonly Container[] => {
    if (container.kind !== 'container') return [];
    return [{ ...container, origin, name: subjectName(name), place, lifetime: 'job', flagNames: FLAG_NAMES }];
  });
  return {
    ...NOTHING,
    subjects: containers,
    problems: problems.map((problem) => ({ ...problem, subject: { kind: 'container', name } })),
    values,
    image: withoutScheme(text),
  };
}

/** Keys hold what flags do elsewhere. */
const FLAG_NAMES: ReadonlyMap<string, string> = new Map([
  ['--publish', ''],
  ['--volume', ''],
]);

/** The runner makes a network for each job, whose name ends in random digits. */
const NETWORK = 'github_network';

export const NOTHING: DockerResult = { subjects: [], volumes: [], networks: [], images: [], problems: [], values: [] };

/** Where the values of `credentials` stand, which are shown nowhere. */
export function credentialsIn(settings: Ref): readonly Location[] {
  return fieldsOf(field(settings, 'credentials'))
    .filter((value) => isScalar(value))
    .map((value) => placeOf(value).location);
}

function word(text: string, place: Place): Argument {
  return { kind: 'word', text: Text.derived(text, place) };
}

function flag(name: string, value: Text): readonly Argument[] {
  return [word(name, value.place), { kind: 'word', text: value }];
}

function namesNetwork(argument: Argument): boolean {
  return argument.kind === 'word' && /^--net(?:work)?(?:=|$)/.test(argument.text.skeleton);
}

function textsIn(list: Ref | undefined, scope: Scope): readonly Text[] {
  return itemsOf(list).flatMap((item) => textIn(item, scope) ?? []);
}

/** `docker://` may stand before an image. */
export function withoutScheme(image: Text): Text {
  return image.skeleton.toLowerCase().startsWith(SCHEME) ? image.slice(SCHEME.length) : image;
}

export const SCHEME = 'docker://';

function withoutImage({ origin, name, place }: RunnerContainer): Problem {
  const what =
    origin === 'workflow service'
      ? `Service \`${name}\` names no image.`
      : `The container of job \`${name}\` names no image.`;
  return {
    id: 'syntax/missing-image',
    severity: 'error',
    message: { what, remedy: 'Add `image`.' },
    place,
    subject: { kind: 'container', name },
  };
}
