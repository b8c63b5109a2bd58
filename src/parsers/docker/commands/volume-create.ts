import type { Problem } from '../../../model/finding.ts';
import type { Volume } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import { known } from '../../../text/setting.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, toProblem } from '../grammar/flag-values.ts';
import { VOLUME_CREATE_FLAGS } from '../grammar/flags/client.ts';
import { wordPlace, wordSetting } from '../grammar/words.ts';

/** The volume that `docker volume create` defines; none where it has no name, since nothing can refer to it (docker/cli `cli/command/volume/create.go`). */
export function readVolumeCreate(
  line: FlagLine,
  place: Place,
  isStrict: boolean,
): { readonly volume?: Volume; readonly problems: readonly Problem[] } {
  const { values, problems } = readFlagValues(VOLUME_CREATE_FLAGS, line.uses, isStrict);
  const [word, second] = line.positionals;
  const flagPlace = values.placeOf('name');
  const extra: Problem[] = [];
  const refuse = (what: string, remedy: string, at: Place): number =>
    extra.push(toProblem({ what, remedy, place: at }, 'syntax/conflicting-flags'));
  if (isStrict && second !== undefined)
    refuse('`docker volume create` takes one name.', 'Create each volume by its own command.', wordPlace(second));
  if (isStrict && word !== undefined && flagPlace !== undefined)
    refuse('The volume is named twice.', 'Leave `--name` out.', flagPlace);
  const name = word === undefined ? values.last('name') : wordSetting(word);
  const all = [...line.problems, ...problems, ...extra];
  if (name === undefined) return { problems: all };
  const volume: Volume = {
    kind: 'volume',
    name,
    driver: known('local', place),
    ...values.fields('volume'),
    isExternal: false,
    place: word === undefined ? place : wordPlace(word),
  };
  return { volume, problems: all };
}
