import type { Problem } from '../../../model/finding.ts';
import type { Network, Volume } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import { known } from '../../../text/setting.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { NETWORK_CREATE_FLAGS, VOLUME_CREATE_FLAGS } from '../grammar/flags/client.ts';
import { wordPlace, wordSetting } from '../grammar/words.ts';

interface Definition<T> {
  readonly defined: readonly T[];
  readonly problems: readonly Problem[];
}

/**
 * The network that `docker network create` defines (docker/cli `cli/command/network/create.go`).
 */
export function readNetworkCreate(line: FlagLine, place: Place, isStrict: boolean): Definition<Network> {
  const { values, problems } = readFlagValues(NETWORK_CREATE_FLAGS, line.uses, isStrict);
  const networks = line.positionals.slice(0, 1).map((word) => ({
    kind: 'network' as const,
    name: wordSetting(word),
    driver: known('bridge', place),
    ...values.fields('network'),
    isExternal: false,
    place: wordPlace(word),
  }));
  return { defined: networks, problems: [...line.problems, ...problems] };
}

/** The volume that `docker volume create` defines (docker/cli `cli/command/volume/create.go`). */
export function readVolumeCreate(line: FlagLine, place: Place, isStrict: boolean): Definition<Volume> {
  const { values, problems } = readFlagValues(VOLUME_CREATE_FLAGS, line.uses, isStrict);
  const [word, second] = line.positionals;
  const flagPlace = values.placeOf('name');
  const refuse = (what: string, remedy: string, at: Place): Problem =>
    refusedValue('syntax/conflicting-flags', at, what, remedy);
  const refused = [
    ...(second === undefined
      ? []
      : [
          refuse(
            '`docker volume create` accepts one name.',
            'Create each volume with a separate command.',
            wordPlace(second),
          ),
        ]),
    ...(word === undefined || flagPlace === undefined
      ? []
      : [refuse('The volume has two names.', 'Remove `--name`.', flagPlace)]),
  ];
  const all = [...line.problems, ...problems, ...(isStrict ? refused : [])];
  const name = word === undefined ? values.last('name') : wordSetting(word);
  if (name === undefined) return { defined: [], problems: all };
  const volume: Volume = {
    kind: 'volume',
    name,
    driver: known('local', place),
    ...values.fields('volume'),
    isExternal: false,
    place: word === undefined ? place : wordPlace(word),
  };
  return { defined: [volume], problems: all };
}
