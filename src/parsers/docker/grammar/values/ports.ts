import type { ExposedPort, PortBinding } from '../../../../model/values.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../../text/setting.ts';
import { Text } from '../../../../text/text.ts';
import { readExposedPort, readPortBinding } from '../../../syntax/port.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';
import { readFields } from './fields.ts';

/** A published port, short or as `published=8080,target=80,protocol=udp` (`convertToStandardNotation`). */
export function readPublishedPort(text: Text): Reading<PortBinding> {
  if (text.indexOf('=') < 0) return readPortBinding(text);
  const parts = new Map<string, Text>();
  for (const field of text.split(',')) {
    const { key, value } = splitKeyValue(field);
    if (value === undefined || key.length === 0) {
      const remedy = 'Write `published=8080,target=80,protocol=tcp`, or `8080:80/tcp`.';
      return failure(field.place, `${quoted(field)} is not \`name=value\`.`, remedy);
    }
    parts.set(key.skeleton, value);
  }
  return readParts(parts, text);
}

function readParts(parts: ReadonlyMap<string, Text>, text: Text): Reading<PortBinding> {
  const glue = (separator: string): Text => Text.derived(separator, text.place);
  const [published, target] = [parts.get('published'), parts.get('target')];
  const pieces = [
    ...(published === undefined ? [] : [published, glue(':')]),
    ...(target === undefined ? [] : [target]),
    ...[glue('/'), parts.get('protocol') ?? glue('tcp')],
  ];
  return readPortBinding(Text.concat(pieces, text.place));
}

/** A documented container port, without address or host port. */
export function readExpose(text: Text): Reading<ExposedPort> {
  const remedy = 'Publish it with `--publish`, or write only the container port.';
  return text.indexOf(':') < 0
    ? readExposedPort(text)
    : failure(text.place, `${quoted(text)} is not only a container port.`, remedy);
}

export interface ServicePort {
  readonly binding: PortBinding;
  /** `ingress`: on every node, through the routing mesh; `host`: on the nodes that run it. */
  readonly mode: Setting<string>;
}

/** A published port of a service: short without an address, or CSV (docker/cli `opts/swarmopts.PortOpt`). */
export function readServicePort(text: Text): Reading<ServicePort> {
  if (/\w=\w/.test(text.skeleton)) return readLongPort(text);
  const reading = readPortBinding(text);
  if (reading.failure !== undefined) return reading;
  const { hostIp, ...binding } = reading.value;
  const what = `${quoted(text)} specifies an address, but a swarm publishes ports on every address of a node.`;
  return (valueOf(hostIp) ?? '') === ''
    ? success({ binding, mode: known('ingress', text.place) })
    : failure(text.place, what, 'Remove the address.');
}

const KEYS: readonly string[] = ['target', 'published', 'protocol', 'mode'];

function readLongPort(text: Text): Reading<ServicePort> {
  const remedy = 'Write `8080:80`, or `published=8080,target=80,protocol=tcp,mode=host`.';
  const fields = readFields(text, KEYS, 'published port key', remedy);
  if (fields.failure !== undefined) return fields;
  const { target, published, mode } = Object.fromEntries(fields.value);
  if (target === undefined || target.value === '0')
    return failure(text.place, `${quoted(text)} has no container port.`, remedy);
  const parts = new Map(fields.value);
  if (published?.value === '0') parts.delete('published');
  const reading = readParts(parts, text);
  if (reading.failure !== undefined) return reading;
  return success({
    binding: { ...reading.value, place: text.place },
    mode: mode ? mapSetting(mode.toStringSetting(), (value) => value.toLowerCase()) : known('ingress', text.place),
  });
}
