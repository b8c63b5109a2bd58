import { type Place, placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { DockerResult } from '../../docker/index.ts';
import { nameSpecifiers, readUnitName, unitBase } from '../units/unit-name.ts';
import { CommandWords, readPodman } from './command-words.ts';
import { globalWords } from './container-command.ts';
import { serviceName, type UnitBeside, type UnitsBeside } from './units-beside.ts';

/**
 * The `.volume` and `.network` units of a container (containers/podman
 * `pkg/systemd/quadlet/quadlet.go`, `ConvertVolume`, `ConvertNetwork`).
 */
export function readUnitResources(units: UnitsBeside): readonly DockerResult[] {
  return units.found.flatMap((found) => {
    if (found.kind !== 'volume' && found.kind !== 'network') return [];
    const header = found.unit.header(found.section) ?? placeAt(found.path, 0, 0);
    const words = found.kind === 'volume' ? volumeWords(found, header) : networkWords(found, header);
    const specifiers = nameSpecifiers(readUnitName(serviceName(found)));
    const before = globalWords(found.unit, found.section);
    return [readPodman(header, [...before.expanded(specifiers), ...words.expanded(specifiers)])];
  });
}

function volumeWords({ unit, section, path }: UnitBeside, header: Place): CommandWords {
  const words = new CommandWords();
  words.own(header, 'volume', 'create');
  const driver = unit.last(section, 'Driver');
  words.flag('driver', driver);
  const device = unit.filled(section, 'Device');
  if (driver?.text.skeleton !== 'image' && device !== undefined) {
    words.flag('opt', device, 'device=');
    words.flag('opt', unit.filled(section, 'Type'), 'type=');
    words.flag('opt', unit.filled(section, 'Options'), 'o=');
  }
  words.given(unit.arguments(section, 'PodmanArgs').map(({ text }) => text));
  addName(words, unit.filled(section, 'VolumeName')?.text, path, header);
  return words;
}

function networkWords({ unit, section, path }: UnitBeside, header: Place): CommandWords {
  const words = new CommandWords();
  words.own(header, 'network', 'create');
  words.flag('driver', unit.filled(section, 'Driver'));
  words.boolean('internal', unit.boolean(section, 'Internal'));
  for (const option of unit.pairs(section, 'Options')) words.flag('opt', option);
  words.given(unit.arguments(section, 'PodmanArgs').map(({ text }) => text));
  addName(words, unit.filled(section, 'NetworkName')?.text, path, header);
  return words;
}

function addName(words: CommandWords, given: Text | undefined, path: string, header: Place): void {
  words.given([given ?? Text.derived(`systemd-${unitBase(path)}`, header)]);
}
