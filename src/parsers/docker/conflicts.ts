import type { Problem } from '../../model/finding.ts';
import { valueOf } from '../../model/setting.ts';
import type { Place } from '../../model/source.ts';
import { toProblem, type FlagValues } from './flag-values.ts';
import type { RUN_FLAGS } from './flags/container.ts';
import { isUserDefined } from './values/networks.ts';

type RunValues = FlagValues<typeof RUN_FLAGS>;

/** Flags that the client refuses together (docker/cli `opts.go`, `run.go`), each at the later one. */
export function checkConflicts(values: RunValues): readonly Problem[] {
  return [...checkLifecycle(values), ...checkLogging(values), ...checkNetworks(values)];
}

function* checkLifecycle(values: RunValues): Iterable<Problem> {
  const restart = values.last('restart');
  const policy = restart === undefined ? undefined : valueOf(restart.name);
  if (valueOf(values.last('rm')) === true && policy !== undefined && policy !== 'no' && policy !== '') {
    yield conflict(later(values, 'rm', 'restart'), '`--rm` removes the container that `--restart` would start again.', 'Leave one of them out.');
  }
  if (valueOf(values.last('detach')) === true && values.all('attach').length > 0) {
    yield conflict(later(values, 'detach', 'attach'), '`--attach` and `--detach` exclude each other.', 'Leave one of them out.');
  }
}

function* checkLogging(values: RunValues): Iterable<Problem> {
  if (valueOf(values.last('log-driver')) === 'none' && values.all('log-opt').length > 0) {
    yield conflict(later(values, 'log-driver', 'log-opt'), 'The log driver `none` takes no `--log-opt`.', 'Leave the option out, or choose another driver.');
  }
}

function* checkNetworks(values: RunValues): Iterable<Problem> {
  const networks = values.all('network');
  const [first] = networks;
  const kinds = networks.map(({ target }) => isUserDefined(target));
  const mode = networks.find((_, index) => kinds[index] === false);
  if (mode !== undefined && kinds.includes(true)) {
    yield conflict(mode.place, `\`${valueOf(mode.target) ?? 'a mode'}\` can't be combined with a network of your own.`, 'Name networks only, or one mode only.');
  }
  const seen = new Set<string>();
  for (const { target, place } of networks) {
    const name = valueOf(target);
    if (name !== undefined && seen.has(name)) yield conflict(place, `The network \`${name}\` is given twice.`, 'Give each network once.');
    if (name !== undefined) seen.add(name);
  }
  for (const name of ['network-alias', 'ip', 'ip6', 'mac-address', 'link-local-ip'] as const) {
    const overlap = first?.overlaps.get(name);
    if (overlap !== undefined && values.placeOf(name) !== undefined) {
      yield conflict(overlap, `\`--network\` and \`--${name}\` both give it.`, `Leave \`--${name}\` out.`);
    }
  }
  const needsNetwork = first === undefined || kinds[0] === false;
  const alias = values.placeOf('network-alias') ?? (needsNetwork ? first?.overlaps.get('network-alias') : undefined);
  if (needsNetwork && alias !== undefined) {
    yield conflict(alias, 'Aliases are for networks of your own only.', 'Add `--network NAME`, or leave the alias out.');
  }
}

function conflict(place: Place | undefined, what: string, remedy: string): Problem {
  if (place === undefined) throw new Error('a conflict is between flags that are there');
  return toProblem({ place, what, remedy }, 'syntax/conflicting-flags');
}

/** The place of that of two flags which stands further back. */
function later(values: RunValues, a: Parameters<RunValues['placeOf']>[0], b: Parameters<RunValues['placeOf']>[0]): Place | undefined {
  const [first, second] = [values.placeOf(a), values.placeOf(b)];
  if (first === undefined || second === undefined) return first ?? second;
  return second.location.span.start >= first.location.span.start ? second : first;
}
