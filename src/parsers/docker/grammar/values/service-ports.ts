import type { PortBinding } from '../../../../model/values.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../../text/setting.ts';
import { Text } from '../../../../text/text.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { readPortBinding } from '../../../syntax/port.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';

export interface ServicePort {
  readonly binding: PortBinding;
  /**
   * `ingress`: published on every node, through the routing mesh; `host`: only on nodes that run
   * the service.
   */
  readonly mode: Setting<string>;
}

const KEYS: readonly string[] = ['target', 'published', 'protocol', 'mode'];

const REMEDY = 'Write `8080:80`, or `published=8080,target=80,protocol=tcp,mode=host`.';

/**
 * A published port of a service: short without an address, or CSV (docker/cli
 * `opts/swarmopts.PortOpt`).
 */
export function readServicePort(text: Text): Reading<ServicePort> {
  return /\w=\w/.test(text.skeleton) ? readLongForm(text) : readShortForm(text);
}

function readShortForm(text: Text): Reading<ServicePort> {
  const reading = readPortBinding(text);
  if (reading.failure !== undefined) return reading;
  const { hostIp, ...binding } = reading.value;
  const address = valueOf(hostIp);
  if (address !== undefined && address !== '')
    return failure(
      text.place,
      `${quoted(text)} specifies an address, but a swarm publishes ports on every address of a node.`,
      'Remove the address.',
    );
  return success({ binding, mode: known('ingress', text.place) });
}

function readLongForm(text: Text): Reading<ServicePort> {
  const fields = readCsv(text);
  if (fields.failure !== undefined) return fields;
  const parts = new Map<string, Text>();
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    const name = key.skeleton.toLowerCase();
    if (value === undefined || key.length === 0)
      return failure(field.place, `${quoted(field)} is not \`key=value\`.`, REMEDY);
    if (!KEYS.includes(name))
      return failure(field.place, `Unknown key \`${name}\` for a published service port.`, REMEDY);
    parts.set(name, value);
  }
  const target = parts.get('target');
  if (target === undefined || target.value === '0')
    return failure(text.place, `${quoted(text)} has no container port.`, REMEDY);
  const published = parts.get('published');
  const glue = (separator: string): Text => Text.derived(separator, text.place);
  const pieces = [
    ...(published === undefined || published.value === '0' ? [] : [published, glue(':')]),
    ...[target, glue('/'), parts.get('protocol') ?? glue('tcp')],
  ];
  const reading = readPortBinding(Text.concat(pieces, text.place));
  if (reading.failure !== undefined) return reading;
  const mode = parts.get('mode');
  return success({
    binding: { ...reading.value, place: text.place },
    mode:
      mode === undefined
        ? known('ingress', text.place)
        : mapSetting(mode.toStringSetting(), (value) => value.toLowerCase()),
  });
}
