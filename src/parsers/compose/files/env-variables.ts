import type { SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { takeValue } from '../variables/budget.ts';
import { type DotenvVariables, givenIn, parseDotenv } from '../variables/dotenv.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { FileScope, ProjectLoader, VariableState } from './loader.ts';

export interface VariableUse {
  readonly name: string;
  readonly place: Place;
  readonly value: Text | undefined;
}

export function recording(lookup: Lookup, uses: VariableUse[]): Lookup {
  return (name, place) => {
    const value = lookup(name, place);
    uses.push({ name, place, value });
    return value;
  };
}

/** Charges the budget for recorded lookups again. False if a value may have changed. */
export function replay(uses: readonly VariableUse[], { filledIn, budgets }: ProjectLoader): boolean {
  return uses.every(({ name, place, value }) => {
    if (name === 'COMPOSE_PROJECT_NAME') return false;
    if (value === undefined) return true;
    // Unknown, perhaps only because the budget was spent.
    if (value.value === undefined || takeValue(budgets.values, value, name, place) !== value) return false;
    if (value.value !== '') filledIn.set(value.value, name);
    return true;
  });
}

/** A lookup that charges the budget and records the values. */
export function remembering(lookup: Lookup, { filledIn, budgets }: ProjectLoader): Lookup {
  return (name, use) => {
    const found = lookup(name, use);
    const text = found && takeValue(budgets.values, found, name, use);
    if (text?.value !== undefined && text.value !== '') filledIn.set(text.value, name);
    return text;
  };
}

const states = new WeakMap<object, Map<string, VariableState>>();
const MAX_STATES = 1_000;
let nextId = 0;

/** Identifies the variables in these texts; `undefined` without a memory. */
export function variableState({ memory }: ParseContext, ...texts: readonly string[]): VariableState | undefined {
  if (memory === undefined) return undefined;
  const known = getOrInsert(states, memory, () => new Map<string, VariableState>());
  if (known.size > MAX_STATES) known.clear();
  return getOrInsert(known, texts.map((text) => `${text.length}:${text}`).join(''), () => ({ id: nextId++ }));
}

type Variables = Pick<FileScope, 'lookup' | 'state'>;

/**
 * The outer variables, then those of env files; later files win. Like the client, it reports errors
 * in the files even if nothing uses their variables.
 */
export function withEnvFiles(outer: Variables, files: readonly SourceFile[], loader: ProjectLoader): Variables {
  if (files.length === 0) return outer;
  const texts = files.flatMap(({ path, text }) => [path, text]);
  const state = outer.state && variableState(loader.context, String(outer.state.id), ...texts);
  const own = remembering(givenIn(readEnvFiles(files, outer.lookup, loader, state)), loader);
  return { lookup: (name, use) => outer.lookup(name, use) ?? own(name, use), state };
}

interface ReadFiles {
  readonly variables: DotenvVariables;
  readonly problems: readonly Problem[];
}

const known = new WeakMap<VariableState, ReadFiles>();

/**
 * The variables of env files. `lookup` provides outside values; `state` identifies files and
 * outside values.
 */
function readEnvFiles(
  files: readonly SourceFile[],
  lookup: Lookup,
  { budgets, report }: ProjectLoader,
  state: VariableState | undefined,
): DotenvVariables {
  let read = state && known.get(state);
  if (read === undefined) {
    const uses: VariableUse[] = [];
    const problems: Problem[] = [];
    const outside = recording(lookup, uses);
    let variables: DotenvVariables = new Map();
    for (const file of files)
      variables = parseDotenv(file, outside, (found) => problems.push(found), budgets.values, variables);
    read = { variables, problems };
    // Uncached if variables were used, since each use costs budget.
    if (state !== undefined && uses.length === 0) known.set(state, read);
  }
  for (const problem of read.problems) report(problem);
  return read.variables;
}
