import type { Place } from '../../../../text/location.ts';
import { mapSetting, type Setting } from '../../../../text/setting.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { isMacAddress, sentIpAddress } from '../../../syntax/ip-address.ts';
import { parseInteger } from '../../../syntax/number.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';
import { trimSpace } from '../../../syntax/space.ts';

/** A `--network`: its name or mode, and fields that older flags can set too. */
export interface NetworkValue {
  readonly target: Setting<string>;
  /** By the older flag: `network-alias`, `ip`, `ip6`, `mac-address`, `link-local-ip`. */
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
  'Write a name, or `name=NAME` with optional `alias`, `ip`, `ip6`, `mac-address`, `link-local-ip`, `driver-opt`, `gw-priority`.';

/** A name or mode, or CSV fields, which the client lowercases (docker/cli `opts.NetworkOpt`). */
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
    return failure(text.place, `${quoted(text)} has no network name.`, REMEDY);
  return success({
    target: mapSetting(target.toStringSetting(), (value) => trimSpace(value.toLowerCase())),
    overlaps,
    place: text.place,
  });
}

/** True for an empty MAC address, which is none. */
function isNoAddress(name: string, value: Text): boolean {
  return name === 'mac-address' && value.isKnown && trimSpace(value.skeleton) === '';
}

/** A field's check, the message if it fails, and the remedy. */
type Form = readonly [isRight: (value: string) => boolean, what: string, remedy: string];

const isSentAddress = (value: string): boolean => sentIpAddress(value) !== undefined;
const address = (key: string): Form => [
  isSentAddress,
  'an IP address',
  `Write an address, such as \`${key}=172.20.0.5\`.`,
];
const FORMS: Readonly<Record<string, Form>> = {
  name: [() => true, '', ''],
  alias: [() => true, '', ''],
  'mac-address': [
    (value) => value === '' || isMacAddress(value),
    'a MAC address',
    'Write an address such as `92:d0:c6:0a:29:33`.',
  ],
  ip: address('ip'),
  ip6: address('ip6'),
  'link-local-ip': address('link-local-ip'),
  'driver-opt': [(value) => /^[^=]+=/.test(value), '`key=value`', 'Write `driver-opt=key=value`.'],
  'gw-priority': [(value) => parseInteger(value) !== undefined, 'a whole number', 'Write a whole number.'],
};

function checkField(name: string, value: Text, field: Text): ReturnType<typeof failure> | undefined {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form === undefined) return failure(field.place, `Unknown network key \`${name}\`.`, REMEDY);
  const [isRight, what, remedy] = form;
  return value.value === undefined || isRight(trimSpace(value.value))
    ? undefined
    : failure(value.place, `${quoted(value)} is not ${what}.`, remedy);
}

/** True for a network's name, false for a mode, `undefined` otherwise (moby `NetworkMode.IsUserDefined`). */
export function isUserDefined(target: Setting<string>): boolean | undefined {
  if (target.known)
    return !['default', 'bridge', 'host', 'none'].includes(target.value) && !target.value.startsWith('container:');
  return target.pattern[0] === 'container:' ? false : undefined;
}
