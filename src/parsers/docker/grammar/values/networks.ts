import type { Place } from '../../../../text/location.ts';
import { mapSetting, type Setting } from '../../../../text/setting.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { isMacAddress, sentIpAddress } from '../../../syntax/ip-address.ts';
import { parseInteger } from '../../../syntax/number.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';
import { trimSpace } from '../../../syntax/space.ts';

/** One `--network`: its name or mode, and where it says what an older flag can say too. */
export interface NetworkValue {
  readonly target: Setting<string>;
  /** By the older flag's name: `network-alias`, `ip`, `ip6`, `mac-address`, `link-local-ip`. */
  readonly overlaps: ReadonlyMap<string, Place>;
  readonly place: Place;
}

const OVERLAPS: ReadonlyMap<string, string> = new Map([
  ['alias', 'network-alias'],
  ['ip', 'ip'],
  ['ip6', 'ip6'],
  ['mac-address', 'mac-address'],
  ['link-local-ip', 'link-local-ip'],
]);

const REMEDY =
  'Write a name, or `name=NAME,alias=ALIAS` with any of `ip`, `ip6`, `mac-address`, `link-local-ip`, `driver-opt`, `gw-priority`.';

/** A name or mode, or fields of CSV, which the client turns to lower case (docker/cli `opts.NetworkOpt`). */
export function readNetwork(text: Text, isStrict: boolean): Reading<NetworkValue> {
  if (text.isKnown && trimSpace(text.skeleton) === '' && isStrict)
    return failure(text.place, 'The network has no name.', REMEDY);
  const plain = success<NetworkValue>({ target: text.toStringSetting(), overlaps: new Map(), place: text.place });
  const isLong = /\w=\w/.test(text.skeleton.replaceAll(UNKNOWN_CHARACTER, 'x'));
  if (!isLong) return plain;
  const reading = readLongForm(text);
  return reading.failure !== undefined && !isStrict ? plain : reading;
}

function readLongForm(text: Text): Reading<NetworkValue> {
  const fields = readCsv(text);
  if (fields.failure !== undefined) return fields;
  let target: Text | undefined;
  const overlaps = new Map<string, Place>();
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    if (value === undefined || key.length === 0)
      return failure(field.place, `${quoted(field)} is not \`key=value\`.`, REMEDY);
    const name = trimSpace(key.skeleton.toLowerCase());
    const problem = checkField(name, value, field);
    if (problem !== undefined) return problem;
    if (name === 'name') target = value;
    const overlap = OVERLAPS.get(name);
    if (overlap !== undefined && !isNoAddress(name, value)) overlaps.set(overlap, field.place);
  }
  if (target === undefined || target.length === 0)
    return failure(text.place, `${quoted(text)} names no network.`, REMEDY);
  return success({
    target: mapSetting(target.toStringSetting(), (value) => trimSpace(value.toLowerCase())),
    overlaps,
    place: text.place,
  });
}

/** True for a MAC address that is empty, which is none. */
function isNoAddress(name: string, value: Text): boolean {
  return name === 'mac-address' && value.isKnown && trimSpace(value.skeleton) === '';
}

function checkField(name: string, value: Text, field: Text): ReturnType<typeof failure> | undefined {
  const content = value.value === undefined ? undefined : trimSpace(value.value);
  switch (name) {
    case 'name':
    case 'alias':
      return undefined;
    case 'mac-address':
      return content === undefined || isNoAddress(name, value) || isMacAddress(content)
        ? undefined
        : failure(
            value.place,
            `${quoted(value)} is not a MAC address.`,
            'Write an address such as `92:d0:c6:0a:29:33`.',
          );
    case 'ip':
    case 'ip6':
    case 'link-local-ip':
      return content === undefined || sentIpAddress(content) !== undefined
        ? undefined
        : failure(
            value.place,
            `${quoted(value)} is not an IP address.`,
            `Write an address, such as \`${name}=172.20.0.5\`.`,
          );
    case 'driver-opt':
      return content === undefined || /^[^=]+=/.test(content)
        ? undefined
        : failure(value.place, `${quoted(value)} is not \`key=value\`.`, 'Write `driver-opt=key=value`.');
    case 'gw-priority':
      return content === undefined || parseInteger(content) !== undefined
        ? undefined
        : failure(value.place, `${quoted(value)} is not a whole number.`, 'Write a whole number.');
    default:
      return failure(field.place, `A network has no key \`${name}\`.`, REMEDY);
  }
}

/** True for a network's name, false for a mode, `undefined` for neither (moby `NetworkMode.IsUserDefined`). */
export function isUserDefined(target: Setting<string>): boolean | undefined {
  if (target.known)
    return !['default', 'bridge', 'host', 'none'].includes(target.value) && !target.value.startsWith('container:');
  return target.pattern[0] === 'container:' ? false : undefined;
}
