import type { Healthcheck } from '../../../model/config.ts';
import type { Problem } from '../../../model/finding.ts';
import { known, type Setting, valueOf } from '../../../text/setting.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { HEALTH_FLAGS } from '../grammar/flags/container.ts';
import { jsonWords } from './json-words.ts';

const TIMINGS = [
  'health-interval',
  'health-timeout',
  'health-start-period',
  'health-start-interval',
  'health-retries',
] as const;

/**
 * The combined `--health-…` flags (docker/cli `opts.go`, `parse`); `undefined` if none has an
 * effect. Podman parses the command differently.
 */
export function readHealth(
  { uses }: Pick<FlagLine, 'uses'>,
  isPodman = false,
): {
  readonly healthcheck?: Healthcheck;
  readonly problems: readonly Problem[];
} {
  const own = uses.filter(({ flag }) => HEALTH_FLAGS.some(({ name }) => name === flag.name));
  const { values } = readFlagValues(HEALTH_FLAGS, own, false);
  const command = values.last('health-cmd');
  const hasCommand = command !== undefined && valueOf(command) !== '';
  const timings = TIMINGS.filter((name) => values.last(name) !== undefined && valueOf(values.last(name)) !== 0);
  const isOff = values.last('no-healthcheck');
  const offPlace = values.placeOf('no-healthcheck');

  const conflict = hasCommand ? 'health-cmd' : timings[0];
  const conflictPlace = conflict === undefined ? undefined : values.placeOf(conflict);
  if (isOff !== undefined && offPlace !== undefined && valueOf(isOff) !== false) {
    const healthcheck: Healthcheck = { test: [known('NONE', offPlace)], place: offPlace };
    if (conflict === undefined || !isOff.known || !values.isCertain('no-healthcheck') || !values.isCertain(conflict))
      return { healthcheck, problems: [] };
    const what = `\`--no-healthcheck\` disables what \`--${conflict}\` sets.`;
    return {
      healthcheck,
      problems: [refusedValue('syntax/conflicting-flags', offPlace, what, 'Remove one of them.')],
    };
  }

  const negative = TIMINGS.flatMap((name) => {
    const setting = values.last(name);
    return setting?.known === true && setting.value < 0
      ? [refusedValue('syntax/invalid-value', setting.place, `\`--${name}\` can't be negative.`)]
      : [];
  });
  const place = conflictPlace;
  if (place === undefined) return { problems: negative };
  const test = command === undefined || !hasCommand ? {} : { test: testOf(command, isPodman) };
  return { healthcheck: { ...test, ...values.fields('healthcheck'), place }, problems: negative };
}

/**
 * A string is run by a shell. podman also accepts the word `none`, or a JSON list that is run
 * without a shell.
 */
function testOf(command: Setting<string>, isPodman: boolean): readonly Setting<string>[] {
  const { place } = command;
  if (isPodman && valueOf(command) === 'none') return [known('NONE', place)];
  const words = isPodman ? jsonWords(command) : undefined;
  const [first = command] = words ?? [];
  return words !== undefined && words.length > 1 ? [known('CMD', place), ...words] : [known('CMD-SHELL', place), first];
}
