import type { Container } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import { type Place, placeAt } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { parseDockerCommand } from '../../docker/index.ts';
import { QUADLET_KEYS } from '../../programs/quadlet-keys.ts';
import { nameSpecifiers, readUnitName, unitBase } from '../units/unit-name.ts';
import { CommandWords } from './command-words.ts';
import { addKey, globalWords } from './container-command.ts';
import { POD_KEYS } from './pod-keys.ts';
import type { QuadletUnit } from './quadlet-unit.ts';
import type { UnitsBeside } from './units-beside.ts';
import { addUserMappings } from './user-mappings.ts';

export const POD = 'Pod';

/** The pod of a unit. */
export interface ReadPod {
  readonly pod: Container | undefined;
  readonly header: Place;
  readonly problems: readonly Problem[];
  readonly values: readonly Location[];
}

/** The pod of a `.pod` unit: that of Quadlet's `podman pod create` (containers/podman `pkg/systemd/quadlet/quadlet.go`, `ConvertPod`). */
export function readPodUnit(path: string, unit: QuadletUnit, units: UnitsBeside): ReadPod {
  const header = unit.header(POD) ?? placeAt(path, 0, 1);
  const base = unitBase(path);
  const words = new CommandWords();
  words.own(header, 'pod', 'create', '--infra-conmon-pidfile=%t/%N.pid', '--replace', '--exit-policy=stop');
  addUserMappings(unit, POD, words);
  for (const name of POD_KEYS) {
    const key = QUADLET_KEYS.find((each) => each.key === name);
    if (key !== undefined) addKey(unit, POD, key, words, units);
  }
  const name = unit.filled(POD, 'PodName');
  if (name === undefined) words.own(header, '--name', `systemd-${base}`);
  else words.flag('name', name);
  words.given(unit.arguments(POD, 'PodmanArgs').map(({ text }) => text));
  const service = unit.last(POD, 'ServiceName')?.text.skeleton ?? `${base}-pod`;
  const specifiers = nameSpecifiers(readUnitName(service));
  const expanded = [globalWords(unit, POD), words].flatMap((each) =>
    each.expanded(specifiers, new Map<string, Text>()),
  );
  const { subjects, problems, values } = parseDockerCommand({
    program: 'podman',
    programPlace: header,
    programWord: header,
    arguments: expanded,
  });
  const [subject] = subjects;
  const pod: Container | undefined =
    subject?.kind === 'container'
      ? {
          ...subject,
          origin: 'quadlet',
          place: header,
          flagNames: new Map(),
          name: name === undefined ? base : subject.name,
        }
      : undefined;
  return { pod, header, problems, values };
}
