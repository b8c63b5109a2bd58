import { problem, type Report } from '../../contract/problem.ts';
import { type Mapping, type MappingEntry, placeOf, type Scalar, toRef } from '../../yaml/tree.ts';
import { SECTIONS } from '../schema/known-keys.ts';

/**
 * Converts a Compose v1 file: its top-level services, and `net` as `network_mode`. `undefined` for
 * other files. Reports once that the client rejects this format.
 */
export function asComposeV1(root: Mapping, report: Report): Mapping | undefined {
  const keys = [...root.entries.keys()];
  if (keys.length === 0 || keys.some((key) => SECTIONS.has(key) && key !== 'version')) return undefined;
  const services = new Map<string, MappingEntry>();
  for (const [name, entry] of root.entries) {
    if (name === 'version' || name.startsWith('x-')) continue;
    if (entry.node.kind !== 'mapping') return undefined;
    services.set(name, { ...entry, node: withNetworkMode(entry.node) });
  }
  const [first] = services.values();
  const isService = [...services.values()].some(
    ({ node }) => node.kind === 'mapping' && ['image', 'build', 'extends'].some((key) => node.entries.has(key)),
  );
  if (first === undefined || !isService) return undefined;
  const what =
    'This file uses Compose format 1, with services at the top level, which `docker compose` no longer supports.';
  report(problem('syntax/unknown-key', placeOf(toRef(first.key)), what, 'Move the services under `services:`.'));
  const { origin, start, end } = root;
  const key: Scalar = { ...first.key, value: 'services', string: 'services' };
  const node: Mapping = { kind: 'mapping', origin, start, end, entries: services };
  return { ...root, entries: new Map([['services', { key, node, hops: [] }]]) };
}

function withNetworkMode(service: Mapping): Mapping {
  const net = service.entries.get('net');
  if (net === undefined || service.entries.has('network_mode')) return service;
  const entries = new Map(service.entries);
  entries.delete('net');
  return { ...service, entries: entries.set('network_mode', net) };
}
