import type { ParseContext, SourceFile } from '../parsers/contract/parsed.ts';
import type { Deployed, DeployedFile, Relations, WrittenPart } from '../parsers/contract/relations.ts';
import { parseInput } from '../parsers/index.ts';
import { isTemplateOfYaml, mayDeploy } from '../parsers/registry.ts';
import { joinPath, pathBelow, splitPath } from '../util/paths.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { isMainName } from './compose-names.ts';
import { contextOf, type Input, pathsOf } from './input.ts';
import { type DistinctProject, distinctProjects, type Membership, membershipOf } from './membership.ts';

/** Where deployed projects are looked for. */
export interface FoundIn {
  readonly files: Pick<FileSystem, 'workingDirectory' | 'read'>;
  /** The folders that were walked as a whole. */
  readonly walked: readonly string[];
}

/** A project that a script deploys. */
export interface DeployedInput {
  readonly input: Input;
  /** The files that it is made of, without those of which it is a part only. */
  readonly whole: readonly string[];
  /** True where it is made of whole files, without a part of a script. */
  readonly isWhole: boolean;
}

/**
 * The projects that scripts of a run deploy, as inputs, but for those that are inputs anyway. They are there for the
 * sake of their files that the run is about: whoever names a script, a hook or an editor, is not to see what stands in
 * the files that it names.
 */
export function deployedInputs(
  members: readonly Pick<Membership, 'project' | 'relations'>[],
  { files, walked }: FoundIn,
  toKey: (path: string) => string,
): readonly DeployedInput[] {
  const asked = new Set(members.flatMap(({ project }) => project.map(toKey)));
  const isAsked = ({ path }: DeployedFile): boolean =>
    asked.has(toKey(path)) || walked.some((folder) => isBelow(toKey(folder), toKey(path)));
  const seen = new Set(members.map(({ project }) => project.map(toKey).join('\n')));
  return members.flatMap(({ relations }) =>
    relations.deployed.flatMap((deployed): readonly DeployedInput[] => {
      const key = keyOf(deployed, toKey);
      const about = deployed.files.filter(isAsked);
      if (seen.has(key) || about.length === 0) return [];
      seen.add(key);
      const sources = deployed.files.flatMap((file) => readSource(file, files) ?? []);
      if (sources.length < deployed.files.length) return [];
      const { files: named, kind = 'compose', ...others } = deployed;
      const whole = named.filter(({ parts }) => parts === undefined).map(({ path }) => path);
      const input: Input = {
        kind,
        files: sources,
        isOwn: true,
        ...(about.length < sources.length ? { reportedFor: about.map(({ path }) => path) } : {}),
        ...others,
      };
      return [{ input, whole, isWhole: whole.length === sources.length }];
    }),
  );
}

/**
 * How a deployed project stands to the others, `relations` being those that it has by itself. The files that it takes
 * are no projects by themselves. A swarm leaves out much of what stands in a file: where Compose may be given the same
 * file (`isComposed`), it stays a project of Compose as well.
 */
export function deployedMembership(
  { input, whole }: DeployedInput,
  relations: Relations | undefined,
  isComposed: (path: string) => boolean,
): Membership {
  const own = membershipOf(input, relations);
  const taken = input.orchestrator === 'swarm' ? whole.filter((path) => !isComposed(path)) : whole;
  const included = [...own.relations.included, ...taken];
  return { ...own, isOwn: true, isDeployed: true, relations: { ...own.relations, included } };
}

/** Tests whether a complete file is for Compose too: it looks for the name, or a script gives it the file. */
export function createComposedTest(
  members: readonly Pick<Membership, 'relations'>[],
  complete: ReadonlySet<string>,
  toKey: (path: string) => string,
): (path: string) => boolean {
  const composed = new Set(
    members.flatMap(({ relations }) =>
      relations.deployed.flatMap(({ orchestrator, files }) =>
        orchestrator === undefined ? files.map(({ path }) => toKey(path)) : [],
      ),
    ),
  );
  return (path) => complete.has(toKey(path)) && (isMainName(splitPath(path)[1]) || composed.has(toKey(path)));
}

/** True for what is a project by itself: no service of it is a part, and it refers to nothing that others define. */
export function isComplete({ hasFragments, needsOthers }: Relations): boolean {
  return !hasFragments && !needsOthers;
}

/** An input and how it stands to the others. */
export interface Member extends Membership {
  readonly input: Input;
  /** False for a project of which a part of a script is a file. */
  readonly isWhole: boolean;
}

/** What was found, as a lint takes it. */
export interface FoundProjects {
  /** The inputs, without those that are only a part of what is deployed. */
  readonly kept: ReadonlySet<Input>;
  readonly deployed: readonly DistinctProject<Member>[];
}

/** What the scripts among some inputs deploy, and the inputs that stay beside it: the same projects that a lint reports on. */
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
  const projects = deployedInputs(
    inputs.map((input) => membershipOf(input, known.get(input))),
    where,
    toKey,
  );
  if (projects.length === 0) return { kept: new Set(inputs), deployed: [] };
  const parts = new Set(projects.flatMap(({ whole }) => whole.map(toKey)));
  const complete = new Set<string>();
  const members: Member[] = [];
  for (const input of inputs) {
    const paths = pathsOf(input).map(toKey);
    const isPart = paths.every((path) => parts.has(path));
    const isAll = isPart && isComplete(await relationsOf(input));
    if (isAll && paths.length === 1) complete.add(paths.join());
    const membership = membershipOf(input);
    const isOwn = membership.isAlone || (membership.isOwn && (!isPart || isAll));
    members.push({ ...membership, isOwn, input, isWhole: true });
  }
  const isComposed = createComposedTest(
    deploying.map((input) => membershipOf(input, known.get(input))),
    complete,
    toKey,
  );
  for (const project of projects) {
    const membership = deployedMembership(project, undefined, isComposed);
    members.push({ ...membership, input: project.input, isWhole: project.isWhole });
  }
  const distinct = distinctProjects(members, toKey);
  const left = new Set(distinct.map(({ project }) => project.input));
  return {
    kept: new Set(inputs.filter((input) => input.reportedFor !== undefined || left.has(input))),
    deployed: distinct.filter(({ project }) => project.isDeployed),
  };
}

/** Equal to that of an input for the same files as a whole, read by Compose. */
function keyOf({ files, orchestrator, projectDirectory }: Deployed, toKey: (path: string) => string): string {
  const paths = files.map(({ path, parts }) =>
    parts === undefined ? toKey(path) : `${toKey(path)} ${parts.map(({ span }) => span.start).join(' ')}`,
  );
  const folder = projectDirectory === undefined ? [] : [`in ${toKey(projectDirectory)}`];
  return [...(orchestrator === undefined ? [] : [orchestrator]), ...folder, ...paths].join('\n');
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`) && pathBelow(folder, path) !== '';
}

/** The text of a file, but for what a template engine makes a Compose file of, or what a script writes in it. */
function readSource({ path, parts }: DeployedFile, files: Pick<FileSystem, 'read'>): SourceFile | undefined {
  const result = files.read(path);
  if (!('text' in result) || isTemplateOfYaml(result.text)) return undefined;
  const { text } = result;
  return parts === undefined ? { path, text } : { path, text: layOut(text, parts), original: text };
}

/**
 * The text that parts of another make: each is where it is there, so that places are the same, with blanks between, and
 * a line break in front of each that begins a line.
 */
function layOut(text: string, parts: readonly WrittenPart[]): string {
  let at = 0;
  const pieces = parts.map(({ span, text: meant = text.slice(span.start, span.end), isLineStart }) => {
    const between = text.slice(at, span.start).replaceAll(/[^\r\n]/g, ' ');
    at = span.end;
    return (isLineStart && between !== '' ? `${between.slice(0, -1)}\n` : between) + meant;
  });
  return pieces.join('');
}
