import { isCertain } from '../../../text/location.ts';
import { textKey } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import type { Deployed, DeployedFile } from '../../contract/relations.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { DockerInvocation, FoundFiles } from './invocation.ts';
import { writtenParts } from './written-parts.ts';

/** A file that the script writes counts as a Compose file if it has services. */
const SERVICES = /(?:^|\{)[ \t]*(?:services|"services"|'services')[ \t]*:/m;

/** Compose's default files and overrides (compose-go `cli.DefaultFileNames`). */
export const DEFAULT_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
export const DEFAULT_OVERRIDES = DEFAULT_FILES.map((name) => name.replace('.', '.override.'));

/**
 * The projects of `docker compose -f A -f B up`, `COMPOSE_FILE=A:B`, or default files that the
 * script wrote; several on different code paths. None if a file is unknown.
 */
export function readComposeProject(
  line: Pick<FlagLine, 'uses' | 'unresolvedOptions'>,
  invocation: DockerInvocation,
): readonly Deployed[] {
  if (line.unresolvedOptions.length > 0) return [];
  const envFiles = line.uses.flatMap(({ flag, value }) =>
    flag.name === 'env-file' ? [invocation.findFile?.(value)] : [],
  );
  const variants = namesIn(line.uses, invocation);
  if (variants.every(({ length }) => length === 0)) return foundByDefault(line.uses, invocation);
  // If an env file is unknown, so are all values: it replaces `.env`.
  const known = envFiles.filter((file) => file !== undefined);
  return variants.flatMap((names) =>
    filesOf(names, invocation).flatMap((files): readonly Deployed[] => {
      const folder = folderOf(line.uses, names, invocation);
      if (folder === undefined) return [];
      return [
        {
          files,
          ...(envFiles.length === 0 ? {} : { envFiles: known.length < envFiles.length ? [] : known }),
          ...(folder === '' ? {} : folder),
        },
      ];
    }),
  );
}

/**
 * The names of a project's files, for each code path: of options, of `COMPOSE_FILE`, or of default
 * files that the script wrote.
 */
export function namesIn(uses: readonly FlagUse[], invocation: DockerInvocation): readonly (readonly Text[])[] {
  const files = uses.filter(({ flag }) => flag.name === 'file');
  if (files.length > 0) return variantsOf(files).map((all) => all.map(({ value }) => value));
  const named = variableFiles(invocation, uses);
  return [named.length > 0 ? named : writtenByDefault(invocation)];
}

/** The project's default files, for a stack that uses the same project. */
function foundByDefault(uses: readonly FlagUse[], invocation: DockerInvocation): readonly Deployed[] {
  const paths = [DEFAULT_FILES, DEFAULT_OVERRIDES].flatMap(
    (names) => locateDefault(names, uses, invocation)?.paths ?? [],
  );
  return paths.length === 0 ? [] : [{ files: paths.map((path) => ({ path })), isDefault: true }];
}

/**
 * Where Compose finds files by default: in `--project-directory` or the command's directory, or
 * above it.
 */
export function locateDefault(
  names: readonly string[],
  uses: readonly FlagUse[],
  { locate, programPlace }: DockerInvocation,
): FoundFiles | undefined {
  const folder = uses.findLast(({ flag }) => flag.name === 'project-directory')?.value;
  const texts = names.map((name) =>
    folder === undefined
      ? Text.derived(name, programPlace)
      : Text.concat([folder, Text.derived(`/${name}`, folder.whole)], folder.whole),
  );
  return locate?.(texts, true);
}

/**
 * The directory of `--project-directory`: '' for the first file's directory, `undefined` if
 * unknown.
 */
function folderOf(
  uses: readonly FlagUse[],
  [first]: readonly Text[],
  { findFile, findFolder }: DockerInvocation,
): Required<Pick<Deployed, 'projectDirectory'>> | '' | undefined {
  const given = uses.findLast(({ flag }) => flag.name === 'project-directory');
  if (given === undefined) return '';
  if (first === undefined || !isCertain(given.value.place) || !isCertain(given.spelling.place)) return undefined;
  const projectDirectory = findFolder?.(given.value, first);
  if (projectDirectory === undefined) return undefined;
  const path = findFile?.(first) ?? '';
  return joinPath(projectDirectory, path.slice(path.lastIndexOf('/') + 1)) === path ? '' : { projectDirectory };
}

/**
 * The files of `COMPOSE_FILE` in the environment or an env file, split at `COMPOSE_PATH_SEPARATOR`
 * (compose-go `cli.WithConfigFileEnv`).
 */
function variableFiles(
  { environment, lookAt, programPlace }: DockerInvocation,
  uses: readonly FlagUse[],
): readonly Text[] {
  const named = uses.flatMap(({ flag, value }) => (flag.name === 'env-file' ? [value] : []));
  const inFiles = (named.length > 0 ? named : [Text.derived('.env', programPlace)]).flatMap(
    (value): readonly Text[] => {
      const file = lookAt?.(value);
      const [, names] = /^[ \t]*COMPOSE_FILE=["']?([^"'\s#]+)/m.exec(typeof file === 'object' ? file.text : '') ?? [];
      return names === undefined ? [] : [Text.derived(names, value.place)];
    },
  );
  const files = environment?.get('COMPOSE_FILE') ?? inFiles.at(-1);
  if (files === undefined || files.value === '') return [];
  const separator = environment?.get('COMPOSE_PATH_SEPARATOR');
  return files.split(separator?.value ?? ':');
}

/** The swarm stack of `docker stack deploy -c FILE`; `.env` isn't read. */
export function readStack({ uses, unresolvedOptions }: FlagLine, invocation: DockerInvocation): readonly Deployed[] {
  if (unresolvedOptions.length > 0) return [];
  const named = uses.filter(({ flag }) => flag.name === 'compose-file');
  return variantsOf(named).flatMap((variant): readonly Deployed[] => {
    const names = variant.flatMap(({ value }) => value.split(','));
    // A stack has fewer findings, so a file of the same name elsewhere doesn't count.
    return names.some((name) => isElsewhere(name, invocation))
      ? []
      : filesOf(names, invocation).map((files) => ({ files, envFiles: [], orchestrator: 'swarm' }));
  });
}

function isElsewhere(name: Text, { locate, written }: DockerInvocation): boolean {
  return (
    name.value !== '-' && written?.has(textKey(name)) !== true && locate?.([name], false).missing?.isKnown === true
  );
}

/** All uses; if some are uncertain, also only the certain ones. */
function variantsOf(uses: readonly FlagUse[]): readonly (readonly FlagUse[])[] {
  const certain = uses.filter(({ spelling, value }) => isCertain(spelling.place) && isCertain(value.place));
  return [uses, ...(certain.length < uses.length ? [certain] : [])].filter(({ length }) => length > 0);
}

function writtenByDefault({ written }: DockerInvocation): readonly Text[] {
  return [DEFAULT_FILES, DEFAULT_OVERRIDES].flatMap((names) =>
    names.flatMap((name) => written?.get(name)?.name ?? []).slice(0, 1),
  );
}

const MAX_VARIANTS = 8;

/** The files of each possible project; none if one is unknown or missing. */
function filesOf(names: readonly Text[], invocation: DockerInvocation): readonly (readonly DeployedFile[])[] {
  let variants: readonly (readonly DeployedFile[])[] = names.length === 0 ? [] : [[]];
  for (const name of names) {
    const options = fileNamed(name, invocation);
    variants = variants.flatMap((files) => options.map((file) => [...files, file])).slice(0, MAX_VARIANTS);
  }
  return variants;
}

/**
 * The file with a name: in the project, or written by the script, possibly with alternative
 * contents.
 */
export function fileNamed(name: Text, { input, written, findFile }: DockerInvocation): readonly DeployedFile[] {
  const text = name.value === '-' ? input : written?.get(textKey(name))?.text;
  if (text === undefined) {
    const path = name.value === '-' ? undefined : findFile?.(name);
    return path === undefined ? [] : [{ path }];
  }
  const [segment, ...others] = text.segments;
  const isChoice = segment?.kind === 'unknown' && segment.candidates.length > 0 && others.length === 0;
  return (isChoice ? segment.candidates : [text]).flatMap((one) =>
    SERVICES.test(one.skeleton) ? (writtenParts(one) ?? []) : [],
  );
}
