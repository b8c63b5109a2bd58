import { Text } from '../../../text/text.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { DockerInvocation } from './invocation.ts';

/** The same line, with its value behind each `-e NAME` that the client's environment has (docker/cli `opts.ConvertKVStringsToMapWithNil`, Compose alike). */
export function withExported(line: FlagLine, environment: DockerInvocation['environment']): FlagLine {
  if (environment === undefined || environment.size === 0) return line;
  const uses = line.uses.map((use): FlagUse => {
    const { flag, value } = use;
    const text = flag.type === 'env' ? environment.get(value.value ?? '') : undefined;
    return text === undefined
      ? use
      : { ...use, value: Text.concat([value, Text.derived('=', value.place), text], value.whole) };
  });
  return { ...line, uses };
}
