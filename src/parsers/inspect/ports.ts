import type { ExposedPort, PortBinding, PortRange } from '../../model/values.ts';
import { type Known, known, valueOf } from '../../text/setting.ts';
import type { Text } from '../../text/text.ts';
import { defined } from '../../util/objects.ts';
import { parsePortRange, readExposedPort, toExposedPort } from '../syntax/port.ts';
import type { Members } from './members.ts';

/**
 * `PortBindings`, in which engines print ranges as single ports: joins ports that are consecutive
 * on both sides.
 */
export function readPortBindings(host: Members, name: string): readonly PortBinding[] | undefined {
  const ports = host.object(name);
  const bindings = host
    .names(name)
    ?.flatMap((text) =>
      readPort(text).flatMap((port) => ports?.objects(text.skeleton)?.map((binding) => toBinding(port, binding)) ?? []),
    );
  return bindings && joinRuns(bindings, joinBindings);
}

/**
 * The exposed ports with joined ranges. A published port has its binding's place, since engines
 * expose it because of that.
 */
export function joinExposedPorts(
  ports: readonly ExposedPort[],
  bindings: readonly PortBinding[] = [],
): readonly ExposedPort[] {
  const byPort = new Map(
    bindings.flatMap((binding) => portsOf(binding).map((port) => [port, binding] as const)).toReversed(),
  );
  const published = new Set<PortBinding>();
  const others: KnownPort<ExposedPort>[] = [];
  for (const port of ports) {
    const own = portsOf(port).flatMap((one) => byPort.get(one) ?? []);
    const isPublished = own.length === portsOf(port).length;
    if (isPublished) own.forEach((binding) => published.add(binding));
    else if (port.containerPort.known) others.push({ ...port, containerPort: port.containerPort });
  }
  return [...[...published].map(toExposedPort), ...joinRuns(others, joinPorts)];
}

type KnownPort<T extends ExposedPort | PortBinding> = T & { readonly containerPort: Known<PortRange> };

/** A key of `PortBindings` or `ExposedPorts`; empty if invalid. */
export function readPort(name: Text): readonly KnownPort<ExposedPort>[] {
  const reading = readExposedPort(name);
  if (reading.failure !== undefined) return [];
  const { containerPort, protocol, place } = reading.value;
  return containerPort.known ? [{ containerPort, protocol, place }] : [];
}

function toBinding(
  { containerPort, protocol, place }: KnownPort<ExposedPort>,
  binding: Members,
): KnownPort<PortBinding> {
  const host = binding.text('HostPort');
  const range = host?.value === undefined ? undefined : parsePortRange(host.value);
  return {
    ...defined({
      hostIp: binding.stringOrEmpty('HostIp'),
      hostPort: host === undefined || range === undefined ? undefined : known(range, host.place),
    }),
    containerPort,
    protocol,
    place: host?.place ?? place,
  };
}

/** Joins consecutive ports; the order is that of their first parts in the text. */
function joinRuns<T extends KnownPort<ExposedPort>>(items: readonly T[], join: (run: T, next: T) => T): readonly T[] {
  const runs: T[] = [];
  const indices = new Map<string, number>();
  for (const item of items.toSorted((a, b) => a.containerPort.value.start - b.containerPort.value.start)) {
    const index = indices.get(edgeOf(item, 'start')) ?? runs.length;
    const run = runs[index];
    const joined = run === undefined ? item : join(run, item);
    runs[index] = joined;
    indices.delete(edgeOf(item, 'start'));
    indices.set(edgeOf(joined, 'end'), index);
  }
  return runs.toSorted((a, b) => a.place.location.span.start - b.place.location.span.start);
}

/**
 * A key for one end of a range: the end of a range and the start of the next one have equal keys.
 */
function edgeOf(port: KnownPort<ExposedPort | PortBinding>, side: 'start' | 'end'): string {
  const edge = ({ start, end }: PortRange): number => (side === 'start' ? start : end + 1);
  const { containerPort, protocol } = port;
  const [hostIp, hostPort] = 'hostIp' in port || 'hostPort' in port ? [port.hostIp, port.hostPort] : [];
  const host = hostPort?.known === true ? hostPort.value : undefined;
  // A port that is published on one of several host ports isn't joined.
  const isAlone = host !== undefined && host.end - host.start !== containerPort.value.end - containerPort.value.start;
  return [
    valueOf(protocol),
    valueOf(hostIp),
    edge(containerPort.value),
    isAlone ? `alone ${side}` : host && edge(host),
  ].join(' ');
}

function joinPorts<T extends KnownPort<ExposedPort>>(run: T, next: T): T {
  return {
    ...run,
    containerPort: known(
      { start: run.containerPort.value.start, end: next.containerPort.value.end },
      run.containerPort.place,
    ),
  };
}

function joinBindings(run: KnownPort<PortBinding>, next: KnownPort<PortBinding>): KnownPort<PortBinding> {
  const joined = joinPorts(run, next);
  if (run.hostPort?.known !== true || next.hostPort?.known !== true) return joined;
  return {
    ...joined,
    hostPort: known({ start: run.hostPort.value.start, end: next.hostPort.value.end }, run.hostPort.place),
  };
}

function portsOf({ containerPort, protocol }: ExposedPort | PortBinding): readonly string[] {
  if (!containerPort.known) return [];
  const { start, end } = containerPort.value;
  return Array.from({ length: end - start + 1 }, (_, index) => `${start + index}/${valueOf(protocol) ?? ''}`);
}
