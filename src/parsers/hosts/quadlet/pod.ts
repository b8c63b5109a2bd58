import type { Container } from '../../../model/container.ts';
import { placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { words as wordsOf } from '../../../util/words.ts';
import type { DockerResult } from '../../docker/index.ts';
import { QUADLET_KEYS } from '../../programs/quadlet-keys.ts';
import { nameSpecifiers, readUnitName, unitBase } from '../units/unit-name.ts';
import { CommandWords, readPodman } from './command-words.ts';
import { addKey, globalWords } from './container-command.ts';
import type { QuadletUnit } from './quadlet-unit.ts';
import type { UnitsBeside } from './units-beside.ts';
import { addUserMappings } from './user-mappings.ts';

export const POD = 'Pod';

/** The keys that have the same flags in `[Pod]` as in `[Container]`, in Quadlet's order. */
const SHARED_KEYS = wordsOf(
  `UserNS UIDMap GIDMap SubUIDMap SubGIDMap PublishPort Label Network IP IP6 ShmSize NetworkAlias DNS DNSOption DNSSearch
  AddHost HostName Volume`,
);

export const POD_KEYS: ReadonlySet<string> = new Set([
  ...SHARED_KEYS,
  ...wordsOf(
    `ContainersConfModule ExitPolicy GlobalArgs PodName PodmanArgs RemapGid RemapUid RemapUidSize RemapUsers ServiceName
    StopTimeout`,
  ),
]);

/**
 * The pod that Quadlet's `podman pod create` makes of a `.pod` unit (containers/podman
 * `pkg/systemd/quadlet/quadlet.go`, `ConvertPod`).
 */
export function readPodUnit(path: string, unit: QuadletUnit, units: UnitsBeside): DockerResult {
  const header = unit.header(POD) ?? placeAt(path, 0, 1);
  const base = unitBase(path);
  const words = new CommandWords();
  words.own(header, 'pod', 'create', '--infra-conmon-pidfile=%t/%N.pid', '--replace', '--exit-policy=stop');
  addUserMappings(unit, POD, words);
  for (const name of SHARED_KEYS) {
    const key = QUADLET_KEYS.find((each) => each.key === name);
    if (key !== undefined) addKey(unit, POD, key, words, units);
  }
  const name = unit.filled(POD, 'PodName');
  words.flag('name', name ?? { key: header, text: Text.derived(`systemd-${base}`, header) });
  words.given(unit.arguments(POD, 'PodmanArgs').map(({ text }) => text));
  const service = unit.last(POD, 'ServiceName')?.text.skeleton ?? `${base}-pod`;
  const specifiers = nameSpecifiers(readUnitName(service));
  const result = readPodman(header, [...globalWords(unit, POD).expanded(specifiers), ...words.expanded(specifiers)]);
  const subjects = result.subjects.flatMap((subject): readonly Container[] => {
    if (subject.kind !== 'container') return [];
    const called = name === undefined ? base : subject.name;
    return [{ ...subject, origin: 'quadlet', place: header, flagNames: new Map(), name: called }];
  });
  return { ...result, subjects };
}
