import type { ExposedPort, PortBinding, PortRange } from '../../model/values.ts';
import { known, type Setting } from '../../text/setting.ts';
import { Text, UNKNOWN_CHARACTER } from '../../text/text.ts';
import { isIpAddress, sentIpAddress } from './ip-address.ts';
import { parseInteger, UINT16 } from './number.ts';
import { failure, quoted, type Reading, readSetting, success } from './reading.ts';

const PROTOCOLS: readonly string[] = ['tcp', 'udp', 'sctp'];
const PORT_REMEDY = 'Write `[ip:][host:]container[/protocol]`, such as `127.0.0.1:8080:80`.';
const EXPOSE_REMEDY = 'Write `port[/protocol]`, such as `80` or `8000-8010/udp`.';

/** A port or a range, `8000-8010` (go-connections `nat.ParsePortRange`), or `undefined`. */
export function parsePortRange(value: string, parseNumber = parsePortNumber): PortRange | undefined {
  const dash = value.indexOf('-');
  const start = parseNumber(dash < 0 ? value : value.slice(0, dash));
  const end = dash < 0 ? start : parseNumber(value.slice(dash + 1));
  return start === undefined || end === undefined || end < start ? undefined : { start, end };
}

/** A port number, 0 to 65535, without a sign. */
export function parsePortNumber(value: string): number | undefined {
  return parseInteger(value, UINT16);
}

/** A host address in the form that clients send; `undefined` if invalid or with a zone. */
export function parseHostIp(value: string): string | undefined {
  return isIpAddress(value) ? sentIpAddress(value) : undefined;
}

/**
 * A published range: since go-connections 0.6, numbers may have a sign (`+8080`)
 * (`nat.parsePortNumber`).
 */
function parsePublishedRange(value: string): PortRange | undefined {
  return parsePortRange(value, (number) => parsePortNumber(number.startsWith('+') ? number.slice(1) : number));
}

/**
 * A published port in docker's short syntax, `[ip:][host port or range:]container port or
 * range[/protocol]` (go-connections `nat.ParsePortSpec`): one binding, even for a range. An unknown
 * part that may contain others makes these unknown: `$PORT:80` has an unknown address, since
 * `$PORT` may be `127.0.0.1:8080`.
 */
export function readPortBinding(text: Text): Reading<PortBinding> {
  const { ip, host, container } = portParts(text);
  const exposed = readContainerPort(container, text, PUBLISHED);
  if (exposed.failure !== undefined) return exposed;
  const { containerPort, protocol } = exposed.value;

  const hostIp = ip === undefined ? undefined : readHostIp(ip);
  if (hostIp?.failure !== undefined) return hostIp;

  const hostPort = host === undefined || host.length === 0 ? undefined : readPorts(host, 'host', PUBLISHED);
  if (hostPort?.failure !== undefined) return hostPort;
  if (hostPort?.value.known === true && containerPort.known && !canMap(hostPort.value.value, containerPort.value)) {
    const remedy = 'Use ranges of the same length.';
    return failure(
      text.place,
      `Host ports \`${host?.source ?? ''}\` and container ports \`${container.source}\` are ranges of different lengths.`,
      remedy,
    );
  }
  return success({
    containerPort,
    protocol,
    ...(hostIp === undefined ? {} : { hostIp: hostIp.value }),
    ...(hostPort === undefined ? {} : { hostPort: hostPort.value }),
    place: text.place,
  });
}

/**
 * A documented port or range: `80`, `8000-8010/udp` (Compose's `expose`, docker's `--expose`), any
 * protocol (moby `network.ParsePortRange`).
 */
export function readExposedPort(text: Text): Reading<ExposedPort> {
  return readContainerPort(text, text, EXPOSED);
}

/** The container port of a binding, for `ExposedPorts`: clients also expose published ports. */
export function toExposedPort({ containerPort, protocol, place }: PortBinding): ExposedPort {
  return { containerPort, protocol, place };
}

/**
 * The parts of a published port. If one variable may contain several parts, these have the same
 * text.
 */
export interface PortParts {
  readonly ip?: Text;
  readonly host?: Text;
  readonly container: Text;
}

/** Splits a port in the short syntax without parsing its parts. */
export function portParts(text: Text): PortParts {
  const parts = text.split(':');
  const container = parts.at(-1) ?? text;
  const host = parts.at(-2);
  if (host === undefined) {
    // The unknown may hold all parts, including colons.
    return startsUnknown(text) ? { ip: opaque(text), host: opaque(text), container: opaque(text) } : { container };
  }
  if (parts.length > 2) return { ip: text.slice(0, text.length - container.length - host.length - 2), host, container };
  if (startsUnknown(host)) return { ip: opaque(host), host, container };
  if (!container.isKnown && !isPortLike(host))
    return { ip: host, host: opaque(container), container: opaque(container) };
  return { host, container };
}

/** The same text without its candidates, which contain more than this part. */
function opaque(text: Text): Text {
  return new Text(
    text.segments.map((segment) => (segment.kind === 'unknown' ? { ...segment, candidates: [] } : segment)),
    text.whole,
  );
}

function startsUnknown(text: Text): boolean {
  return text.skeleton.startsWith(UNKNOWN_CHARACTER);
}

function isPortLike(text: Text): boolean {
  return /^[\d-]*$/.test(text.skeleton.replaceAll(UNKNOWN_CHARACTER, ''));
}

/** How to parse the parts of published and of exposed ports. */
interface PortSyntax {
  readonly parseRange: (value: string) => PortRange | undefined;
  readonly parseProtocol: (value: string) => string | undefined;
  readonly remedy: string;
}

const PUBLISHED: PortSyntax = { parseRange: parsePublishedRange, parseProtocol, remedy: PORT_REMEDY };
const EXPOSED: PortSyntax = {
  parseRange: (value) => parsePortRange(value),
  parseProtocol: (protocol) => protocol.toLowerCase(),
  remedy: EXPOSE_REMEDY,
};

function readContainerPort(text: Text, spec: Text, syntax: PortSyntax): Reading<ExposedPort> {
  const [port = text, protocol] = text.split('/', 2);
  if (port.length === 0) return failure(spec.place, `${quoted(spec)} has no container port.`, syntax.remedy);
  const containerPort = readPorts(port, 'container', syntax);
  if (containerPort.failure !== undefined) return containerPort;
  if (protocol === undefined || protocol.length === 0) {
    return success({ containerPort: containerPort.value, protocol: known('tcp', port.place), place: spec.place });
  }
  const reading = readSetting(protocol, syntax.parseProtocol, 'is not a protocol', 'Use `tcp`, `udp` or `sctp`.');
  if (reading.failure !== undefined) return reading;
  return success({ containerPort: containerPort.value, protocol: reading.value, place: spec.place });
}

function parseProtocol(value: string): string | undefined {
  const protocol = value.toLowerCase();
  return PROTOCOLS.includes(protocol) ? protocol : undefined;
}

function readPorts(
  text: Text,
  side: 'host' | 'container',
  { parseRange, remedy }: PortSyntax,
): Reading<Setting<PortRange>> {
  return readSetting(text, parseRange, `is not a ${side} port or port range`, remedy);
}

function readHostIp(text: Text): Reading<Setting<string>> | undefined {
  // If a variable is empty, there is no address, but a place to set one.
  if (text.length === 0) return text.segments.length === 0 ? undefined : success(known('', text.place));
  return readSetting(text, parseBracketedIp, 'is not an IP address', PORT_REMEDY);
}

/** Removes brackets around an address, which IPv6 required before go-connections 0.6. */
function parseBracketedIp(value: string): string | undefined {
  return parseHostIp(value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value);
}

function canMap(host: PortRange, container: PortRange): boolean {
  return container.start === container.end || host.end - host.start === container.end - container.start;
}
