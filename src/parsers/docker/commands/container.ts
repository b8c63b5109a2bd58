import type { Config } from '../../../model/config.ts';
import {
  type Container,
  isPodman,
  type Origin,
  subjectName,
  type UnresolvedOptions,
} from '../../../model/container.ts';
import type { Entry } from '../../../model/entry.ts';
import type { Problem } from '../../../model/finding.ts';
import type { ExposedPort } from '../../../model/values.ts';
import { type Place } from '../../../text/location.ts';
import { known, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { present } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { imageNameRemedy, isImageIdentifier, parseImageReference } from '../../syntax/image-reference.ts';
import { toExposedPort } from '../../syntax/port.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { RUN_FLAGS } from '../grammar/flags/container.ts';
import { flagText } from '../grammar/option-word.ts';
import { mayPrecedeImage } from '../grammar/unresolved-options.ts';
import { variables } from '../grammar/values/entries.ts';
import { isUserDefined, type NetworkValue } from '../grammar/values/networks.ts';
import { type Argument, mayHoldWords, wordSetting, wordSource } from '../grammar/words.ts';
import { attachment } from './attachment.ts';
import { checkOptionConflicts } from './conflicts.ts';
import { readHealth } from './health.ts';
import { podOf, type RunValues, readHostConfig } from './host-config.ts';
import { jsonWords } from './json-words.ts';
import { lateOption } from './late-options.ts';

export interface ContainerCommand {
  readonly origin: Origin;
  readonly command: string;
  readonly place: Place;
  readonly line: FlagLine;
  readonly isStrict: boolean;
}

export interface ContainerResult {
  readonly subject: Container;
  readonly problems: readonly Problem[];
}

/** The word for the image, options that may come before it, and problems of the image. */
interface ImageWord {
  readonly image: Argument | undefined;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  readonly problems: readonly Problem[];
}

/** A command's image: the first word after the flags, or an expansion that may contain it. */
export function readImageWord({ command, place, line, isStrict }: ContainerCommand, isPulled = false): ImageWord {
  const [first] = line.positionals;
  const missing = first === undefined ? line.taken : mayPrecedeImage(first) ? [first.unresolved] : [];
  const options = [...line.unresolvedOptions, ...missing];
  const holder = options.findLast(mayHoldWords);
  const image: Argument | undefined =
    first ?? (holder === undefined ? undefined : { kind: 'unknown-words', unresolved: holder });
  return {
    image,
    unresolvedOptions:
      image === undefined && options.length === 0 ? [{ expression: command, reason: 'broken', place }] : options,
    problems: image === undefined && isCut(line) ? [] : checkImage(image, isStrict, place, command, isPulled),
  };
}

/** The client stops at a missing value, so missing words after it aren't reported. */
export function isCut({ problems }: FlagLine): boolean {
  return problems.some(({ id }) => id === 'syntax/missing-value');
}

/** A known name; if that may be secret, its variable. */
export function settingName(name: Setting<string> | undefined): string | undefined {
  return name?.known === true ? (name.place.shown ?? name.value) : undefined;
}

/** The user-defined ones among these networks. */
export function ownNetworks(networks: readonly NetworkValue[]): Container['networks'] {
  return networks.flatMap(({ target, place }) => (isUserDefined(target) === false ? [] : [{ name: target, place }]));
}

/**
 * The client's create request, with defaults at the command's place (docker/cli
 * `cli/command/container/opts.go`, `parse`; `run.go`, `create.go`).
 */
export function readContainer(given: ContainerCommand): ContainerResult {
  const { origin, command, place, line, isStrict } = given;
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const args = line.positionals.slice(1);
  const {
    image,
    unresolvedOptions,
    problems: imageProblems,
  } = readImageWord(given, valueOf(values.last('pull')) === 'always');
  const health = readHealth(line, isPodman(origin));
  const detach = values.last('detach');
  const containerName = values.last('name');
  const entrypoint = values.last('entrypoint');
  const apiSocket = values.last('use-api-socket');
  const platform = values.last('platform');
  const config: Config = {
    ...values.fields('config'),
    ...(unresolvedOptions.length > 0 ? {} : attachment(values, place)),
    ...(image === undefined ? {} : { image: wordSetting(image) }),
    ...present('cmd', args.map(wordSetting)),
    ...present('env', variables(values.all('env-file'), values.all('env'), 'last')),
    ...present('labels', labels(values)),
    ...present('exposedPorts', exposedPorts(values)),
    ...present('volumes', anonymousVolumes(values)),
    ...(entrypoint === undefined
      ? {}
      : { entrypoint: (isPodman(origin) ? jsonWords(entrypoint) : undefined) ?? [entrypoint] }),
    ...(health.healthcheck === undefined ? {} : { healthcheck: health.healthcheck }),
  };
  const subject: Container = {
    kind: 'container',
    origin,
    name: subjectName(settingName(containerName) ?? (image === undefined ? command : wordSource(image))),
    ...(containerName === undefined ? {} : { containerName }),
    place,
    ...(platform === undefined || valueOf(platform) === '' ? {} : { platform: asSent(platform) }),
    config,
    hostConfig: readHostConfig(values, place, unresolvedOptions, podOf(line)),
    networks: ownNetworks(values.all('network')),
    unresolvedOptions,
    ...(detach === undefined ? {} : { detach }),
    ...(apiSocket === undefined ? {} : { apiSocket }),
    ...flagNames(line),
  };
  const conflicts = isStrict ? [...health.problems, ...checkOptionConflicts(values)] : [];
  const late = isStrict && entrypoint === undefined ? lateOption(args, command) : [];
  return { subject, problems: [...line.problems, ...problems, ...conflicts, ...imageProblems, ...late] };
}

/** A platform as sent: the client adds missing parts from its own machine. */
function asSent(platform: Setting<string>): Setting<string> {
  if (!platform.known) return platform;
  const [system = '', ...rest] = platform.value.toLowerCase().split('/');
  // Drops the system's version: `windows(10.0.17763)`.
  const written = [system.split('(', 1)[0], ...rest].join('/');
  return rest.length > 0 ? known(written, platform.place) : unknown([written], platform.place);
}

/** Flags with an alternative spelling, as written in the use that has an effect. */
export function flagNames({ uses }: FlagLine): Pick<Container, 'flagNames'> {
  const names = new Map<string, string>();
  for (const { flag, spelling } of uses) {
    const name = `--${flag.name}`;
    if (flag.name === 'network' && names.has(name)) continue;
    names.set(name, flagText(spelling));
  }
  const others = [...names].filter(([name, written]) => written !== name);
  return others.length === 0 ? {} : { flagNames: new Map(others) };
}

function checkImage(
  image: Argument | undefined,
  isStrict: boolean,
  place: Place,
  command: string,
  isPulled: boolean,
): readonly Problem[] {
  if (image === undefined)
    return [
      refusedValue(
        'syntax/missing-image',
        place,
        `\`${command}\` requires an image.`,
        'Add the image after the options.',
      ),
    ];
  const text: Text | undefined = image.kind === 'word' ? image.text : undefined;
  if (isStrict && isPulled && text?.value !== undefined && isImageIdentifier(text.value)) {
    const remedy = 'Use the image name, or remove `--pull always`.';
    return [refusedValue('syntax/conflicting-flags', text.place, "An image can't be pulled by its ID.", remedy)];
  }
  if (!isStrict || text?.value === undefined) return [];
  if (/^\d{1,5}$/.test(text.value)) {
    const what = `\`${command}\` takes \`${text.value}\` for the image.`;
    const remedy = 'Put a value with spaces in quotes; join ports: `-p HOST:CONTAINER`.';
    return [problem('syntax/unsupported', text.place, what, { remedy, severity: 'info' })];
  }
  if (parseImageReference(text.value) !== undefined) return [];
  const remedy = imageNameRemedy(text.value, true);
  const what = text.value === '' ? 'The image name is empty.' : `\`${text.shown}\` is not a valid image name.`;
  return [refusedValue('syntax/invalid-value', text.place, what, remedy)];
}

function labels(values: RunValues): readonly Entry[] {
  const files = values.all('label-file').map(
    (file): Entry => ({
      key: unknown([{ unknown: file.source }], file.place),
      value: unknown([{ unknown: file.source }], file.place),
    }),
  );
  return [...files, ...values.all('label')];
}

function exposedPorts(values: RunValues): readonly ExposedPort[] {
  return [...values.all('publish').map(toExposedPort), ...values.all('expose')];
}

function anonymousVolumes(values: RunValues): readonly Setting<string>[] {
  return values.all('volume').flatMap((volume) => (volume.kind === 'anonymous' ? [volume.target] : []));
}
