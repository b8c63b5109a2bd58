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
import type { SyntaxId } from '../../../model/input-rule.ts';
import { type Place } from '../../../text/location.ts';
import { known, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import { imageNameRemedy, isImageIdentifier, parseImageReference } from '../../syntax/image-reference.ts';
import { toExposedPort } from '../../syntax/port.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { RUN_FLAGS } from '../grammar/flags/container.ts';
import { flagText } from '../grammar/option-word.ts';
import { mayPrecedeImage } from '../grammar/unresolved-options.ts';
import { variables } from '../grammar/values/entries.ts';
import type { VolumeValue } from '../grammar/values/mounts.ts';
import { isUserDefined, type NetworkValue } from '../grammar/values/networks.ts';
import { type Argument, mayHoldWords, wordSetting, wordSource } from '../grammar/words.ts';
import { attachment } from './attachment.ts';
import { checkOptionConflicts, lateOption } from './conflicts.ts';
import { readHealth } from './health.ts';
import { podOf, readHostConfig, readRestartPolicy } from './host-config.ts';
import { jsonWords } from './json-words.ts';

/** A command for a container or an exec with its words parsed. */
export interface SubjectCommand {
  readonly origin: Origin;
  readonly command: string;
  readonly place: Place;
  readonly line: FlagLine;
  readonly isStrict: boolean;
}

/** The subject, and problems besides those of the line. */
export interface ReadSubject<S = Container> {
  readonly subject: S;
  readonly problems: readonly Problem[];
}

/** The first word after the flags, or the expansion that may hold it. */
export function firstWord({ positionals: [first], unresolvedOptions, taken }: FlagLine): Argument | undefined {
  const unresolved = [...unresolvedOptions, ...taken].findLast(mayHoldWords);
  return first ?? (unresolved && { kind: 'unknown-words', unresolved });
}

/** Reports a missing word, unless the client stops at a missing value before. */
export function missingWord(
  { command, place, line }: SubjectCommand,
  what: string,
  remedy: string,
  id: SyntaxId = 'syntax/missing-command',
): readonly Problem[] {
  const isCut = line.problems.some((each) => each.id === 'syntax/missing-value');
  return isCut ? [] : [refusedValue(id, place, `\`${command}\` requires ${what}.`, remedy)];
}

/** A command's image: its first word after the flags, or the content of an expansion. */
export function readImageWord(
  given: SubjectCommand,
  isPulled = false,
): {
  readonly image: Argument | undefined;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  readonly problems: readonly Problem[];
} {
  const { command, place, line, isStrict } = given;
  const [first] = line.positionals;
  const missing = first === undefined ? line.taken : mayPrecedeImage(first) ? [first.unresolved] : [];
  const options = [...line.unresolvedOptions, ...missing];
  const image = firstWord(line);
  const broken = { expression: command, reason: 'broken', place } as const;
  return {
    image,
    unresolvedOptions: image === undefined && options.length === 0 ? [broken] : options,
    problems:
      image === undefined
        ? missingWord(given, 'an image', 'Add the image after the options.', 'syntax/missing-image')
        : isStrict && image.kind === 'word'
          ? checkImage(image.text, isPulled)
          : [],
  };
}

function checkImage({ value, shown, place }: Text, isPulled: boolean): readonly Problem[] {
  if (isPulled && value !== undefined && isImageIdentifier(value)) {
    const remedy = 'Use the image name, or remove `--pull always`.';
    return [refusedValue('syntax/conflicting-flags', place, "An image can't be pulled by its ID.", remedy)];
  }
  if (value === undefined || parseImageReference(value) !== undefined) return [];
  const what = value === '' ? 'The image name is empty.' : `\`${shown}\` is not a valid image name.`;
  return [refusedValue('syntax/invalid-value', place, what, imageNameRemedy(value, true))];
}

/** A known name, or its variable if it may be secret. */
export function settingName(name: Setting<string> | undefined): string | undefined {
  return name?.known === true ? (name.place.shown ?? name.value) : undefined;
}

/** User-defined networks among the named ones. */
export function ownNetworks(networks: readonly NetworkValue[]): Container['networks'] {
  return networks.flatMap(({ target, place }) => (isUserDefined(target) === false ? [] : [{ name: target, place }]));
}

/** The client's create request, with defaults at the command's place (docker/cli `cli/command/container/opts.go`, `parse`; `run.go`, `create.go`). */
export function readContainer(given: SubjectCommand): ReadSubject {
  const { origin, command, place, line, isStrict } = given;
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const args = line.positionals.slice(1);
  const {
    image,
    unresolvedOptions,
    problems: imageProblems,
  } = readImageWord(given, valueOf(values.last('pull')) === 'always');
  const { healthcheck, problems: healthProblems } = readHealth(line, isPodman(origin));
  const containerName = values.last('name');
  const entrypoint = values.last('entrypoint');
  const platform = values.last('platform');
  const config: Config = {
    ...values.fields('config'),
    ...(unresolvedOptions.length > 0 ? {} : attachment(values, place)),
    ...present('cmd', args.map(wordSetting)),
    ...present('env', variables(values.all('env-file'), values.all('env'), 'last')),
    ...present('labels', [...values.all('label-file').map(unknownLabels), ...values.all('label')]),
    ...present('exposedPorts', [...values.all('publish').map(toExposedPort), ...values.all('expose')]),
    ...present('volumes', anonymousVolumes(values.all('volume'))),
    ...defined({
      image: image && wordSetting(image),
      entrypoint: entrypoint && ((isPodman(origin) ? jsonWords(entrypoint) : undefined) ?? [entrypoint]),
      healthcheck,
    }),
  };
  const subject: Container = {
    kind: 'container',
    origin,
    name: subjectName(settingName(containerName) ?? (image === undefined ? command : wordSource(image))),
    place,
    config,
    hostConfig: readHostConfig(values, place, unresolvedOptions, podOf(line)),
    networks: ownNetworks(values.all('network')),
    unresolvedOptions,
    ...defined({
      containerName,
      platform: platform === undefined || valueOf(platform) === '' ? undefined : asSent(platform),
      detach: values.last('detach'),
      apiSocket: values.last('use-api-socket'),
    }),
    ...flagNames(line),
  };
  const conflicts = isStrict ? [...healthProblems, ...checkOptionConflicts(values)] : [];
  const late = isStrict && entrypoint === undefined ? lateOption(args, command) : [];
  return { subject, problems: [...problems, ...conflicts, ...imageProblems, ...late] };
}

/** The limits and the policy of `docker update` (docker/cli `cli/command/container/update.go`). */
export function readUpdate(given: SubjectCommand): ReadSubject {
  const { origin, command, place, line, isStrict } = given;
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const target = firstWord(line);
  const subject: Container = {
    kind: 'container',
    origin,
    name: subjectName(target === undefined ? command : wordSource(target)),
    place,
    config: {},
    hostConfig: { ...values.fields('hostConfig'), ...defined({ restartPolicy: readRestartPolicy(values) }) },
    networks: [],
    unresolvedOptions: line.unresolvedOptions,
    ...flagNames(line),
  };
  const missing = target === undefined ? missingWord(given, 'a container', 'Add its name after the options.') : [];
  return { subject, problems: [...problems, ...missing] };
}

/** `podman pod create`: a container that runs nothing, with the pod's shared settings (containers/podman `pkg/specgen/generate/pod_create.go`). */
export function readPod({ origin, command, place, line, isStrict }: SubjectCommand): ReadSubject {
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const { unresolvedOptions } = line;
  const [word] = line.positionals;
  const containerName = values.last('name');
  const subject: Container = {
    kind: 'container',
    isPod: true,
    origin,
    name: subjectName(settingName(containerName) ?? (word === undefined ? command : wordSource(word))),
    ...defined({ containerName }),
    place,
    config: {
      ...values.fields('config'),
      ...present('exposedPorts', values.all('publish').map(toExposedPort)),
      ...present('labels', values.all('label')),
    },
    hostConfig: readHostConfig(values, place, unresolvedOptions, undefined),
    networks: ownNetworks(values.all('network')),
    unresolvedOptions,
  };
  return { subject, problems };
}

/** A platform as sent: the client adds missing parts from its own machine. */
function asSent(platform: Setting<string>): Setting<string> {
  if (!platform.known) return platform;
  const [system = '', ...rest] = platform.value.toLowerCase().split('/');
  // Without the system's version: `windows(10.0.17763)`.
  const written = [system.split('(', 1)[0], ...rest].join('/');
  return rest.length > 0 ? known(written, platform.place) : unknown([written], platform.place);
}

/** Alternative spellings of flags; of several uses, the effective one's. */
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

function unknownLabels(file: Text): Entry {
  const content = unknown<string>([{ unknown: file.source }], file.place);
  return { key: content, value: content };
}

export function anonymousVolumes(volumes: readonly VolumeValue[]): readonly Setting<string>[] {
  return volumes.flatMap((volume) => (volume.kind === 'anonymous' ? [volume.target] : []));
}
