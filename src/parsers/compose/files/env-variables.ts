import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import type { Report } from '../../contract/problem.ts';
import { type DotenvVariables, parseDotenv } from '../variables/dotenv.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { VariableState } from '../variables/variable-state.ts';
import type { ProjectLoader } from './loader.ts';

/** A variable lookup and its result. */
export interface VariableUse {
  readonly name: string;
  readonly place: Place;
  readonly value: Text | undefined;
}

/** Records a lookup's results in `uses`. */
export function recording(lookup: Lookup, uses: VariableUse[]): Lookup {
  return (name, place) => {
    const value = lookup(name, place);
    uses.push({ name, place, value });
    return value;
  };
}

/** Accounts for a project's variables as before. False if their values may differ. */
export function replay(uses: readonly VariableUse[], { filledIn, budgets }: ProjectLoader): boolean {
  return uses.every(({ name, place, value }) => {
    if (name === 'COMPOSE_PROJECT_NAME') return false;
    if (value === undefined) return true;
    // It may be unknown for lack of budget.
    if (value.value === undefined || budgets.values.take(value, name, place) !== value) return false;
    if (value.value !== '') filledIn.set(value.value, name);
    return true;
  });
}

interface ReadFiles {
  readonly variables: DotenvVariables;
  readonly problems: readonly Problem[];
}

const known = new WeakMap<VariableState, ReadFiles>();

/** The variables of env files, later ones winning; `lookup` provides outside values, and `state` identifies both. */
export function readEnvFiles(
  files: readonly SourceFile[],
  lookup: Lookup,
  loader: ProjectLoader,
  state: VariableState | undefined,
): DotenvVariables {
  const before = state && known.get(state);
  const uses: VariableUse[] = [];
  const read = before ?? parseAll(files, recording(lookup, uses), loader);
  // Files with variables are accounted for each time.
  if (state !== undefined && uses.length === 0) known.set(state, read);
  for (const problem of read.problems) loader.report(problem);
  return read.variables;
}

function parseAll(files: readonly SourceFile[], lookup: Lookup, { budgets }: ProjectLoader): ReadFiles {
  const problems: Problem[] = [];
  const add: Report = (problem) => {
    problems.push(problem);
  };
  const variables = files.reduce<DotenvVariables>(
    (earlier, file) => parseDotenv(file, lookup, add, budgets.values, earlier),
    new Map(),
  );
  return { variables, problems };
}
