import type { ParseContext } from '../parsers/contract/parsed.ts';
import { NO_RELATIONS, type Relations } from '../parsers/contract/relations.ts';
import { parseInput } from '../parsers/index.ts';
import { mayDeploy } from '../parsers/registry.ts';
import { joinPath } from '../util/paths.ts';
import { createComposedTest, type DeployedInput, deployedInputs, type FoundIn, isComplete } from './deployed.ts';
import { contextOf, type Input, pathsOf } from './input.ts';
import { type Member, memberOf, type RelatedInput, relate } from './relate.ts';
import { after } from './relation.ts';

/**
 * A deployed project. It replaces its files as projects. For a stack, files that are also started
 * with Compose (`isComposed`) stay projects.
 */
export function deployedMember(
  { input, whole }: DeployedInput,
  relations: Relations,
  isComposed: (path: string) => boolean,
): Member {
  const own = memberOf(input, relations);
  const taken = input.orchestrator === 'swarm' ? whole.filter((path) => !isComposed(path)) : whole;
  const included = [...relations.included, ...taken];
  return { ...own, relation: after(own.relation, 'deploys'), relations: { ...relations, included } };
}

export type InputMember = Member & Omit<DeployedInput, 'whole'>;

export interface FoundProjects {
  /** The inputs that are not just part of a deployed project. */
  readonly kept: ReadonlySet<Input>;
  readonly deployed: readonly RelatedInput<InputMember>[];
}

/**
 * The projects that scripts in some inputs deploy, and the inputs that remain, exactly as in a lint
 * run.
 */
export async function withDeployed(
  inputs: readonly Input[],
  context: ParseContext,
  where: FoundIn,
): Promise<FoundProjects> {
  const toKey = (path: string): string => joinPath(where.files.workingDirectory, path);
  const relationsOf = async (input: Input): Promise<Relations> =>
    (await parseInput(input.kind, input.files, contextOf(input, context))).relations;
  const deploying = inputs.filter((input) => input.files.some(({ text }) => mayDeploy(input.kind, text)));
  const known = new Map(await Promise.all(deploying.map(async (input) => [input, await relationsOf(input)] as const)));
  const deploys = inputs.map((input) => memberOf(input, known.get(input)));
  const projects = deployedInputs(deploys, where, toKey);
  if (projects.length === 0) return { kept: new Set(inputs), deployed: [] };
  const parts = new Set(projects.flatMap(({ whole }) => whole.map(toKey)));
  const complete = new Set<string>();
  const members: InputMember[] = [];
  for (const input of inputs) {
    const paths = pathsOf(input).map(toKey);
    const isPart = paths.every((path) => parts.has(path));
    const isAll = isPart && isComplete(await relationsOf(input));
    if (isAll && paths.length === 1) complete.add(paths.join());
    members.push({ ...memberOf(input, { ...NO_RELATIONS, needsOthers: isPart && !isAll }), input, isWhole: true });
  }
  const isComposed = createComposedTest(deploys, complete, toKey);
  for (const one of projects) members.push({ ...one, ...deployedMember(one, NO_RELATIONS, isComposed) });
  const related = relate(members, toKey);
  const left = new Set(related.map(({ member }) => member.input));
  return {
    kept: new Set(inputs.filter((input) => input.reportedFor !== undefined || left.has(input))),
    deployed: related.filter(({ relation }) => relation === 'deployed'),
  };
}
