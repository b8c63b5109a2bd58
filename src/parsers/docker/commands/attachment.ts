import type { Config } from '../../../model/config.ts';
import type { Place } from '../../../text/location.ts';
import { known, type Setting, unknown } from '../../../text/setting.ts';
import type { FlagValues } from '../grammar/flag-values.ts';
import type { RUN_FLAGS } from '../grammar/flags/container.ts';

/**
 * The attached streams: those of `--attach`; stdin with `--interactive`, else stdout and stderr;
 * none with `--detach` (docker/cli `opts.go`, `run.go`).
 */
export function attachment(
  values: FlagValues<typeof RUN_FLAGS>,
  place: Place,
): Pick<Config, 'attachStdin' | 'attachStdout' | 'attachStderr' | 'stdinOnce'> {
  const detach = values.last('detach') ?? known(false, place);
  const isInteractive = values.last('interactive') ?? known(false, place);
  const streams = values.all('attach');
  const unknownStream = streams.find((stream) => !stream.known);
  const attaches = (name: string): Setting<boolean> => {
    const stream = streams.find((candidate) => candidate.known && candidate.value === name);
    if (stream !== undefined) return known(true, stream.place);
    return unknownStream?.known === false ? unknown(unknownStream.pattern, unknownStream.place) : known(false, place);
  };
  const isDefault = streams.length === 0;
  const stdin = and(or(isInteractive, attaches('stdin')), not(detach));
  return {
    attachStdin: stdin,
    attachStdout: and(isDefault ? known(true, place) : attaches('stdout'), not(detach)),
    attachStderr: and(isDefault ? known(true, place) : attaches('stderr'), not(detach)),
    stdinOnce: and(isInteractive, stdin),
  };
}

function not(setting: Setting<boolean>): Setting<boolean> {
  return setting.known ? known(!setting.value, setting.place) : unknown(setting.pattern, setting.place);
}

function and(a: Setting<boolean>, b: Setting<boolean>): Setting<boolean> {
  const decisive = [a, b].find((setting) => setting.known && !setting.value);
  return decisive ?? (a.known ? b : unknown(a.pattern, a.place));
}

function or(a: Setting<boolean>, b: Setting<boolean>): Setting<boolean> {
  const decisive = [a, b].find((setting) => setting.known && setting.value);
  return decisive ?? (a.known ? b : unknown(a.pattern, a.place));
}
