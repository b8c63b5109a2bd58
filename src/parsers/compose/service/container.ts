import type { Container, DeploySection, Exec, Subject, UnresolvedOptions } from '../../../model/container.ts';
import type { HostConfig, RestartPolicy } from '../../../model/host-config.ts';
import { mapSetting, type Setting } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { parseInteger } from '../../syntax/number.ts';
import { hasDeployedLimits, hasOwnLimits } from '../project/resources.ts';
import { type Field, field, fieldAt, isMapping, isScalar, itemsOf, placeOf, textOf } from '../tree/tree.ts';
import { readBoolean, readEntries, readInteger, readString } from '../tree/values.ts';
import { readCommand } from './command-line.ts';
import { readConfig } from './config.ts';
import { readVariables } from './environment.ts';
import { readImage } from './image.ts';
import { readLimits } from './limits.ts';
import { readMounts } from './mounts.ts';
import { containerNameOf } from './names.ts';
import { readNetworks } from './networks.ts';
import { readPorts } from './ports.ts';
import { get, type ServiceScope } from './scope.ts';
import { readSecurity } from './security.ts';

/** What the client would create for a service: its container, and an exec for each hook; nothing for one that a provider runs. */
export function readService(scope: ServiceScope): readonly Subject[] {
  if (get(scope, 'provider') !== undefined) return [];
  return [readContainer(scope), ...readHooks(scope)];
}

function readContainer(scope: ServiceScope): Container {
  const { name, place, report, resources, loader } = scope;
  const { attachments, hostConfig: networks } = readNetworks(scope);
  const ports = readPorts(scope);
  const mounts = readMounts(scope);
  const build = get(scope, 'build');
  return {
    kind: 'container',
    origin: 'compose',
    name,
    containerName: containerNameOf(name, resources, place),
    place,
    config: { ...readConfig(scope), ...ports.config, ...mounts.config },
    hostConfig: {
      ...readMisc(scope),
      ...readSecurity(scope),
      ...readLimits(scope),
      ...networks,
      ...ports.hostConfig,
      ...mounts.hostConfig,
    },
    networks: attachments,
    unresolvedOptions: readUnresolvedOptions(scope),
    ...defined({
      build: build && placeOf(build.key),
      image: readImage(name, resources, loader),
      deploySections: deploySections(scope),
      completes: resources.completed.get(name),
      apiSocket: readBoolean(get(scope, 'use_api_socket'), report),
    }),
  };
}

function readMisc(
  scope: ServiceScope,
): Pick<HostConfig, 'logConfig' | 'restartPolicy' | 'annotations' | 'init' | 'storageOpt'> {
  const logging = get(scope, 'logging');
  return defined({
    logConfig: isMapping(logging)
      ? {
          ...defined({ type: readString(field(logging, 'driver')), config: readEntries(field(logging, 'options')) }),
          place: placeOf(logging.key),
        }
      : undefined,
    restartPolicy: readRestartPolicy(scope),
    annotations: readEntries(get(scope, 'annotations')),
    init: readBoolean(get(scope, 'init'), scope.report),
    storageOpt: readEntries(get(scope, 'storage_opt')),
  });
}

/** `restart`, or `deploy.restart_policy`, which wins (docker/compose `getRestartPolicy`). */
function readRestartPolicy(scope: ServiceScope): RestartPolicy | undefined {
  const policy = fieldAt(get(scope, 'deploy'), 'restart_policy');
  if (isMapping(policy)) {
    const place = placeOf(policy.key);
    const condition = readString(field(policy, 'condition'));
    return {
      name: condition === undefined ? { known: true, value: '', place } : mapSetting(condition, toPolicyName),
      ...defined({ maximumRetryCount: readInteger(field(policy, 'max_attempts'), scope.report) }),
      place: condition?.place ?? place,
    };
  }
  const restart = get(scope, 'restart');
  if (!isScalar(restart)) return undefined;
  const text = textOf(restart);
  const [condition = text, attempts] = text.split(':');
  const count = attempts?.toSetting(parseInteger);
  return {
    name: mapSetting(condition.toStringSetting(), toPolicyName),
    ...(count === undefined ? {} : { maximumRetryCount: count }),
    place: text.place,
  };
}

/** Where the service has its limits and its restart policy, if not in keys of its own; for limits that it lacks, where the others have them. */
function deploySections(scope: ServiceScope): Container['deploySections'] {
  const { service, resources } = scope;
  const sections = new Set<DeploySection>();
  if (hasDeployedLimits(service) || (resources.deploysLimits && !hasOwnLimits(service)))
    sections.add('resources.limits');
  if (isMapping(fieldAt(get(scope, 'deploy'), 'restart_policy'))) sections.add('restart_policy');
  return sections.size === 0 ? undefined : sections;
}

function toPolicyName(condition: string): string {
  switch (condition) {
    case 'none':
      return 'no';
    case 'any':
      return 'always';
    default:
      return condition;
  }
}

/** Why more may belong to the service than its text says. */
function readUnresolvedOptions(scope: ServiceScope): readonly UnresolvedOptions[] {
  const { service, name } = scope;
  const unresolvedOptions = service.node.unresolvedOptions ?? [];
  const isWhole = ['image', 'build'].some((key) => get(scope, key) !== undefined) || unresolvedOptions.length > 0;
  const isPart = !isWhole || scope.loader.context.isPart === true;
  return isPart
    ? [...unresolvedOptions, { expression: name, reason: 'fragment', place: scope.place }]
    : unresolvedOptions;
}

/** Lifecycle hooks: commands that run in the service's container or, before it starts, beside it. */
function readHooks(scope: ServiceScope): readonly Exec[] {
  return ['pre_start', 'post_start', 'pre_stop'].flatMap((key) => readHookList(get(scope, key), scope));
}

function readHookList(list: Field | undefined, scope: ServiceScope): readonly Exec[] {
  return itemsOf(list).flatMap((hook) => {
    if (!isMapping(hook)) return [];
    const { report, lookup } = scope;
    const environment = field(hook, 'environment');
    return [
      {
        kind: 'exec',
        origin: 'compose hook',
        name: scope.name,
        place: placeOf(hook),
        unresolvedOptions: [],
        ...defined({
          user: readString(field(hook, 'user')),
          privileged: readBoolean(field(hook, 'privileged'), report),
          attachStdout: { known: true, value: true, place: placeOf(hook) } satisfies Setting<boolean>,
          attachStderr: { known: true, value: true, place: placeOf(hook) } satisfies Setting<boolean>,
          env: environment && readVariables(environment, lookup).map(({ setting }) => setting),
          workingDir: readString(field(hook, 'working_dir')),
          cmd: readCommand(field(hook, 'command'), scope),
        }),
      },
    ];
  });
}
