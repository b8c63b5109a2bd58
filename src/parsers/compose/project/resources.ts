import type { Volume } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import type { Report } from '../../contract/problem.ts';
import { type Field, field, fieldsOf, isMapping, isScalar, placeOf, textOf, toRef } from '../../yaml/tree.ts';
import type { ProjectLoader } from '../files/loader.ts';
import { toHostPath } from '../files/paths.ts';
import { hasOwnLimits, hasProcessLimit, hasSwarmSettings, mayLoadAsStack } from '../keys/stack.ts';
import { hasDeployedLimits } from '../service/limits.ts';
import { projectResourceName } from '../service/names.ts';
import type { Resources } from '../service/scope.ts';
import { readBoolean, readEntries, readString } from '../values/values.ts';
import type { Project } from './project.ts';

/** Names that services can refer to: services, volumes, networks, configs and secrets. */
export function readResources(
  { root, name }: Project,
  { report, context }: Pick<ProjectLoader, 'report' | 'context'>,
): Resources {
  const top = toRef(root);
  const byKey = (key: string): ReadonlyMap<string, Field> =>
    new Map(fieldsOf(field(top, key)).map((value) => [value.key.node.string, value]));
  const readAll = <T>(key: string, read: (definition: Field) => T): ReadonlyMap<string, T> =>
    new Map(Array.from(byKey(key), ([id, definition]) => [id, read(definition)]));
  const services = byKey('services');
  const all = [...services.values()];
  const isForSwarm = context.orchestrator === 'swarm' || mayLoadAsStack(top);
  return {
    name,
    services,
    builders: readBuilders(services),
    completed: readCompleted(services),
    mayBeStack: all.some(hasSwarmSettings),
    deploysLimits: (isForSwarm || all.some(hasDeployedLimits)) && !all.some(hasOwnLimits),
    hasProcessLimit: hasProcessLimit(top) || !isForSwarm,
    configs: byKey('configs'),
    secrets: byKey('secrets'),
    models: new Set(byKey('models').keys()),
    volumes: readAll('volumes', (definition) => ({
      kind: 'volume',
      ...readShared(definition, name, report),
      ...defined({ driverOpts: readDriverOptions(definition, context.workingDirectory) }),
    })),
    networks: readAll('networks', (definition) => ({
      kind: 'network',
      ...readShared(definition, name, report),
      ...defined({ driverOpts: readEntries(field(definition, 'driver_opts')) }),
    })),
  };
}

/** The `build` of the first service for each image name. */
function readBuilders(services: ReadonlyMap<string, Field>): Resources['builders'] {
  const builders = new Map<string, Field>();
  for (const service of services.values()) {
    const [build, image] = [field(service, 'build'), field(service, 'image')];
    if (build === undefined || !isScalar(image)) continue;
    const { source } = textOf(image);
    if (!builders.has(source)) builders.set(source, build);
  }
  return builders;
}

function readCompleted(services: ReadonlyMap<string, Field>): Resources['completed'] {
  const completed = new Map<string, Place>();
  for (const service of services.values()) {
    for (const dependency of fieldsOf(field(service, 'depends_on'))) {
      const condition = readString(field(dependency, 'condition'));
      if (condition !== undefined && valueOf(condition) === 'service_completed_successfully')
        completed.set(dependency.key.node.string, condition.place);
    }
  }
  return completed;
}

function readShared(
  definition: Field,
  project: Resources['name'],
  report: Report,
): Pick<Volume, 'name' | 'driver' | 'isExternal' | 'place'> {
  const external = field(definition, 'external');
  const isExternal = isMapping(external) || valueOf(readBoolean(external, report)) === true;
  const place = placeOf(definition.key);
  // In this order: `name`, even if empty; the old `external.name`; the key, if external; project
  // and key.
  const name =
    readString(field(definition, 'name')) ??
    readString(field(external, 'name')) ??
    (isExternal ? textOf(definition.key).toStringSetting() : undefined) ??
    projectResourceName(definition.key.node.string, project, place);
  return { name, ...defined({ driver: readString(field(definition, 'driver')) }), isExternal, place };
}

/**
 * Driver options; the `device` of a bind volume is relative to the project (compose-go
 * `paths.volumeDriverOpts`).
 */
function readDriverOptions(definition: Field, workingDirectory: string | undefined): Volume['driverOpts'] {
  const options = field(definition, 'driver_opts');
  const entries = readEntries(options);
  const isLocal = valueOf(readString(field(definition, 'driver'))) === 'local';
  const isBind = valueOf(readString(field(options, 'o'))) === 'bind';
  const device = field(options, 'device');
  if (!isLocal || !isBind || !isScalar(device)) return entries;
  const { path } = toHostPath(textOf(device), device.node.origin.directory, workingDirectory);
  return entries?.map((entry) => (valueOf(entry.key) === 'device' ? { ...entry, value: path } : entry));
}
