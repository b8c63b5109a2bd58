import { Text } from '../../../text/text.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import { parseDotenv } from './dotenv.ts';
import { ValueBudget } from './value-budget.ts';

/** The known values of a `.env` file as Compose reads them: variables are substituted, those in `environment` win. */
export function dotenvValues(file: SourceFile, environment: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    Array.from(dotenvVariables(file, environment)).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** All variables of a `.env` file; `undefined` for unknown values. */
export function dotenvVariables(
  file: SourceFile,
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string | undefined> {
  const silent = (): void => undefined;
  const variables = parseDotenv(
    file,
    (name, use) => {
      const value = environment.get(name);
      return value === undefined ? undefined : Text.given(value, name, use);
    },
    silent,
    new ValueBudget(silent),
  );
  return new Map(Array.from(variables).map(([name, { value }]) => [name, value]));
}
