import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { known } from '../../../text/setting.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { NETWORK_CREATE_FLAGS, VOLUME_CREATE_FLAGS } from '../grammar/flags/client.ts';
import { wordPlace, wordSetting } from '../grammar/words.ts';
import type { DockerResult } from './invocation.ts';

/** The network that `docker network create` defines (docker/cli `cli/command/network/create.go`). */
export function readNetworkCreate(
  line: FlagLine,
  place: Place,
  isStrict: boolean,
): Pick<DockerResult, 'networks' | 'problems'> {
  const { values, problems } = readFlagValues(NETWORK_CREATE_FLAGS, line.uses, isStrict);
  const networks = line.positionals.slice(0, 1).map((word) => ({
    kind: 'network' as const,
    name: wordSetting(word),
    driver: known('bridge', place),
    ...values.fields('network'),
    isExternal: false,
    place: wordPlace(word),
  }));
  return { networks, problems };
}

/** The volume that `docker volume create` defines (docker/cli `cli/command/volume/create.go`). */
export function readVolumeCreate(
  line: FlagLine,
  place: Place,
  isStrict: boolean,
): Pick<DockerResult, 'volumes' | 'problems'> {
  const { values, problems } = readFlagValues(VOLUME_CREATE_FLAGS, line.uses, isStrict);
  const [word, second] = line.positionals;
  const flagPlace = word && values.placeOf('name');
  const refuse = (at: Place | undefined, what: string, remedy: string): readonly Problem[] =>
    at === undefined || !isStrict ? [] : [refusedValue('syntax/conflicting-flags', at, what, remedy)];
  const one = '`docker volume create` accepts one name.';
  const name = word === undefined ? values.last('name') : wordSetting(word);
  return {
    volumes:
      name === undefined
        ? []
        : [
            {
              kind: 'volume',
              name,
              driver: known('local', place),
              ...values.fields('volume'),
              isExternal: false,
              place: word === undefined ? place : wordPlace(word),
            },
          ],
    problems: [
      ...problems,
      ...refuse(second && wordPlace(second), one, 'Create each volume with a separate command.'),
      ...refuse(flagPlace, 'The volume has two names.', 'Remove `--name`.'),
    ],
  };
}
