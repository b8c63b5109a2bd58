import { CONFIG, type Config } from '../../model/config.ts';
import {
  type Container,
  type EngineFacts,
  type MadeFrom,
  type StoppedState,
  subjectName,
  type Trouble,
  type UnresolvedOptions,
} from '../../model/container.ts';
import { type DeviceRequest, HOST_CONFIG, type HostConfig, type Mount } from '../../model/host-config.ts';
import type { NetworkAttachment } from '../../model/resources.ts';
import { type Place, placeAt } from '../../text/location.ts';
import { type Known, known, valueOf } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import { cleanPath } from '../../util/paths.ts';
import type { Members } from './members.ts';
import { askedOfPodman, isOfPodman } from './podman.ts';
import { joinExposedPorts } from './ports.ts';
import { readPart } from './read-part.ts';

/** The length of ids in `docker ps`. */
const SHORT_ID = 12;

/**
 * True for a container: only containers have `HostConfig`. In lists of containers, they lack
 * `Config`.
 */
export function isInspectedContainer(members: Members, isComplete: boolean): boolean {
  return members.object('HostConfig') !== undefined && (!isComplete || members.object('Config') !== undefined);
}

/** A container in the output of `docker inspect` (moby `api/types/container.InspectResponse`). */
export function readInspectedContainer(members: Members, unresolvedOptions: readonly UnresolvedOptions[]): Container {
  const host = members.object('HostConfig');
  const config = members.object('Config');
  const hostConfig = host === undefined ? {} : readHostConfig(host, config, networkNames(members));
  const name = nameOf(members);
  return {
    kind: 'container',
    origin: 'inspect',
    name: subjectName(name.value),
    ...(members.string('Name') === undefined ? {} : { containerName: name }),
    place: name.place,
    config: readConfig(config, hostConfig),
    hostConfig,
    networks: readNetworks(members),
    unresolvedOptions,
    ...defined({ build: config && placeOfBuiltImage(config) }),
    engine: readEngineFacts(members, hostConfig),
  };
}

/** The host configuration as requested, without what the engine added. */
function readHostConfig(host: Members, config: Members | undefined, networks: readonly Text[]): HostConfig {
  const shown = readPart(host, HOST_CONFIG) ?? {};
  const asked: HostConfig = defined({
    ...shown,
    deviceRequests: shown.deviceRequests?.map(withCount),
    securityOpt: withoutAddedLabel(shown),
  });
  return isOfPodman(host) ? askedOfPodman(asked, { host, config, networks }) : asked;
}

const LABELS_OFF = 'label=disable';

/**
 * Removes the SELinux option that the engine adds for privileged containers and host namespaces if
 * no label is requested (moby `generateSecurityOpt`).
 */
function withoutAddedLabel({ securityOpt = [], privileged, pidMode, ipcMode }: HostConfig): HostConfig['securityOpt'] {
  const turnsLabelsOff = privileged !== undefined || [pidMode, ipcMode].some((mode) => valueOf(mode) === 'host');
  const labels = securityOpt.filter((option) => valueOf(option)?.startsWith('label=') === true);
  const isAdded = turnsLabelsOff && labels.length === 1 && valueOf(securityOpt.at(-1)) === LABELS_OFF;
  const asked = isAdded ? securityOpt.slice(0, -1) : securityOpt;
  return asked.length === 0 ? undefined : asked;
}

/** A device request without ids requests a count, even if it is shown as zero. */
function withCount(request: DeviceRequest): DeviceRequest {
  const { count, deviceIds, place } = request;
  return count === undefined && deviceIds === undefined ? { ...request, count: known(0, place) } : request;
}

/** The configuration, including what the image sets, such as its health check. */
function readConfig(members: Members | undefined, { portBindings }: HostConfig): Config {
  const config = (members && readPart(members, CONFIG)) ?? {};
  const { exposedPorts } = config;
  return exposedPorts === undefined
    ? config
    : { ...config, exposedPorts: joinExposedPorts(exposedPorts, portBindings) };
}

/** Docker's names begin with a slash, podman's do not. */
function nameOf(members: Members): Known<string> {
  const text = members.text('Name');
  const name = text?.skeleton.startsWith('/') === true ? text.slice(1) : text;
  if (name !== undefined && name.length > 0) return known(name.skeleton, name.place);
  const id = members.text('Id')?.slice(0, SHORT_ID);
  if (id !== undefined) return known(id.skeleton, id.place);
  const { path, span } = members.place.location;
  return known('container', placeAt(path, span.start, span.start + 1));
}

function readNetworks(members: Members): readonly NetworkAttachment[] {
  return networkNames(members).map((name) => ({ name: name.toStringSetting(), place: name.place }));
}

function networkNames(members: Members): readonly Text[] {
  return members.object('NetworkSettings')?.names('Networks') ?? [];
}

/**
 * The image's name, if Compose made it of project and service (docker/compose `pkg/api`,
 * `GetImageNameOrDefault`).
 */
function placeOfBuiltImage(config: Members): Place | undefined {
  const image = config.string('Image');
  const labels = labelsIn(config);
  const [project, service] = [labels.get('com.docker.compose.project'), labels.get('com.docker.compose.service')];
  if (image === undefined || project === undefined || service === undefined) return undefined;
  return ['-', '_'].some((separator) => image.value === project + separator + service) ? image.place : undefined;
}

function labelsIn(config: Members): ReadonlyMap<string, string> {
  return new Map(
    config
      .entries('Labels')
      ?.flatMap(({ key, value }) => (key.known && value.known ? [[key.value, value.value] as const] : [])),
  );
}

/**
 * The Compose files in the container's labels, relative to the working directory unless absolute.
 */
function readMadeFrom(config: Members): MadeFrom | undefined {
  const labels = labelsIn(config);
  const service = labels.get('com.docker.compose.service');
  const files = (labels.get('com.docker.compose.project.config_files') ?? '').split(',').filter((file) => file !== '');
  if (service === undefined || files.length === 0) return undefined;
  const folder = labels.get('com.docker.compose.project.working_dir');
  const isFull = (file: string): boolean => folder === undefined || /^(?:[/\\]|[A-Za-z]:)/.test(file);
  return { service, files: files.map((file) => (isFull(file) ? file : `${folder ?? ''}/${file}`)) };
}

function readEngineFacts(members: Members, hostConfig: HostConfig): EngineFacts {
  const status = members.object('State')?.object('Health')?.string('Status')?.value;
  const hostMembers = members.object('HostConfig');
  const config = members.object('Config');
  return {
    ...defined({
      appArmorProfile: readAppArmorProfile(members),
      id: members.string('Id')?.value,
      madeFrom: config && readMadeFrom(config),
      stopped: readStopped(members.object('State')),
      trouble: readTrouble(members, status),
      mounts: readFurtherBinds(members, hostConfig),
    }),
    ...(hostMembers !== undefined && isOfPodman(hostMembers) ? { isPodman: true } : {}),
    hasHealth: status !== undefined && status !== 'none',
  };
}

/**
 * Statuses without a running program. Podman's `stopped` precedes the cleanup, and its
 * `initialized` follows the creation.
 */
const STOPPED: readonly string[] = ['created', 'initialized', 'stopped', 'exited', 'dead'];

function readStopped(state: Members | undefined): StoppedState | undefined {
  const status = state?.string('Status')?.value;
  if (status === undefined || !STOPPED.includes(status)) return undefined;
  return { state: status, exitCode: state?.number('ExitCode')?.value ?? 0 };
}

function readTrouble(members: Members, health: string | undefined): Trouble | undefined {
  const state = members.object('State');
  const status = state?.string('Status')?.value;
  if (status === 'restarting')
    return {
      state: 'restarting',
      ...defined({ exitCode: state?.number('ExitCode')?.value, restarts: members.number('RestartCount')?.value }),
    };
  if (status === 'paused') return { state: 'paused' };
  return status === 'running' && health === 'unhealthy' ? { state: 'unhealthy' } : undefined;
}

/** The binds in use that `HostConfig` doesn't list. */
function readFurtherBinds(members: Members, { binds = [], mounts = [] }: HostConfig): readonly Mount[] | undefined {
  const asked = new Set([...binds, ...mounts].map(({ target }) => cleanPath(`/${valueOf(target) ?? ''}`)));
  const further = members.objects('Mounts')?.flatMap((mount): Mount[] => {
    const [type, source, target] = ['Type', 'Source', 'Destination'].map((name) => mount.string(name));
    if (type?.value !== 'bind' || source === undefined || target === undefined) return [];
    if (asked.has(cleanPath(`/${target.value}`))) return [];
    const [isWritable, propagation] = [mount.boolean('RW'), mount.string('Propagation')];
    const readOnly = isWritable && known(!isWritable.value, isWritable.place);
    return [
      {
        ...defined({ readOnly, bindOptions: propagation && { propagation } }),
        type: known('bind', type.place),
        source,
        target,
        place: source.place,
      },
    ];
  });
  return further?.length === 0 ? undefined : further;
}

/** The engine chooses the profile at the start; there is none if SELinux is used. */
function readAppArmorProfile(members: Members): Known<string> | undefined {
  const wasStarted = members.object('State')?.string('Status')?.value !== 'created';
  const isLabelled = members.string('ProcessLabel') !== undefined;
  const isLinux = (members.string('Platform')?.value ?? 'linux') === 'linux';
  return wasStarted && !isLabelled && isLinux ? members.stringOrEmpty('AppArmorProfile') : undefined;
}
