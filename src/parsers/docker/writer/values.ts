import type { Change } from '../../../model/change.ts';
import type { WrittenOption } from '../../../model/command-line.ts';
import { isSameLocation, type Location } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { readCsv } from '../../syntax/csv.ts';
import { devicePermissions } from '../../syntax/device.ts';
import { portParts } from '../../syntax/port.ts';
import { splitKeyValue } from '../../syntax/reading.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import { type LineEdit, type LineEdits, refusedLine } from './line-edit.ts';

type SetIn = Extract<Change, { kind: 'set-in' }>;

export function setMember(option: WrittenOption, change: SetIn): LineEdits {
  switch (option.name) {
    case 'publish':
      return change.member === 'hostIp' ? setHostIp(option, change.value) : NO_SUCH_PART;
    case 'volume':
      return change.member === 'readOnly' ? setVolumeReadOnly(option) : NO_SUCH_PART;
    case 'mount':
      return change.member === 'readOnly' ? setMountReadOnly(option) : NO_SUCH_PART;
    case 'device':
      return change.member === 'cgroupPermissions' ? setPermissions(option, change.value) : NO_SUCH_PART;
    case 'tmpfs':
      return deny(option, change.member);
    default:
      return NO_SUCH_PART;
  }
}

const NO_SUCH_PART = refusedLine('form', 'The option has no such part.');

function one(edit: LineEdit): LineEdits {
  return { edits: [edit] };
}

function setHostIp(option: WrittenOption, hostIp: string): LineEdits {
  const address = hostIp.includes(':') ? `[${hostIp}]` : hostIp;
  const { value } = option;
  if (value.indexOf('=') >= 0) return refusedLine('form', 'A `name=value` port has no address field.');
  const { ip, host, container } = portParts(value);
  if (host === undefined) return one({ kind: 'insert', option, at: 'start', newText: `${address}::` });
  if (container.length === value.length) return refusedLine('variable', 'A variable holds all parts of the port.');
  // A variable that may also contain the address counts as the port.
  if (ip === undefined || isSameLocation(ip.place.location, host.place.location))
    return one({ kind: 'insert', option, at: 'start', newText: `${address}:` });
  return ip.length === 0
    ? one({ kind: 'insert', option, at: 'start', newText: address })
    : one({ kind: 'replace', option, part: ip, newText: address });
}

function setVolumeReadOnly(option: WrittenOption): LineEdits {
  const spec = readVolumeSpec(option.value);
  if (spec.failure !== undefined) return refusedLine('form', spec.failure.what);
  const { source, target, options } = spec.value;
  if (source === undefined || source === target)
    return refusedLine('variable', 'A variable holds all parts of the volume.');
  const access = options.find(({ value }) => value === 'rw');
  if (access !== undefined) return one({ kind: 'replace', option, part: access, newText: 'ro' });
  return one({ kind: 'insert', option, at: 'end', newText: options.length === 0 ? ':ro' : ',ro' });
}

function setMountReadOnly(option: WrittenOption): LineEdits {
  const fields = readCsv(option.value);
  if (fields.failure !== undefined) return refusedLine('form', fields.failure.what);
  const written = fields.value.map((field) => splitKeyValue(field)).findLast(({ key }) => isReadOnlyKey(key));
  if (written?.value !== undefined) return one({ kind: 'replace', option, part: written.value, newText: 'true' });
  return one({ kind: 'insert', option, at: 'end', newText: ',readonly' });
}

function isReadOnlyKey({ value }: Text): boolean {
  return ['readonly', 'ro'].includes(value?.toLowerCase() ?? '');
}

function setPermissions(option: WrittenOption, permissions: string): LineEdits {
  const written = devicePermissions(option.value);
  return written === undefined
    ? one({ kind: 'insert', option, at: 'end', newText: `:${permissions}` })
    : one({ kind: 'replace', option, part: written, newText: permissions });
}

export function tmpfsOptions({ name, value }: WrittenOption): Text | undefined {
  return name === 'tmpfs' ? splitKeyValue(value, ':').value : undefined;
}

/** Of several options with one name, the last counts. */
function deny(option: WrittenOption, name: string): LineEdits {
  const written = tmpfsOptions(option)
    ?.split(',')
    .findLast(({ value }) => value === name);
  if (written === undefined)
    return refusedLine('variable', `A variable holds \`${name}\` together with other options.`);
  return one({ kind: 'replace', option, part: written, newText: `no${name}` });
}

/** Removes part of an option's value with its separator; `undefined` if it isn't a part. */
export function removePart(option: WrittenOption, location: Location): LineEdits | undefined {
  const { name, value } = option;
  if (name === 'volume') {
    const spec = readVolumeSpec(value);
    const options = spec.failure === undefined ? spec.value.options : [];
    const start = value.length - options.reduce((length, each) => length + each.length + 1, 0);
    return options.length === 1
      ? removeFrom(option, options, location, () => value.slice(start))
      : removeItem(option, start + 1, options, location);
  }
  // With quotes, the parsed part differs from the written one.
  if (value.indexOf('"') >= 0) return undefined;
  const items = value.split(',');
  if (name === 'network')
    return items
      .map((item) => splitKeyValue(item))
      .some((item) => item.key.value === 'name' && isAt(item.value, location))
      ? one({ kind: 'remove', option })
      : undefined;
  if (name === 'mount') return removeItem(option, 0, items, location, (field) => splitKeyValue(field).value ?? field);
  return items.length > 1 ? removeItem(option, 0, items, location) : undefined;
}

function removeItem(
  option: WrittenOption,
  start: number,
  items: readonly Text[],
  location: Location,
  partOf: (item: Text) => Text = (item) => item,
): LineEdits | undefined {
  const { value } = option;
  return removeFrom(option, items.map(partOf), location, (index) => {
    const from = items.slice(0, index).reduce((at, item) => at + item.length + 1, start);
    const end = from + (items[index]?.length ?? 0);
    // Removes the separator too: before it, or after it for the first part.
    return index > 0 ? value.slice(from - 1, end) : value.slice(from, end + 1);
  });
}

function removeFrom(
  option: WrittenOption,
  parts: readonly Text[],
  location: Location,
  removed: (index: number) => Text,
): LineEdits | undefined {
  const index = parts.findIndex((part) => isAt(part, location));
  return index < 0 ? undefined : one({ kind: 'replace', option, part: removed(index), newText: '' });
}

function isAt(part: Text | undefined, location: Location): boolean {
  return part !== undefined && isSameLocation(part.place.location, location);
}
