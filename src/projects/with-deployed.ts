import { type Deployed, hasFragments, type ParseContext } from '../parsers/contract/parsed.ts';
import { parseInput } from '../parsers/index.ts';
import { mayDeploy } from '../parsers/registry.ts';
import { joinPath } from '../util/paths.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { deployedInputs, membershipOf } from './deployed.ts';
import { contextOf, type Input } from './discover.ts';
import { type DistinctProject, distinctProjects, type Membership } from './distinct-projects.ts';

/** A project that a script deploys, among the inputs. */
export type DeployedProject = DistinctProject<Input & Membership> & {
  /** True where it is made of whole files, without a part of a script. */
  readonly isWhole: boolean;
};

/** What was found, as a lint takes it. */
export interface FoundProjects {
  /** The inputs, without those that are only a part of what is deployed. */
  readonly kept: ReadonlySet<Input>;
  readonly deployed: readonly DeployedProject[];
}

/** Where {@link withDeployed} looks. */
export interface FoundIn {
  readonly context: ParseContext;
  readonly files: Pick<FileSystem, 'workingDirectory' | 'read'>;
  /** See `Discovery`. */
  readonly walked: readonly string[];
}

/** What the scripts among some inputs deploy, and the inputs that stay beside it: the same projects that a lint reports on. */
export async function withDeployed(
  inputs: readonly Input[],
  { context, files, walked }: FoundIn,
): Promise<FoundProjects> {
  const toKey = (path: string): string => joinPath(files.workingDirectory, path);
  const deploying = await Promise.all(
    inputs.map(async (input) => ({ input: { paths: pathsOf(input) }, deployed: await deployedBy(input, context) })),
  );
  const projects = deployedInputs(deploying, { files, walked, toKey });
  if (projects.length === 0) return { kept: new Set(inputs), deployed: [] };
  const parts = new Set(projects.flatMap(({ whole }) => whole.map(toKey)));
  const complete = new Set<string>();
  const members: (Input & Membership & { readonly source?: Input; readonly isWhole: boolean })[] = [];
  for (const input of inputs) {
    const isPart = pathsOf(input).every((path) => parts.has(toKey(path)));
    const isComplete = isPart && (await isWholeByItself(input, context));
    if (isComplete && input.files.length === 1) complete.add(toKey(pathsOf(input)[0] ?? ''));
    const isOwn = input.isAlone === true || (input.isOwn === true && (!isPart || isComplete));
    members.push({ ...input, isOwn, included: [], source: input, isWhole: true });
  }
  for (const project of projects) {
    const membership = membershipOf(project, (path) => complete.has(toKey(path)));
    members.push({ ...project.input, ...membership, isWhole: project.isWhole });
  }
  const distinct = distinctProjects(members, { pathsOf, toKey });
  return {
    kept: new Set(
      inputs.filter(
        (input) => input.reportedFor !== undefined || distinct.some(({ project }) => project.source === input),
      ),
    ),
    deployed: distinct.flatMap((one) =>
      one.project.isDeployed === true ? [{ ...one, isWhole: one.project.isWhole }] : [],
    ),
  };
}

function pathsOf({ files }: Pick<Input, 'files'>): readonly string[] {
  return files.map(({ path }) => path);
}

async function deployedBy(input: Input, context: ParseContext): Promise<readonly Deployed[]> {
  if (!input.files.some(({ text }) => mayDeploy(input.kind, text))) return [];
  const { deployed = [] } = await parseInput(input.kind, input.files, contextOf(input, context));
  return deployed;
}

/** False where the client refuses an input by itself, and for a part: its services need others, or what other files define. */
async function isWholeByItself(input: Input, context: ParseContext): Promise<boolean> {
  const { problems, subjects } = await parseInput(input.kind, input.files, contextOf(input, context));
  return (
    !hasFragments(subjects) &&
    !problems.some(({ id, severity }) => id === 'syntax/undefined-reference' && severity === 'error')
  );
}
