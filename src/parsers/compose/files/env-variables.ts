import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import type { Report } from '../../contract/problem.ts';
import { parseDotenv, type Variables } from '../variables/dotenv.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { VariableState } from '../variables/variable-state.ts';
import type { Loader } from './loader.ts';

/** One question for a variable, and the answer. */
export interface Use {
  readonly name: string;
  readonly place: Place;
  readonly value: Text | undefined;
}

/** The same lookup, whose answers are kept in `uses`. */
export function recording(lookup: Lookup, uses: Use[]): Lookup {
  return (name, place) => {
    const value = lookup(name, place);
    uses.push({ name, place, value });
    return value;
  };
}

/**
 * Counts and remembers for another project what the same variables gave before. False where they may give something
 * else there.
 */
export function replay(uses: readonly Use[], { filledIn, valueBudget }: Loader): boolean {
  return uses.every(({ name, place, value }) => {
    // It depends on more than the variables.
    if (name === 'COMPOSE_PROJECT_NAME') return false;
    if (value === undefined) return true;
    // What is not known may be so since there was no room for it.
    if (value.value === undefined || valueBudget.take(value, name, place) !== value) return false;
    if (value.value !== '') filledIn.set(value.value, name);
    return true;
  });
}

interface ReadFiles {
  readonly variables: Variables;
  readonly problems: readonly Problem[];
}

const known = new WeakMap<VariableState, ReadFiles>();

/**
 * The variables of env files, later ones over earlier ones; `lookup` gives what their values take up from outside, and
 * `state` stands for these variables together with those.
 */
export function readEnvFiles(
  files: readonly SourceFile[],
  lookup: Lookup,
  loader: Loader,
  state: VariableState | undefined,
): Variables {
  const before = state && known.get(state);
  const uses: Use[] = [];
  const read = before ?? parseAll(files, recording(lookup, uses), loader);
  // Of files with variables in them it counts each time what these come to.
  if (state !== undefined && uses.length === 0) known.set(state, read);
  for (const problem of read.problems) loader.report(problem);
  return read.variables;
}

function parseAll(files: readonly SourceFile[], lookup: Lookup, { valueBudget }: Loader): ReadFiles {
  const problems: Problem[] = [];
  const add: Report = (problem) => {
    problems.push(problem);
  };
  const variables = files.reduce<Variables>(
    (earlier, file) => parseDotenv(file, lookup, add, valueBudget, earlier),
    new Map(),
  );
  return { variables, problems };
}
