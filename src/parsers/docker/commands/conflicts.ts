import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import { isCertain, type Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import { type FlagValues, refusedValue } from '../grammar/flag-values.ts';
import type { RUN_FLAGS } from '../grammar/flags/container.ts';
import { isUserDefined } from '../grammar/values/networks.ts';

type RunValues = FlagValues<typeof RUN_FLAGS>;
type FlagName = (typeof RUN_FLAGS)[number]['name'];

/** Reports mutually exclusive flags (docker/cli `opts.go`, `run.go`) at the later one, except uncertain flags, and missing flags if options are unresolved. */
export function checkOptionConflicts(
  values: RunValues,
  unresolvedOptions: readonly UnresolvedOptions[],
): readonly Problem[] {
  return [
    ...checkLifecycle(values),
    ...checkLogging(values),
    ...checkNetworks(values),
    ...checkAliases(values, unresolvedOptions),
  ];
}

/** Flags for Windows engines only (docker/cli `addFlags`, the annotation `ostype`). */
const ON_WINDOWS = ['cpu-count', 'cpu-percent', 'io-maxbandwidth', 'io-maxiops'] as const satisfies readonly FlagName[];

/** Flags that Linux engines reject, since the file doesn't determine the system; none for Windows images. */
export function checkSystem(values: RunValues, image: string | undefined): readonly Problem[] {
  if (image?.startsWith('mcr.microsoft.com/windows') === true) return [];
  return ON_WINDOWS.flatMap((flag) => {
    const place = values.placeOf(flag);
    if (place === undefined || !values.isCertain(flag)) return [];
    const what = `\`--${flag}\` works only with a Windows engine; on Linux, the command fails.`;
    const remedy = 'Remove it unless the engine runs on Windows.';
    return [problem('syntax/unsupported', place, what, { severity: 'info', remedy })];
  });
}

function* checkLifecycle(values: RunValues): Iterable<Problem> {
  const restart = values.last('restart');
  const policy = restart === undefined ? undefined : valueOf(restart.name);
  if (
    areBoth(values, 'rm', 'restart') &&
    valueOf(values.last('rm')) === true &&
    policy !== undefined &&
    policy !== 'no' &&
    policy !== ''
  ) {
    yield conflict(
      later(values, 'rm', 'restart'),
      '`--rm` and `--restart` are mutually exclusive.',
      'Remove one of them.',
    );
  }
  if (areBoth(values, 'detach', 'attach') && valueOf(values.last('detach')) === true) {
    yield conflict(
      later(values, 'detach', 'attach'),
      '`--attach` and `--detach` are mutually exclusive.',
      'Remove one of them.',
    );
  }
}

function* checkLogging(values: RunValues): Iterable<Problem> {
  if (areBoth(values, 'log-driver', 'log-opt') && valueOf(values.last('log-driver')) === 'none') {
    yield conflict(
      later(values, 'log-driver', 'log-opt'),
      "Log driver `none` doesn't support `--log-opt`.",
      'Remove the option, or use another driver.',
    );
  }
}

function* checkNetworks(values: RunValues): Iterable<Problem> {
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
  const seen = new Set<string>();
  for (const { target, place } of networks) {
    const name = valueOf(target);
    if (name !== undefined && seen.has(name))
      yield conflict(place, `Network \`${name}\` is specified twice.`, 'Specify each network once.');
    if (name !== undefined) seen.add(name);
  }
}

/** Older flags for the first network. */
function* checkAliases(values: RunValues, unresolvedOptions: readonly UnresolvedOptions[]): Iterable<Problem> {
  const [first] = values.all('network');
  if (unresolvedOptions.length > 0 || (first !== undefined && !isCertain(first.place))) return;
  for (const name of ['network-alias', 'ip', 'ip6', 'mac-address', 'link-local-ip'] as const) {
    const overlap = first?.overlaps.get(name);
    if (overlap !== undefined && values.isCertain(name) && !isEmpty(values, name)) {
      yield conflict(overlap, `\`--network\` and \`--${name}\` both set it.`, `Leave \`--${name}\` out.`);
    }
  }
  const needsNetwork = first === undefined || isUserDefined(first.target) === false;
  const alias = values.placeOf('network-alias') ?? (needsNetwork ? first?.overlaps.get('network-alias') : undefined);
  if (needsNetwork && alias !== undefined) {
    yield conflict(alias, 'Aliases require a user-defined network.', 'Add `--network NAME`, or remove the alias.');
  }
}

/** True for an empty address. An empty IP address doesn't reset the earlier one (pflag `ipValue.Set`). */
function isEmpty(values: RunValues, name: string): boolean {
  if (name === 'ip' || name === 'ip6') return values.all(name).every((address) => valueOf(address) === '');
  return name === 'mac-address' && valueOf(values.last(name)) === '';
}

function conflict(place: Place | undefined, what: string, remedy: string): Problem {
  if (place === undefined) throw new Error('a conflict is between flags that are there');
  return refusedValue('syntax/conflicting-flags', place, what, remedy);
}

function areBoth(values: RunValues, a: FlagName, b: FlagName): boolean {
  return values.isCertain(a) && values.isCertain(b);
}

function later(values: RunValues, a: FlagName, b: FlagName): Place | undefined {
  const [first, second] = [values.placeOf(a), values.placeOf(b)];
  if (first === undefined || second === undefined) return first ?? second;
  return second.location.span.start >= first.location.span.start ? second : first;
}
