import type { Deployed, DeployedFile, SourceFile } from '../parsers/contract/parsed.ts';
import { isTemplateOfYaml } from '../parsers/registry.ts';
import { joinPath, pathBelow } from '../util/paths.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import type { Input } from './discover.ts';
import type { Membership } from './distinct-projects.ts';

/** What was linted, and what its scripts deploy. */
interface Deploying {
  readonly input: { readonly paths: readonly string[] };
  readonly deployed: readonly Deployed[];
}

/** A project that a script deploys. */
export interface DeployedInput {
  readonly input: Input;
  /** The files that it is made of, without those of which it is a part only. */
  readonly whole: readonly string[];
  /** True where it is made of whole files, without a part of a script. */
  readonly isWhole: boolean;
}

interface DeployedMembership extends Pick<Membership, 'included'> {
  readonly isOwn: true;
  readonly isDeployed: true;
}

/** Of what deployed projects are made. */
interface Surroundings {
  readonly files: Pick<FileSystem, 'workingDirectory' | 'read'>;
  /** The folders that were walked as a whole. */
  readonly walked: readonly string[];
  readonly toKey: (path: string) => string;
}

/**
 * The projects that scripts of a run deploy, as inputs, but for those that are inputs anyway. They are there for the sake of their files that the run is about: whoever
 * names a script, a hook or an editor, is not to see what stands in the files that it names.
 */
export function deployedInputs(
  linted: readonly Deploying[],
  { files, walked, toKey }: Surroundings,
): readonly DeployedInput[] {
  const asked = new Set(linted.flatMap(({ input }) => input.paths.map(toKey)));
  const isAsked = ({ path }: DeployedFile): boolean =>
    asked.has(toKey(path)) ||
    walked.some((folder) => isBelow(joinPath(files.workingDirectory, folder), joinPath(files.workingDirectory, path)));
  const seen = new Set(linted.map(({ input }) => input.paths.map(toKey).join('\n')));
  return linted.flatMap(({ deployed }) =>
    deployed.flatMap((project): readonly DeployedInput[] => {
      const key = keyOf(project, toKey);
      const about = project.files.filter(isAsked);
      if (seen.has(key) || about.length === 0) return [];
      seen.add(key);
      const sources = project.files.flatMap((file) => readSource(file, files) ?? []);
      if (sources.length < project.files.length) return [];
      const { envFiles, orchestrator, projectDirectory } = project;
      const whole = project.files.filter(({ span }) => span === undefined).map(({ path }) => path);
      const input: Input = {
        kind: 'compose',
        files: sources,
        isOwn: true,
        ...(about.length < sources.length ? { reportedFor: about.map(({ path }) => path) } : {}),
        ...(envFiles === undefined ? {} : { envFiles }),
        ...(orchestrator === undefined ? {} : { orchestrator }),
        ...(projectDirectory === undefined ? {} : { projectDirectory }),
      };
      return [{ input, whole, isWhole: whole.length === sources.length }];
    }),
  );
}

/**
 * How a deployed project stands to the others. The files that it takes are no projects by themselves. A swarm leaves out much of what stands in a file, and nothing says
 * that Compose is not given the same file elsewhere: one that is complete stays a project of Compose as well, so that its findings do not depend on whether the script was
 * read.
 */
export function membershipOf(
  { input, whole }: DeployedInput,
  isComplete: (path: string) => boolean,
): DeployedMembership {
  return {
    isOwn: true,
    isDeployed: true,
    included: input.orchestrator === 'swarm' ? whole.filter((path) => !isComplete(path)) : whole,
  };
}

/** Equal to that of an input for the same files as a whole, read by Compose. */
function keyOf({ files, orchestrator, projectDirectory }: Deployed, toKey: (path: string) => string): string {
  const paths = files.map(({ path, span }) => (span === undefined ? toKey(path) : `${toKey(path)} ${span.start}`));
  const folder = projectDirectory === undefined ? [] : [`in ${toKey(projectDirectory)}`];
  return [...(orchestrator === undefined ? [] : [orchestrator]), ...folder, ...paths].join('\n');
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`) && pathBelow(folder, path) !== '';
}

/** The text of a file, but for what a template engine makes a Compose file of; of a part of one, with as much blank text before it as stands there, so that its places are those of the file. */
function readSource({ path, span }: DeployedFile, files: Pick<FileSystem, 'read'>): SourceFile | undefined {
  const result = files.read(path);
  if (!('text' in result) || isTemplateOfYaml(result.text)) return undefined;
  const { text } = result;
  if (span === undefined) return { path, text };
  const before = text.slice(0, span.start).replaceAll(/[^\r\n]/g, ' ');
  // What `<<-` takes away, and YAML does not read.
  const part = text.slice(span.start, span.end).replaceAll(/^\t+/gm, (tabs) => ' '.repeat(tabs.length));
  return { path, text: before + part };
}
