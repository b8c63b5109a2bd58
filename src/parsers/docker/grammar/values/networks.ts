import type { Place } from '../../../../text/location.ts';
import { mapSetting, type Setting } from '../../../../text/setting.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { words } from '../../../../util/words.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';
import { trimSpace } from '../../../syntax/space.ts';

export interface NetworkValue {
  readonly target: Setting<string>;
  readonly place: Place;
}

const KEYS: readonly string[] = words('name alias ip ip6 mac-address link-local-ip driver-opt gw-priority');

const REMEDY = `Write a name, or \`name=NAME\` with optional ${KEYS.slice(1)
  .map((key) => `\`${key}\``)
  .join(', ')}.`;

/** A name or mode, or CSV fields, which the client lowercases (docker/cli `opts.NetworkOpt`). */
export function readNetwork(text: Text, isStrict: boolean): Reading<NetworkValue> {
  const plain = success<NetworkValue>({ target: text.toStringSetting(), place: text.place });
  const isLong = /\w=\w/.test(text.skeleton.replaceAll(UNKNOWN_CHARACTER, 'x'));
  if (!isLong) return plain;
  const reading = readLongForm(text);
  return reading.failure !== undefined && !isStrict ? plain : reading;
}

function readLongForm(text: Text): Reading<NetworkValue> {
  const fields = readCsv(text);
  if (fields.failure !== undefined) return fields;
  let target: Text | undefined;
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    const name = trimSpace(key.skeleton.toLowerCase());
    if (!KEYS.includes(name)) return failure(field.place, `Unknown network key \`${name}\`.`, REMEDY);
    if (name === 'name') target = value;
  }
  if (target === undefined || target.length === 0)
    return failure(text.place, `${quoted(text)} has no network name.`, REMEDY);
  return success({
    target: mapSetting(target.toStringSetting(), (value) => trimSpace(value.toLowerCase())),
    place: text.place,
  });
}

/**
 * True for a network's name, false for a mode, `undefined` if unclear (moby
 * `NetworkMode.IsUserDefined`).
 */
export function isUserDefined(target: Setting<string>): boolean | undefined {
  if (target.known)
    return !['default', 'bridge', 'host', 'none'].includes(target.value) && !target.value.startsWith('container:');
  return target.pattern[0] === 'container:' ? false : undefined;
}
