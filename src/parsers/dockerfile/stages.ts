import type { Text } from '../../text/text.ts';
import { expandWord } from './expand.ts';
import { type Dockerfile, type Instruction, wordsOf } from './instructions.ts';
import { readAssignments } from './variables.ts';

/** A stage of a Dockerfile: what stands below one `FROM`. */
export interface Stage {
  /** In small letters, as they are compared. */
  readonly name: string | undefined;
  /** What it builds on: an earlier stage, or an image. */
  readonly base: Text;
  readonly instructions: readonly Instruction[];
}

/** What a build is given from outside. */
export interface BuildOptions {
  /** The stage that is built; the last one where it is left out. */
  readonly target?: Text | undefined;
  /** The values of `ARG`s. */
  readonly args: ReadonlyMap<string, Text>;
  /** The names of build contexts: a stage or an image of such a name is what the context has. */
  readonly contexts?: ReadonlySet<string> | undefined;
}

/** The stages of a Dockerfile, and what the `ARG`s before the first of them have; `undefined` where there is none. */
export function readStages(
  { instructions, escape }: Dockerfile,
  { args, contexts }: BuildOptions,
): { readonly stages: readonly Stage[]; readonly globals: ReadonlyMap<string, Text> } | undefined {
  const globals = new Map<string, Text>();
  const stages: { readonly name: string | undefined; readonly base: Text; readonly instructions: Instruction[] }[] = [];
  /** Those of the stage that is read; dropped where a build context stands for it. */
  let open: Instruction[] | undefined;
  for (const instruction of instructions) {
    const { keyword, argument } = instruction;
    if (keyword === 'FROM') {
      const [base, as, name] = wordsOf(argument);
      if (base === undefined) return undefined;
      const alias = as?.value?.toLowerCase() === 'as' ? name : undefined;
      const isReplaced = alias?.value !== undefined && contexts?.has(alias.value.toLowerCase()) === true;
      stages.push({
        name: alias?.value?.toLowerCase(),
        base: isReplaced ? alias : expandWord(base, escape, (variable) => globals.get(variable)),
        instructions: [],
      });
      open = isReplaced ? [] : stages.at(-1)?.instructions;
    } else if (open !== undefined) open.push(instruction);
    else if (keyword === 'ARG') {
      for (const { name, value } of readAssignments(argument, escape)) {
        const given = args.get(name) ?? (value && expandWord(value, escape, (variable) => globals.get(variable)));
        if (given !== undefined) globals.set(name, given);
      }
    } else return undefined;
  }
  return stages.length === 0 ? undefined : { stages, globals };
}

/** The stage that is built, with those that it builds on before it; `undefined` where the text does not say which it is. */
export function stagesOf(stages: readonly Stage[], target: Text | undefined): readonly Stage[] | undefined {
  const last = target === undefined ? stages.length - 1 : indexOfTarget(stages, target);
  if (last === undefined) return undefined;
  const chain: Stage[] = [];
  for (let index = last; index >= 0; ) {
    const stage = stages[index];
    if (stage === undefined) return undefined;
    chain.unshift(stage);
    const { value } = stage.base;
    const earlier = stages.slice(0, index);
    if (value === undefined) {
      // It may be one of these.
      if (earlier.some(({ name }) => name !== undefined)) return undefined;
      break;
    }
    index = earlier.findLastIndex(({ name }) => name === value.toLowerCase());
  }
  return chain;
}

function indexOfTarget(stages: readonly Stage[], { value }: Text): number | undefined {
  if (value === undefined) return undefined;
  const index = stages.findLastIndex(({ name }) => name === value.toLowerCase());
  if (index >= 0) return index;
  return /^\d+$/.test(value) && Number(value) < stages.length ? Number(value) : undefined;
}
