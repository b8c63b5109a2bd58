import type { SourceFile } from '../files/file-reader.ts';
import type { FileSystem } from '../files/file-system.ts';
import { type Deployed, type DeployedFile, type Relations, type WrittenPart } from '../parsers/contract/relations.ts';
import { isUnreadable } from '../parsers/registry.ts';
import { pathBelow } from '../util/paths.ts';
import { type Input } from './input.ts';
import { type Member } from './relate.ts';

export interface FoundIn {
  readonly files: Pick<FileSystem, 'workingDirectory' | 'read'>;
  /** The directories that were searched completely. */
  readonly walked: readonly string[];
}

export interface DeployedInput {
  readonly input: Input;
  /** The files that the project contains completely; others are only used in part. */
  readonly whole: readonly string[];
  /** True if no file is a part of a script. */
  readonly isWhole: boolean;
}

/**
 * The projects that scripts in a run deploy, as inputs; leaves out projects that are already
 * inputs. Reports only findings in files of the run.
 */
export function deployedInputs(
  members: readonly Pick<Member, 'project' | 'relations'>[],
  { files, walked }: FoundIn,
  toKey: (path: string) => string,
): readonly DeployedInput[] {
  const asked = new Set(members.flatMap(({ project }) => project.map(toKey)));
  const isAsked = ({ path }: DeployedFile): boolean =>
    asked.has(toKey(path)) || walked.some((folder) => isBelow(toKey(folder), toKey(path)));
  const seen = new Set(members.map(({ project }) => project.map(toKey).join('\n')));
  return members.flatMap(({ relations }) =>
    relations.deployed.flatMap((deployed): readonly DeployedInput[] => {
      if (deployed.isDefault === true) return [];
      const key = keyOf(deployed, toKey);
      const about = deployed.files.filter(isAsked);
      if (seen.has(key) || about.length === 0) return [];
      seen.add(key);
      const sources = deployed.files.flatMap((file) => readSource(file, files) ?? []);
      if (sources.length < deployed.files.length) return [];
      const { files: named, kind = 'compose', isDefault: _, ...others } = deployed;
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

/** Tests if a script also starts a complete file with Compose. */
export function createComposedTest(
  members: readonly Pick<Member, 'relations'>[],
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
  return (path) => complete.has(toKey(path)) && composed.has(toKey(path));
}

/** True if all services of the project are complete, and no definition is missing. */
export function isComplete({ hasFragments, needsOthers }: Relations): boolean {
  return !hasFragments && !needsOthers;
}

/**
 * Identifies a deployed project. Equal to the key of an input with the same files that Compose
 * reads.
 */
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

/** The text of a file; `undefined` for a template other than Jinja. */
function readSource({ path, parts }: DeployedFile, files: Pick<FileSystem, 'read'>): SourceFile | undefined {
  const result = files.read(path);
  if (!('text' in result)) return undefined;
  const { text } = result;
  if (isUnreadable({ path, text })) return undefined;
  return parts === undefined ? { path, text } : { path, text: layOut(text, parts), original: text };
}

/**
 * Puts parts of a text at their original offsets. Fills the gaps with blanks, and adds a line break
 * before each part that starts a line.
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
