import type { SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import { isSameText } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { Report } from '../../contract/problem.ts';
import { readYaml, type YamlFile } from '../../yaml/read-yaml.ts';
import type { Node, Scalar, YamlOrigin } from '../../yaml/tree.ts';
import { recording, replay, type VariableUse } from '../files/env-variables.ts';
import type { FileScope, ProjectLoader, VariableState } from '../files/loader.ts';
import { keysThatHold } from '../keys/project-keys.ts';
import { interpolateScalar } from '../variables/interpolate.ts';
import { createShowing } from '../variables/shown-values.ts';
import { type Holder, Holders } from '../variables/variable-values.ts';

/**
 * A Compose file's documents with variables substituted, except in values that may be secrets.
 * Reports errors. Unchanged files keep their nodes between parses.
 */
export function readDocuments(file: SourceFile, scope: FileScope): YamlFile {
  const { report, context, holders } = scope.loader;
  const readings = context.memory && getOrInsert(memories, context.memory, () => new Readings());
  const known = readings?.find(file, scope);
  const reading = known ?? read(file, scope);
  if (known === undefined) readings?.add(file, scope, reading);
  scope.loader.readings.add(reading);
  for (const problem of reading.problems) report(problem);
  for (const holder of reading.holders) holders.push(holder);
  return { documents: shownIn(reading, scope.loader), isBroken: reading.isBroken };
}

const commands = keysThatHold('command');
const freeKeys = keysThatHold('free', 'variables', 'command');

interface Reading extends YamlFile {
  readonly problems: readonly Problem[];
  readonly holders: readonly Holder[];
  readonly uses: readonly VariableUse[];
  state: VariableState | undefined;
  shown?: Shown;
}

interface Shown {
  readonly documents: readonly Node[];
  readonly values: ReadonlySet<string>;
  readonly outside: ReadonlyMap<string, boolean>;
}

function read({ path, text }: SourceFile, { directory, lookup, state }: FileScope): Reading {
  const origin: YamlOrigin = { path, text, directory };
  const problems: Problem[] = [];
  const holders = new Holders(commands());
  const uses: VariableUse[] = [];
  const report: Report = (problem) => {
    problems.push(problem);
  };
  const recorded = recording(lookup, uses);
  const change = (scalar: Scalar): Scalar => interpolateScalar(scalar, recorded, report);
  const { documents, isBroken } = readYaml(origin, change, report, holders);
  return { documents, isBroken, problems, holders: holders.found, uses, state };
}

/** The documents with all values that need no hiding. */
function shownIn(
  reading: Reading,
  { filledIn, shownValues, context: { isOutside = () => false } }: ProjectLoader,
): readonly Node[] {
  if (filledIn.size === 0) return reading.documents;
  if (reading.shown === undefined || ![...reading.shown.outside].every(([path, is]) => isOutside(path) === is)) {
    const outside = new Map<string, boolean>();
    const values = new Set<string>();
    const show = createShowing(values, (path) => getOrInsert(outside, path, () => isOutside(path)), freeKeys());
    reading.shown = { documents: reading.documents.map(show), values, outside };
  }
  for (const value of reading.shown.values) shownValues.add(value);
  return reading.shown.documents;
}

const memories = new WeakMap<object, Readings>();

/** A file can belong to several projects. */
const MAX_READINGS = 4;

/** In characters, for all files; beyond it, the least recently used readings are dropped. */
const MAX_CHARACTERS = 1_000_000;

class Readings {
  readonly #byFile = new Map<string, { readonly text: string; readonly reading: Reading }[]>();
  #characters = 0;

  find(file: SourceFile, scope: FileScope): Reading | undefined {
    const key = keyOf(file, scope);
    const readings = this.#byFile.get(key);
    if (readings === undefined) return undefined;
    this.#byFile.delete(key);
    this.#byFile.set(key, readings);
    // The same file may occur twice in a project.
    const found = readings.find(
      ({ text, reading }) =>
        !scope.loader.readings.has(reading) && text === file.text && hasSameVariables(reading, scope),
    )?.reading;
    if (found !== undefined) found.state = scope.state;
    return found;
  }

  add(file: SourceFile, scope: FileScope, reading: Reading): void {
    const { text } = file;
    const readings = getOrInsert(this.#byFile, keyOf(file, scope), () => []);
    readings.unshift({ text, reading });
    this.#characters += text.length - (readings.length > MAX_READINGS ? (readings.pop()?.text.length ?? 0) : 0);
    for (const [key, oldest] of this.#byFile) {
      if (this.#characters <= MAX_CHARACTERS) return;
      this.#byFile.delete(key);
      for (const forgotten of oldest) this.#characters -= forgotten.text.length;
    }
  }
}

function hasSameVariables({ uses, state }: Reading, { lookup, loader, ...scope }: FileScope): boolean {
  const { values } = loader.budgets;
  if (state !== undefined && state === scope.state && values.attempt(() => replay(uses, loader))) return true;
  return values.attempt(() => uses.every(({ name, place, value }) => isSameText(lookup(name, place), value)));
}

function keyOf({ path }: SourceFile, { directory }: FileScope): string {
  return `${directory}\n${path}`;
}
