import { CONFIG, type Config } from '../../model/config.ts';
import {
  type Container,
  type EngineFacts,
  type MadeFrom,
  type StoppedState,
  subjectName,
  type UnresolvedOptions,
} from '../../model/container.ts';
import { type DeviceRequest, HOST_CONFIG, type HostConfig, type Mount } from '../../model/host-config.ts';
import type { NetworkAttachment } from '../../model/resources.ts';
import { type Place, placeAt } from '../../text/location.ts';
import { type Known, known, valueOf } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import { cleanPath } from '../../util/paths.ts';
import { withoutAddedLabel } from './added-label.ts';
import type { Members } from './members.ts';
import { askedOfPodman, isOfPodman } from './podman.ts';
import { joinExposedPorts } from './ports.ts';
import { readPart } from './read-part.ts';

/** The digits of an id by which `docker ps` shows a container. */
const SHORT_ID = 12;

/** True for a container: only these have a `HostConfig`; in a list of containers it comes without `Config`. */
export function isContainer(members: Members, isComplete: boolean): boolean {
  return members.object('HostConfig') !== undefined && (!isComplete || members.object('Config') !== undefined);
}

/** A container as `docker inspect` prints it (moby `api/types/container.InspectResponse`). */
export function readContainer(members: Members, unresolvedOptions: readonly UnresolvedOptions[]): Container {
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

/** What was asked for, without what the engine adds to what it shows. */
function readHostConfig(host: Members, config: Members | undefined, networks: readonly Text[]): HostConfig {
  const shown = readPart(host, HOST_CONFIG) ?? {};
  const asked: HostConfig = defined({
    ...shown,
    deviceRequests: shown.deviceRequests?.map(withCount),
    securityOpt: withoutAddedLabel(shown),
  });
  return isOfPodman(host) ? askedOfPodman(asked, { host, config, networks }) : asked;
}

/** A request for devices that names none is for a number of them, which is shown where it is none. */
function withCount(request: DeviceRequest): DeviceRequest {
  const { count, deviceIds, place } = request;
  return count === undefined && deviceIds === undefined ? { ...request, count: known(0, place) } : request;
}

/** With what the image adds, its own health check among it. */
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

/** Compose names an image without a name after project and service (docker/compose `pkg/api`, `GetImageNameOrDefault`). */
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

/** Compose labels a container with its files, which are relative to the working folder where they are no full paths. */
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
      mounts: readFurtherBinds(members, hostConfig),
    }),
    ...(hostMembers !== undefined && isOfPodman(hostMembers) ? { isPodman: true } : {}),
    hasHealth: status !== undefined && status !== 'none',
  };
}

/** Podman calls a container whose process ended `stopped` until it has tidied up, and one that it made `initialized`. */
const STOPPED: readonly string[] = ['created', 'initialized', 'stopped', 'exited', 'dead'];

function readStopped(state: Members | undefined): StoppedState | undefined {
  const status = state?.string('Status')?.value;
  if (status === undefined || !STOPPED.includes(status)) return undefined;
  return { state: status, exitCode: state?.number('ExitCode')?.value ?? 0 };
}

/** The binds among the mounts that are in force, without those that `HostConfig` has. */
function readFurtherBinds(members: Members, { binds = [], mounts = [] }: HostConfig): readonly Mount[] | undefined {
  const asked = new Set([...binds, ...mounts].map(({ target }) => cleanPath(`/${valueOf(target) ?? ''}`)));
  const further = members.objects('Mounts')?.flatMap((mount): Mount[] => {
    const [type, source, target, isWritable] = [
      mount.string('Type'),
      mount.string('Source'),
      mount.string('Destination'),
      mount.boolean('RW'),
    ];
    if (
      type?.value !== 'bind' ||
      source === undefined ||
      target === undefined ||
      asked.has(cleanPath(`/${target.value}`))
    )
      return [];
    const readOnly = isWritable && known(!isWritable.value, isWritable.place);
    const propagation = mount.string('Propagation');
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

/** The profile is chosen when a container starts, and there is none where SELinux labels hold it instead. */
function readAppArmorProfile(members: Members): Known<string> | undefined {
  const wasStarted = members.object('State')?.string('Status')?.value !== 'created';
  const isLabelled = members.string('ProcessLabel') !== undefined;
  const isLinux = (members.string('Platform')?.value ?? 'linux') === 'linux';
  return wasStarted && !isLabelled && isLinux ? members.stringOrEmpty('AppArmorProfile') : undefined;
}
