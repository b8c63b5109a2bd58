import type { Problem } from '../../../model/finding.ts';
import type { Network } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import { known } from '../../../text/setting.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues } from '../grammar/flag-values.ts';
import { NETWORK_CREATE_FLAGS } from '../grammar/flags/client.ts';
import { wordPlace, wordSetting } from '../grammar/words.ts';

/** The network that `docker network create` defines; none where it has no name (docker/cli `cli/command/network/create.go`). */
export function readNetworkCreate(
  line: FlagLine,
  place: Place,
  isStrict: boolean,
): { readonly network?: Network; readonly problems: readonly Problem[] } {
  const { values, problems } = readFlagValues(NETWORK_CREATE_FLAGS, line.uses, isStrict);
  const [word] = line.positionals;
  const all = [...line.problems, ...problems];
  if (word === undefined) return { problems: all };
  const network: Network = {
    kind: 'network',
    name: wordSetting(word),
    driver: known('bridge', place),
    ...values.fields('network'),
    isExternal: false,
    place: wordPlace(word),
  };
  return { network, problems: all };
}
