import { type Container, type EngineFacts, subjectName, type UnresolvedOptions } from '../../model/container.ts';
import type { HostConfig, Mount } from '../../model/host-config.ts';
import type { NetworkAttachment } from '../../model/resources.ts';
import { type Place, placeAt } from '../../text/location.ts';
import { type Known, known, valueOf } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import { cleanPath } from '../../util/paths.ts';
import { readConfig } from './config.ts';
import { type Fields } from './fields.ts';
import { readHostConfig } from './host-config.ts';
import { fromPodman } from './podman.ts';

/** The digits of an id by which `docker ps` shows a container. */
const SHORT_ID = 12;

/** True for a container: of what `docker inspect` prints only they have a `HostConfig`; a list of containers has one without `Config`. */
export function isContainer(fields: Fields, isComplete: boolean): boolean {
  return fields.fields('HostConfig') !== undefined && (!isComplete || fields.fields('Config') !== undefined);
}

/** A container as `docker inspect` prints it (moby `api/types/container.InspectResponse`). `unresolvedOptions` are what of it was not read. */
export function readContainer(fields: Fields, unresolvedOptions: readonly UnresolvedOptions[]): Container {
  const host = fields.fields('HostConfig');
  const config = fields.fields('Config');
  const hostConfig = host === undefined ? {} : fromPodman(readHostConfig(host), host, config);
  const name = nameOf(fields);
  return {
    kind: 'container',
    origin: 'inspect',
    name: subjectName(name.value),
    ...(fields.string('Name') === undefined ? {} : { containerName: name }),
    place: name.place,
    config: config === undefined ? {} : readConfig(config, hostConfig.portBindings),
    hostConfig,
    networks: readNetworks(fields),
    unresolvedOptions,
    ...defined({ build: config && placeOfBuiltImage(config) }),
    engine: readEngineFacts(fields, hostConfig),
  };
}

/** Docker's names begin with a slash, podman's do not. */
function nameOf(fields: Fields): Known<string> {
  const text = fields.text('Name');
  const name = text?.skeleton.startsWith('/') === true ? text.slice(1) : text;
  if (name !== undefined && name.length > 0) return known(name.skeleton, name.place);
  const id = fields.text('Id')?.slice(0, SHORT_ID);
  if (id !== undefined) return known(id.skeleton, id.place);
  const { path, span } = fields.place.location;
  return known('container', placeAt(path, span.start, span.start + 1));
}

function readNetworks(fields: Fields): readonly NetworkAttachment[] {
  const names = fields.fields('NetworkSettings')?.names('Networks') ?? [];
  return names.map((name) => ({ name: name.toStringSetting(), place: name.place }));
}

/** Compose names an image that it builds, and for which the file gives no name, after project and service (docker/compose `pkg/api`, `GetImageNameOrDefault`). */
function placeOfBuiltImage(config: Fields): Place | undefined {
  const image = config.string('Image');
  const labels = new Map(
    config
      .entries('Labels')
      ?.flatMap(({ key, value }) => (key.known && value.known ? [[key.value, value.value] as const] : [])),
  );
  const [project, service] = [labels.get('com.docker.compose.project'), labels.get('com.docker.compose.service')];
  if (image === undefined || project === undefined || service === undefined) return undefined;
  return ['-', '_'].some((separator) => image.value === project + separator + service) ? image.place : undefined;
}

function readEngineFacts(fields: Fields, hostConfig: HostConfig): EngineFacts {
  const status = fields.fields('State')?.fields('Health')?.string('Status')?.value;
  return {
    ...defined({ appArmorProfile: readAppArmorProfile(fields), mounts: readFurtherBinds(fields, hostConfig) }),
    hasHealth: status !== undefined && status !== 'none',
  };
}

/** The binds among the mounts that are in force, without those that `HostConfig` has. */
function readFurtherBinds(fields: Fields, { binds = [], mounts = [] }: HostConfig): readonly Mount[] | undefined {
  const asked = new Set([...binds, ...mounts].map(({ target }) => cleanPath(`/${valueOf(target) ?? ''}`)));
  const further = fields.list('Mounts')?.flatMap((mount): Mount[] => {
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
function readAppArmorProfile(fields: Fields): Known<string> | undefined {
  const wasStarted = fields.fields('State')?.string('Status')?.value !== 'created';
  const isLabelled = fields.string('ProcessLabel') !== undefined;
  const isLinux = (fields.string('Platform')?.value ?? 'linux') === 'linux';
  return wasStarted && !isLabelled && isLinux ? fields.stringOrEmpty('AppArmorProfile') : undefined;
}
