import type { Mapping, MappingEntry } from '../../yaml/tree.ts';
import { foldVolumes } from '../service/volume-folding.ts';

/**
 * The project as needed before a merge with `over` (compose-go `loader.loadYamlFile`): without
 * `version`, and with long forms in the services that both have.
 */
export function toCanonical(project: Mapping, over: Mapping): Mapping {
  const [services, others] = [project.entries.get('services'), over.entries.get('services')?.node];
  const entries = new Map(project.entries);
  entries.delete('version');
  if (services?.node.kind === 'mapping' && others?.kind === 'mapping') {
    entries.set('services', { ...services, node: toCanonicalServices(services.node, others.entries.keys()) });
  }
  return { ...project, entries };
}

/** Brings the named services into canonical form. */
export function toCanonicalServices(services: Mapping, names: Iterable<string>): Mapping {
  const entries = new Map(services.entries);
  for (const name of names) {
    const service = entries.get(name);
    if (service !== undefined) entries.set(name, toCanonicalService(service));
  }
  return { ...services, entries };
}

function toCanonicalService(service: MappingEntry): MappingEntry {
  const { node } = service;
  const volumes = node.kind === 'mapping' ? node.entries.get('volumes') : undefined;
  if (node.kind !== 'mapping' || volumes?.node.kind !== 'sequence') return service;
  const folded: MappingEntry = { ...volumes, node: { ...volumes.node, items: foldVolumes(volumes.node.items) } };
  return { ...service, node: { ...node, entries: new Map(node.entries).set('volumes', folded) } };
}

export function mapResources(
  project: Mapping,
  change: (resource: MappingEntry, section: string, name: string) => MappingEntry,
): Mapping {
  const entries = new Map(project.entries);
  for (const [section, entry] of project.entries) {
    if (entry.node.kind !== 'mapping') continue;
    const own = new Map<string, MappingEntry>();
    for (const [name, resource] of entry.node.entries) own.set(name, change(resource, section, name));
    entries.set(section, { ...entry, node: { ...entry.node, entries: own } });
  }
  return { ...project, entries };
}
