import type { Problem } from '../../../model/finding.ts';
import { isCertain, type Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import { type FlagValues, refusedValue } from '../grammar/flag-values.ts';
import type { RUN_FLAGS } from '../grammar/flags/container.ts';
import { isUserDefined } from '../grammar/values/networks.ts';

type RunValues = FlagValues<typeof RUN_FLAGS>;

/**
 * Reports mutually exclusive flags (docker/cli `opts.go`, `run.go`) at the later one, unless a flag
 * is uncertain.
 */
export function* checkOptionConflicts(values: RunValues): Iterable<Problem> {
  const restart = values.last('restart');
  const policy = restart === undefined ? undefined : valueOf(restart.name);
  const [rm, restartPlace] = [values.placeOf('rm'), values.placeOf('restart')];
  if (
    values.isCertain('rm') &&
    values.isCertain('restart') &&
    valueOf(values.last('rm')) === true &&
    policy !== undefined &&
    !['', 'no'].includes(policy) &&
    rm !== undefined &&
    restartPlace !== undefined
  )
    yield conflict(later(rm, restartPlace), '`--rm` and `--restart` are mutually exclusive.', 'Remove one of them.');
  const networks = values.all('network').filter(({ place }) => isCertain(place));
  const kinds = networks.map(({ target }) => isUserDefined(target));
  const mode = networks.find((_, index) => kinds[index] === false);
  if (mode !== undefined && kinds.includes(true)) {
    yield conflict(
      mode.place,
      `\`${valueOf(mode.target) ?? 'a mode'}\` can't be combined with a user-defined network.`,
      'Use only networks, or only one mode.',
    );
  }
}

function conflict(place: Place, what: string, remedy: string): Problem {
  return refusedValue('syntax/conflicting-flags', place, what, remedy);
}

function later(one: Place, other: Place): Place {
  return other.location.span.start >= one.location.span.start ? other : one;
}
