import type { Container, DeploySection, Subject, UnresolvedOptions } from '../../../model/container.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import type { Place } from '../../../text/location.ts';
import { known, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { fieldAt, isMapping, itemsOf, placeOf } from '../../yaml/tree.ts';
import { readHooks } from '../service/hooks.ts';
import { readBuild, readImage } from '../service/image.ts';
import { hasDeployedLimits } from '../service/limits.ts';
import { containerNameOf } from '../service/names.ts';
import { get, isInStack, type ServiceScope } from '../service/scope.ts';
import { readBoolean, readInteger, readString } from '../values/values.ts';
import { SERVICE_KEYS } from './service-keys.ts';
import type { Draft, Gives } from './shape.ts';
import { hasOwnLimits, ignoredByStacks } from './stack.ts';

/**
 * A service's requests: its container, its image build, and a container or exec per hook; none if
 * the service has a `provider`.
 */
export function readService(scope: ServiceScope): readonly Subject[] {
  if (get(scope, 'provider') !== undefined) {
    // The client rejects invalid values here too, although it creates no container.
    readHooks(scope, readContainer(scope, undefined));
    return [];
  }
  const { image, variables } = readImage(scope.name, scope.resources, scope.loader);
  const container = readContainer(scope, image);
  return [container, ...readBuild(scope, variables), ...readHooks(scope, container)];
}

const READERS: ReadonlySet<NonNullable<Gives['by']>> = new Set(
  Array.from(SERVICE_KEYS.values()).flatMap(({ gives }) => gives.by ?? []),
);

const SETTERS = new Map(
  Array.from(SERVICE_KEYS).flatMap(
    (
      [
        name,
        {
          gives: { set },
        },
      ],
      order,
    ) => (set === undefined ? [] : [[name, { name, set, order }] as const]),
  ),
);

function readKeys(scope: ServiceScope): Pick<Container, 'config' | 'hostConfig' | 'networks' | 'unreadVariables'> {
  const { place } = scope;
  const config: Draft['config'] = { attachStdout: known(true, place), attachStderr: known(true, place) };
  const draft: Draft = { config, hostConfig: {} };
  let networks: Container['networks'] = [];
  let unreadVariables: Place | undefined;
  // Starts from the service's few keys: there are many setters.
  const own = Array.from(scope.service.node.entries.keys()).flatMap((name) => SETTERS.get(name) ?? []);
  for (const { name, set } of own.sort((a, b) => a.order - b.order)) {
    const value = get(scope, name);
    if (value !== undefined) set(draft, value, scope);
  }
  for (const read of READERS) {
    const given = read(scope);
    Object.assign(draft.config, given.config);
    Object.assign(draft.hostConfig, given.hostConfig);
    networks = given.networks ?? networks;
    unreadVariables = given.unreadVariables ?? unreadVariables;
  }
  return { ...draft, networks, ...defined({ unreadVariables }) };
}

function readContainer(scope: ServiceScope, image: ImageConfig | undefined): Container {
  const { name, place, report, resources } = scope;
  const build = get(scope, 'build');
  const isStack = isInStack(scope);
  const deploy = get(scope, 'deploy');
  const count = get(scope, 'scale') ?? fieldAt(deploy, 'replicas');
  const replicas = readInteger(count, report);
  const isNone = valueOf(replicas) === 0;
  const mode = readString(fieldAt(deploy, 'mode'));
  const job = valueOf(mode)?.endsWith('-job') === true ? mode?.place : undefined;
  return {
    kind: 'container',
    origin: 'compose',
    ...(isStack ? { orchestrator: 'swarm' } : {}),
    name,
    containerName: containerNameOf(name, resources, place),
    ...(isStack
      ? {}
      : {
          composed: {
            project: resources.name(place).toStringSetting(),
            isOptional: itemsOf(get(scope, 'profiles')).length > 0 || isNone,
            ...defined({ replicas: count === undefined ? 1 : valueOf(replicas) }),
          },
        }),
    place,
    ...readKeys(scope),
    unresolvedOptions: readUnresolvedOptions(scope),
    ...defined({
      build: build && placeOf(build.key),
      platform: readString(get(scope, 'platform')),
      // True if Compose pulls an image that it could also build (docker/compose
      // `pullRequiredImages`).
      pullPolicy: build && get(scope, 'image') && (readString(get(scope, 'pull_policy')) ?? known('missing', place)),
      image,
      deploySections: deploySections(scope),
      isNeverStarted: isNone ? replicas?.place : undefined,
      completes: isStack ? job : resources.completed.get(name),
      apiSocket: readBoolean(get(scope, 'use_api_socket'), report),
      ignoredByStacks: resources.mayBeStack && !isStack ? ignoredByStacks(scope.service) : undefined,
    }),
  };
}

const OLD_STACK_SECTIONS: ReadonlySet<DeploySection> = new Set(['resources.limits', 'restart_policy']);
const STACK_SECTIONS: ReadonlySet<DeploySection> = new Set([...OLD_STACK_SECTIONS, 'resources.limits.pids']);

/**
 * The sections of `deploy` with limits and restart policy. If the service sets no limits, the
 * sections that other services use.
 */
function deploySections(scope: ServiceScope): Container['deploySections'] {
  const { service, resources } = scope;
  const sections = new Set<DeploySection>();
  if (isInStack(scope)) return resources.hasProcessLimit ? STACK_SECTIONS : OLD_STACK_SECTIONS;
  if (hasDeployedLimits(service) || (resources.deploysLimits && !hasOwnLimits(service))) {
    sections.add('resources.limits');
    if (resources.hasProcessLimit) sections.add('resources.limits.pids');
  }
  if (isMapping(fieldAt(get(scope, 'deploy'), 'restart_policy'))) sections.add('restart_policy');
  return sections.size === 0 ? undefined : sections;
}

function readUnresolvedOptions(scope: ServiceScope): readonly UnresolvedOptions[] {
  const { service, name } = scope;
  const unresolvedOptions = service.node.unresolvedOptions ?? [];
  const isWhole = ['image', 'build'].some((key) => get(scope, key) !== undefined) || unresolvedOptions.length > 0;
  const isPart = !isWhole || scope.loader.context.isPart === true;
  return isPart
    ? [...unresolvedOptions, { expression: name, reason: 'fragment', place: scope.place }]
    : unresolvedOptions;
}
