import { wordsIn } from '../../text/parts.ts';
import type { Text } from '../../text/text.ts';
import { expandDockerfileWord } from './expand.ts';
import { type Dockerfile, type Instruction } from './instructions.ts';
import { readAssignments } from './variables.ts';

/** A stage of a Dockerfile: the instructions after one `FROM`. */
export interface Stage {
  /** Lowercase, for comparison. */
  readonly name: string | undefined;
  /** Its base: an earlier stage, or an image. */
  readonly base: Text;
  /** The index of the earlier stage, if the base is one. */
  readonly below: number | undefined;
  /** True if the base is unknown, so it may be an earlier stage. */
  readonly mayBeOnStage: boolean;
  readonly instructions: readonly Instruction[];
}

export interface BuildOptions {
  /** The stage to build; by default the last one. */
  readonly target?: Text | undefined;
  /** The values of `ARG`s. */
  readonly args: ReadonlyMap<string, Text>;
  /** The names of build contexts, which replace stages and images of the same name. */
  readonly contexts?: ReadonlySet<string> | undefined;
}

/** The stages of a Dockerfile, and the `ARG`s before the first one; `undefined` without stages. */
export function readStages(
  { instructions, escape }: Dockerfile,
  { args, contexts }: BuildOptions,
): { readonly stages: readonly Stage[]; readonly globals: ReadonlyMap<string, Text> } | undefined {
  const globals = new Map<string, Text>();
  const stages: Stage[] = [];
  const byName = new Map<string, number>();
  // The current stage's instructions, not added if a build context replaces it.
  let own: Instruction[] | undefined;
  for (const instruction of instructions) {
    const { keyword, argument } = instruction;
    if (keyword === 'FROM') {
      const [image, as, written] = wordsIn(argument);
      if (image === undefined) return undefined;
      const alias = as?.value?.toLowerCase() === 'as' ? written : undefined;
      const name = alias?.value?.toLowerCase();
      const isReplaced = name !== undefined && contexts?.has(name) === true;
      const base =
        isReplaced && alias !== undefined
          ? alias
          : expandDockerfileWord(image, escape, (variable) => globals.get(variable));
      own = [];
      stages.push({
        name,
        base,
        below: isReplaced ? undefined : byName.get(base.value?.toLowerCase() ?? ''),
        mayBeOnStage: base.value === undefined && byName.size > 0,
        instructions: isReplaced ? [] : own,
      });
      if (name !== undefined) byName.set(name, stages.length - 1);
    } else if (own !== undefined) own.push(instruction);
    else if (keyword === 'ARG') {
      for (const { name, value } of readAssignments(argument, escape)) {
        const given =
          args.get(name) ?? (value && expandDockerfileWord(value, escape, (variable) => globals.get(variable)));
        if (given !== undefined) globals.set(name, given);
      }
    } else return undefined;
  }
  return stages.length === 0 ? undefined : { stages, globals };
}

/** The stages to build, base first; empty if the target is unknown. */
export function stagesOf(stages: readonly Stage[], target: Text | undefined): readonly Stage[] {
  const chain: Stage[] = [];
  let index = target === undefined ? stages.length - 1 : indexOfTarget(stages, target);
  while (index !== undefined) {
    const stage: Stage | undefined = stages[index];
    if (stage === undefined || stage.mayBeOnStage) return [];
    chain.push(stage);
    index = stage.below;
  }
  return chain.reverse();
}

function indexOfTarget(stages: readonly Stage[], { value }: Text): number | undefined {
  if (value === undefined) return undefined;
  const index = stages.findLastIndex(({ name }) => name === value.toLowerCase());
  if (index >= 0) return index;
  return /^\d+$/.test(value) && Number(value) < stages.length ? Number(value) : undefined;
}
