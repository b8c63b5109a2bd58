import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { readCsv } from '../../syntax/csv.ts';
import { unitBase } from '../units/unit-name.ts';
import { kindOf, serviceName, type UnitsBeside } from './units-beside.ts';

/*
 * Replaces the names of units in values (containers/podman `pkg/systemd/quadlet/quadlet.go`); if a
 * unit isn't found, its resource has Quadlet's default name.
 */

/**
 * The image of `Image=`, or of the `.image` or `.build` unit that it names (`handleImageSource`).
 */
export function resolveImage(image: Text, units: UnitsBeside): { readonly image: Text; readonly build?: Place } {
  const name = image.skeleton;
  const kind = kindOf(name);
  if (kind !== 'image' && kind !== 'build') return { image };
  const found = units.find(name);
  const tags = found?.unit.all(found.section, 'ImageTag') ?? [];
  const tag = (kind === 'build' ? tags[0] : tags.at(-1))?.text;
  const pulled = found?.unit.filled(found.section, 'Image')?.text;
  const written = kind === 'build' ? tag : (tag ?? pulled);
  const resolved = written === undefined ? Text.unknown(name, image.place) : reached(written, image);
  return kind === 'build' ? { image: resolved, build: image.place } : { image: resolved };
}

/**
 * The network in `web.network:ip=10.1.1.1` or `db.container`; otherwise the text (`addNetworks`).
 */
export function resolveNetwork(network: Text, units: UnitsBeside): Text {
  const [name = network, options] = network.split(':', 2);
  const kind = kindOf(name.skeleton);
  if (kind === 'network')
    return Text.concat([resourceName(name, units, 'NetworkName'), network.slice(name.length)], network.whole);
  if (kind !== 'container' || options !== undefined) return network;
  return Text.concat([Text.derived('container:', name.place), containerName(name, units)], network.whole);
}

/**
 * The volume in `data.volume:/data`; otherwise the text (`addVolumes`). Like Quadlet, drops an
 * empty source.
 */
export function resolveVolume(volume: Text, units: UnitsBeside): Text {
  const [source = volume, target] = volume.split(':', 2);
  if (target === undefined) return volume;
  if (source.length === 0) return target.split(':', 2)[0] ?? target;
  if (kindOf(source.skeleton) !== 'volume' || /^[./]/.test(source.skeleton)) return volume;
  return Text.concat([resourceName(source, units, 'VolumeName'), volume.slice(source.length)], volume.whole);
}

/** A `Mount=` with the names of units in its sources replaced (`resolveContainerMountParams`). */
export function resolveMount(mount: Text, units: UnitsBeside): Text {
  const fields = readCsv(mount);
  if (fields.failure !== undefined) return mount;
  const source = fields.value.findLast((field) => /^(?:source|src)=/.test(field.skeleton));
  const value = source?.slice(source.indexOf('=') + 1);
  const kind = value === undefined ? undefined : kindOf(value.skeleton);
  if (source === undefined || value === undefined || (kind !== 'volume' && kind !== 'image')) return mount;
  if (/^[./]/.test(value.skeleton)) return mount;
  const resolved = kind === 'volume' ? resourceName(value, units, 'VolumeName') : resolveImage(value, units).image;
  const at = mount.skeleton.indexOf(value.skeleton);
  if (at < 0) return mount;
  return Text.concat([mount.slice(0, at), resolved, mount.slice(at + value.length)], mount.whole);
}

function resourceName(name: Text, units: UnitsBeside, key: 'VolumeName' | 'NetworkName'): Text {
  const found = units.find(name.skeleton);
  const given = found?.unit.filled(found.section, key)?.text;
  return given === undefined ? Text.derived(`systemd-${unitBase(name.skeleton)}`, name.place) : reached(given, name);
}

/**
 * The name of another container, unknown if systemd must expand it (`GetContainerResourceName`).
 */
function containerName(name: Text, units: UnitsBeside): Text {
  const found = units.find(name.skeleton);
  const given = found?.unit.filled(found.section, 'ContainerName')?.text;
  const service = found === undefined ? unitBase(name.skeleton) : serviceName(found);
  if (given === undefined) return Text.derived(`systemd-${service}`, name.place);
  return given.skeleton.includes('%') ? Text.unknown(name.skeleton, name.place) : reached(given, name);
}

function reached(value: Text, use: Text): Text {
  return value.via({ kind: 'variable', location: use.place.location });
}
