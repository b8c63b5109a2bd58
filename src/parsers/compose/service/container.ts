import type { Container, DeploySection, Subject, UnresolvedOptions } from '../../../model/container.ts';
import type { HostConfig, RestartPolicy } from '../../../model/host-config.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import { mapSetting } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { parseInteger } from '../../syntax/number.ts';
import { field, fieldAt, isMapping, isScalar, placeOf, textOf } from '../../yaml/tree.ts';
import { hasDeployedLimits, hasOwnLimits } from '../project/resources.ts';
import { readBoolean, readEntries, readInteger, readString } from '../values/values.ts';
import { readConfig } from './config.ts';
import { readHooks } from './hooks.ts';
import { readBuild, readImage } from './image.ts';
import { readLimits } from './limits.ts';
import { readMounts } from './mounts.ts';
import { containerNameOf } from './names.ts';
import { readNetworks } from './networks.ts';
import { readPorts } from './ports.ts';
import { get, type ServiceScope } from './scope.ts';
import { readSecurity } from './security.ts';
import { jobPlace, stackPolicy } from './stack.ts';

/** What the client would create for a service: its container, the image that it builds, and a container or an exec for each hook; nothing for one that a provider runs. */
export function readService(scope: ServiceScope): readonly Subject[] {
  if (get(scope, 'provider') !== undefined) {
    // The client reads all the same what such a service says, and refuses what it can't read.
    readHooks(scope, readContainer(scope, undefined));
    return [];
  }
  const { image, variables } = readImage(scope.name, scope.resources, scope.loader);
  const container = readContainer(scope, image);
  return [container, ...readBuild(scope, variables), ...readHooks(scope, container)];
}

function readContainer(scope: ServiceScope, image: ImageConfig | undefined): Container {
  const { name, place, report, resources, loader } = scope;
  const { attachments, hostConfig: networks } = readNetworks(scope);
  const ports = readPorts(scope);
  const mounts = readMounts(scope);
  const build = get(scope, 'build');
  const isStack = loader.context.orchestrator === 'swarm';
  return {
    kind: 'container',
    origin: 'compose',
    ...(isStack ? { orchestrator: 'swarm' } : {}),
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
      image,
      deploySections: deploySections(scope),
      completes: isStack ? jobPlace(scope) : resources.completed.get(name),
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
    restartPolicy:
      scope.loader.context.orchestrator === 'swarm' ? stackPolicy(scope, readRestart(scope)) : readRestartPolicy(scope),
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
  return readRestart(scope);
}

function readRestart(scope: ServiceScope): RestartPolicy | undefined {
  const restart = get(scope, 'restart');
  if (!isScalar(restart)) return undefined;
  const text = textOf(restart);
  const colon = text.indexOf(':');
  const [condition, attempts] = colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
  const count = attempts?.toSetting(parseInteger);
  return {
    name: mapSetting(condition.toStringSetting(), toPolicyName),
    ...(count === undefined ? {} : { maximumRetryCount: count }),
    place: text.place,
  };
}

const STACK_SECTIONS: ReadonlySet<DeploySection> = new Set(['resources.limits', 'restart_policy']);

/** Where the service has its limits and its restart policy, if not in keys of its own; for limits that it lacks, where the others have them. */
function deploySections(scope: ServiceScope): Container['deploySections'] {
  const { service, resources } = scope;
  const sections = new Set<DeploySection>();
  // A stack has no others.
  if (scope.loader.context.orchestrator === 'swarm') return STACK_SECTIONS;
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
