import type { SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import { type Location, placeAt } from '../../../text/location.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { problem } from '../../contract/problem.ts';
import { readInside } from '../../contract/read-inside.ts';
import { fieldAt, isMapping, type Mapping, type Ref, toRef } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { readInputs } from '../ci/expressions.ts';
import type { JobContext } from '../ci/jobs.ts';
import { filesNamed, includedPaths } from './includes.ts';
import { aliasedNames, mergeOver, referencedNames } from './merge.ts';
import { type Inputs, placesOfVariables } from './variables.ts';

export interface Pipeline {
  readonly root: Ref<Mapping> | undefined;
  readonly inputs: Inputs;
  readonly problems: readonly Problem[];
  readonly texts: ReadonlyMap<string, string>;
  readonly variables: readonly Location[];
  readonly unparsed: readonly Location[];
  /** Hidden jobs that a `!reference` or an alias uses. */
  readonly used: ReadonlySet<string>;
}

/** The maximum number and total length of included files. */
const MAX_FILES = 50;
const MAX_CHARACTERS = 4_000_000;

/** Reads a pipeline and its `local` includes; a file overrides the files that it includes. */
export function readPipeline(source: SourceFile, context: JobContext): Pipeline {
  const loader = new Loader(source, context);
  const root = loader.load(source);
  const { inputs, problems, texts, variables, unparsed } = loader;
  const used = [...texts.values()].flatMap((text) => [...referencedNames(text), ...aliasedNames(text)]);
  return { root: root && toRef(root), inputs, problems, texts, variables, unparsed, used: new Set(used) };
}

class Loader {
  readonly #folder: string;
  readonly #path: string;
  readonly #context: JobContext;
  readonly texts = new Map<string, string>();
  readonly problems: Problem[] = [];
  readonly variables: Location[] = [];
  readonly unparsed: Location[] = [];
  inputs: Inputs = new Map();
  #left = MAX_CHARACTERS;

  constructor({ path }: SourceFile, context: JobContext) {
    this.#path = path;
    this.#folder = rootOf(path);
    this.#context = context;
  }

  load(source: SourceFile): Mapping | undefined {
    this.texts.set(source.path, source.text);
    const { roots, problems, variables, unparsed } = readHostDocument(source);
    this.problems.push(...problems);
    this.variables.push(...variables);
    this.unparsed.push(...unparsed);
    const [first] = roots;
    const root = roots.at(-1);
    if (roots.length > 1) this.inputs = new Map([...this.inputs, ...readInputs(fieldAt(first, 'spec', 'inputs'))]);
    if (!isMapping(root)) return undefined;
    this.variables.push(...placesOfVariables(root.node));
    let merged: Mapping | undefined;
    for (const path of includedPaths(root).flatMap((name) => this.#filesNamed(name))) {
      const included = this.#include(path);
      if (included !== undefined) merged = merged === undefined ? included : mergeOver(merged, included);
    }
    return merged === undefined ? root.node : mergeOver(merged, root.node);
  }

  #filesNamed(name: string): readonly string[] {
    return name.includes('*') ? filesNamed(name, this.#folder, this.#context.files) : [name];
  }

  #include(name: string): Mapping | undefined {
    const path = joinPath(this.#folder, name.replace(/^\/+/, ''));
    const result = this.texts.has(path) ? undefined : readInside(path, this.#context);
    if (result === undefined || !('text' in result) || result.text.includes('\0')) return undefined;
    this.#left -= result.text.length;
    if (this.#left >= 0 && this.texts.size <= MAX_FILES) return this.load({ path, text: result.text });
    const place = placeAt(this.#path, 0, 1);
    const what = `This pipeline includes more than ${MAX_FILES} files or ${MAX_CHARACTERS} characters; the rest was not read.`;
    this.problems.push(problem('syntax/limit', place, what));
    return undefined;
  }
}

/** The root of the checkout: the pipeline's directory, or the one above `.gitlab`. */
export function rootOf(path: string): string {
  const [above] = /^(.*\/)?\.?gitlab(?:-ci)?\//.exec(path) ?? [];
  return above === undefined ? splitPath(path)[0] : splitPath(above.replace(/\/$/, ''))[0];
}
