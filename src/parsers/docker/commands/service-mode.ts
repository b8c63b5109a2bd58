import type { Problem } from '../../../model/finding.ts';
import { type Setting, valueOf } from '../../../text/setting.ts';
import { type FlagValues, refusedValue } from '../grammar/flag-values.ts';
import type { SERVICE_VALUE_FLAGS } from '../grammar/flags/service.ts';

type ServiceValues = FlagValues<typeof SERVICE_VALUE_FLAGS>;

const MODES: readonly string[] = ['replicated', 'global', 'replicated-job', 'global-job'];

/** True if the service's containers end when their work is done, and don't restart. */
export function isJob(mode: Setting<string>): boolean {
  return valueOf(mode)?.endsWith('-job') === true;
}

/**
 * Flags that the client rejects with the service mode (docker/cli `cli/command/service/opts.go`,
 * `ToServiceMode`).
 */
export function* checkMode(values: ServiceValues): Iterable<Problem> {
  const mode = values.last('mode');
  const name = mode === undefined ? 'replicated' : valueOf(mode);
  if (name === undefined) return;
  if (mode !== undefined && !MODES.includes(name)) {
    const what = `\`${mode.place.shown ?? name}\` is not a valid service mode.`;
    const remedy = `Write \`${MODES.slice(0, -1).join('`, `')}\` or \`global-job\`.`;
    yield refusedValue('syntax/invalid-value', mode.place, what, remedy);
    return;
  }
  const isGlobal = name.startsWith('global');
  for (const flag of ['replicas', 'replicas-max-per-node', 'max-concurrent'] as const) {
    const place = values.placeOf(flag);
    const isRefused = flag === 'max-concurrent' ? name !== 'replicated-job' : isGlobal;
    if (mode === undefined || place === undefined || !isRefused || !values.isCertain(flag) || !values.isCertain('mode'))
      continue;
    const what = `A service in \`${name}\` mode doesn't support \`--${flag}\`.`;
    yield refusedValue('syntax/conflicting-flags', place, what, 'Remove one of them.');
  }
}
