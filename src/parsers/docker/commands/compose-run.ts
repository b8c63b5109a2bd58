import type { Config } from '../../../model/config.ts';
import { type Container, subjectName, type UnresolvedOptions } from '../../../model/container.ts';
import type { HostConfig, Mount } from '../../../model/host-config.ts';
import type { Bind } from '../../../model/values.ts';
import { known, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { present } from '../../../util/objects.ts';
import { toExposedPort } from '../../syntax/port.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { COMPOSE_RUN_FLAGS } from '../grammar/flags/client.ts';
import { variables } from '../grammar/values/entries.ts';
import { mayHoldWords, wordPlace, wordSetting, wordSource } from '../grammar/words.ts';
import { type ContainerCommand, type ContainerResult, settingName } from './container.ts';
import { DEFAULT_FILES } from './deployed.ts';
import type { DockerInvocation } from './invocation.ts';

/**
 * The container of `docker compose run`; its service may have any other settings (docker/compose
 * `cmd/compose/run.go`, `pkg/compose/run.go`).
 */
export function readComposeRun({ command, place, line, isStrict }: ContainerCommand): ContainerResult {
  const { values, problems } = readFlagValues(COMPOSE_RUN_FLAGS, line.uses, isStrict);
  const [service, ...args] = line.positionals;
  // Missing words may be in an expansion, even in one that was read as a flag's value.
  const holder = service === undefined ? [...line.unresolvedOptions, ...line.taken].findLast(mayHoldWords) : undefined;
  const fragment: UnresolvedOptions =
    service === undefined
      ? (holder ?? { expression: command, reason: 'broken', place })
      : { expression: wordSource(service), reason: 'fragment', place: wordPlace(service) };
  const volumes = values.all('volume');
  const { binds, mounts } = toMounts(volumes.flatMap((volume) => (volume.kind === 'bind' ? [volume.bind] : [])));
  const ports = values.all('publish');
  const detach = values.last('detach');
  const containerName = values.last('name');
  const config: Config = {
    ...values.fields('config'),
    image: unknown([{ unknown: fragment.expression }], fragment.place),
    ...present('cmd', args.map(wordSetting)),
    ...present('env', variables(values.all('env-from-file'), values.all('env'), 'last')),
    ...present('exposedPorts', ports.map(toExposedPort)),
    ...present(
      'volumes',
      volumes.flatMap((volume) => (volume.kind === 'anonymous' ? [volume.target] : [])),
    ),
    ...entrypoint(values.last('entrypoint')),
  };
  const hostConfig: HostConfig = {
    ...values.fields('hostConfig'),
    ...present('binds', binds),
    ...present('mounts', mounts),
    ...present('portBindings', ports),
  };
  const subject: Container = {
    kind: 'container',
    origin: 'docker compose run',
    name: subjectName(settingName(containerName) ?? fragment.expression),
    ...(containerName === undefined ? {} : { containerName }),
    place,
    config,
    hostConfig,
    networks: [],
    unresolvedOptions: [...line.unresolvedOptions, fragment],
    ...(detach === undefined ? {} : { detach }),
  };
  const missing =
    service === undefined && holder === undefined
      ? [refusedValue('syntax/missing-command', place, `\`${command}\` requires a service.`, NAME_SERVICE)]
      : [];
  const publishPlace = values.placeOf('publish');
  const conflict =
    publishPlace !== undefined && valueOf(values.last('service-ports')) === true
      ? [refusedValue('syntax/conflicting-flags', publishPlace, EXCLUSIVE, 'Remove one of them.')]
      : [];
  return { subject, problems: [...line.problems, ...problems, ...missing, ...conflict] };
}

/**
 * A `docker compose run` whose service's Compose file is known: that file is checked for the other
 * settings.
 */
export function ofFoundService(
  subject: Container,
  [service]: FlagLine['positionals'],
  before: Pick<FlagLine, 'uses' | 'unresolvedOptions'>,
  { readFile, environment }: DockerInvocation,
): Container {
  const name = service === undefined ? undefined : valueOf(wordSetting(service));
  if (readFile === undefined || name === undefined || before.unresolvedOptions.length > 0) return subject;
  if (environment?.has('COMPOSE_FILE') === true) return subject;
  const given = before.uses.flatMap(({ flag, value }) => (flag.name === 'file' ? [value] : []));
  const names = given.length > 0 ? given : DEFAULT_FILES.map((file) => Text.derived(file, subject.place));
  if (!names.some((file) => definesService(readFile(file)?.text ?? '', name))) return subject;
  const { image: _, ...config } = subject.config;
  const unresolvedOptions = subject.unresolvedOptions.filter(({ reason }) => reason !== 'fragment');
  return { ...subject, config, unresolvedOptions, isCompletedElsewhere: true };
}

/** A key, at the start of a line or in braces, with its indentation. */
const KEY = /(?:^([ \t]*)|[,{][ \t]*)["']?([\w.-]+)["']?[ \t]*:(?=\s|$)/gm;

function definesService(text: string, name: string): boolean {
  const [, below = ''] = text.split(/^services:/m, 2);
  const [section = ''] = below.split(/^[^\s#]/m, 1);
  const keys = Array.from(section.matchAll(KEY), ([, indent, key]) => ({ indent, key }));
  const first = keys.find(({ indent }) => indent !== undefined && indent !== '')?.indent;
  return keys.some(({ indent, key }) => key === name && (indent === undefined || indent === first));
}

const NAME_SERVICE = 'Add the service after the options.';
const EXCLUSIVE = '`--publish` and `--service-ports` are mutually exclusive.';

/** Compose splits the text into words; several words are unknown here. */
function entrypoint(setting: Setting<string> | undefined): { readonly entrypoint?: readonly Setting<string>[] } {
  if (setting === undefined || valueOf(setting) === '') return {};
  const isOneWord = setting.known && /^[\w./:@%+=,-]+$/.test(setting.value);
  return { entrypoint: [isOneWord ? setting : unknown([{ unknown: '--entrypoint' }], setting.place)] };
}

/**
 * Compose sets `ro` or `rw` on every bind, and sends named volumes as mounts (docker/compose
 * `create.go`).
 */
function toMounts(binds: readonly Bind[]): { readonly binds: readonly Bind[]; readonly mounts: readonly Mount[] } {
  const isVolume = (bind: Bind): boolean => bind.sourceKind === 'volume';
  return {
    binds: binds.filter((bind) => !isVolume(bind)).map(withAccess),
    mounts: binds.filter(isVolume).map(toMount),
  };
}

function withAccess(bind: Bind): Bind {
  const { source, target, options, place } = bind;
  const names = options.map(valueOf);
  if (!source.known || !target.known || names.includes(undefined)) return bind;
  const access = names.includes('ro') ? 'ro' : 'rw';
  const others = names.filter((name) => name !== 'ro' && name !== 'rw');
  return { ...bind, spec: known([source.value, target.value, [access, ...others].join(',')].join(':'), place) };
}

function toMount({ source, target, options, place }: Bind): Mount {
  const readOnly = options.find((option) => valueOf(option) === 'ro');
  const noCopy = options.find((option) => valueOf(option) === 'nocopy');
  return {
    type: known('volume', place),
    source,
    target,
    ...(readOnly === undefined ? {} : { readOnly: known(true, readOnly.place) }),
    ...(noCopy === undefined ? {} : { volumeOptions: { noCopy: known(true, noCopy.place) } }),
    place,
  };
}
