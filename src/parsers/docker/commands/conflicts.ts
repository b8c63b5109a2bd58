import type { Problem } from '../../../model/finding.ts';
import { isCertain, type Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import { refusedValue } from '../grammar/flag-values.ts';
import { isUserDefined } from '../grammar/values/networks.ts';
import { type Argument, wordPlace, wordValue } from '../grammar/words.ts';
import type { RunValues } from './host-config.ts';

/** Reports mutually exclusive flags (docker/cli `opts.go`, `run.go`) at the later one, except uncertain flags. */
export function* checkOptionConflicts(values: RunValues): Iterable<Problem> {
  const policy = valueOf(values.last('restart')?.name) ?? 'no';
  const [rm, restart] = [values.placeOf('rm'), values.placeOf('restart')];
  const isRemoved = values.isCertain('rm') && valueOf(values.last('rm')) === true;
  const isRestarted = values.isCertain('restart') && !['', 'no'].includes(policy);
  if (isRemoved && isRestarted && rm !== undefined && restart !== undefined)
    yield conflict(later(rm, restart), '`--rm` and `--restart` are mutually exclusive.', 'Remove one of them.');
  const networks = values.all('network').filter(({ place }) => isCertain(place));
  const kinds = networks.map(({ target }) => isUserDefined(target));
  const mode = networks.find((_, index) => kinds[index] === false);
  if (mode !== undefined && kinds.includes(true)) {
    const what = `\`${valueOf(mode.target) ?? 'a mode'}\` can't be combined with a user-defined network.`;
    yield conflict(mode.place, what, 'Use only networks, or only one mode.');
  }
}

function conflict(place: Place, what: string, remedy: string): Problem {
  return refusedValue('syntax/conflicting-flags', place, what, remedy);
}

function later(one: Place, other: Place): Place {
  return other.location.span.start >= one.location.span.start ? other : one;
}

/** Options of `docker run` with a value of theirs; programs have options of these names too. */
const FORMS = [
  /^(?:--privileged|-it|-ti|-itd|-dit)$/,
  /^(?:-p|--publish)[ =]?(?:[\d.]+:)?\d+:\d+(?:\/(?:tcp|udp))?$/,
  /^(?:-v|--volume)[ =]?[^\w:-][^:]*:\/[^:]*(?::r[ow])?$/,
  /^(?:-e|--env)[ =]?[A-Z][A-Z\d_]*=/,
  /^--restart[ =](?:always|unless-stopped|no|on-failure(?::\d+)?)$/,
  /^--(?:network|net|pid|ipc)[ =]host$/,
  /^--cap-(?:add|drop)[ =][A-Z_]+$/,
];

/** An option after the image, which the client gives to the container's program. */
export function lateOption([first, second]: readonly Argument[], command: string): readonly Problem[] {
  const option = wordValue(first);
  if (first === undefined || option === undefined || !isCertain(wordPlace(first))) return [];
  const given = `${option} ${second?.kind === 'word' ? second.text.skeleton : ''}`;
  if (!FORMS.some((form) => form.test(option) || form.test(given))) return [];
  const name = /^(?:--[\w-]+|-it|-ti|-itd|-dit|-.)/.exec(option)?.[0] ?? option;
  const what = `\`${name}\` comes after the image, so \`${command}\` passes it to the container's program.`;
  const remedy = `If it is for \`${command}\`, move it before the image.`;
  return [problem('syntax/unsupported', wordPlace(first), what, { remedy, severity: 'info' })];
}
