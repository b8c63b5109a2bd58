import { type Setting, unknown } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import type { EnvVariable } from './values/entries.ts';

/**
 * `Env`: variables from files first, whose content the text does not hold, then the others. `docker run` keeps the `last` of a name, since it passes
 * them through a map; `docker exec` keeps `all`.
 */
export function variables(
  files: readonly Text[],
  variables: readonly EnvVariable[],
  kept: 'last' | 'all',
): readonly Setting<string>[] {
  const last = new Map(variables.map((variable) => [variable.name, variable]));
  return [
    ...files.map((file) => unknown<string>([{ unknown: file.source }], file.place)),
    ...variables
      .filter((variable) => kept === 'all' || variable.name === undefined || last.get(variable.name) === variable)
      .map(({ setting }) => setting),
  ];
}
