import { isCertain } from '../../../text/location.ts';
import { textKey } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import type { Deployed, DeployedFile } from '../../contract/relations.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { DockerInvocation } from './invocation.ts';
import { writtenParts } from './written-parts.ts';

/** A written file counts as a Compose file if it has services. */
const SERVICES = /(?:^|\{)[ \t]*(?:services|"services"|'services')[ \t]*:/m;

/** Compose's default files and overrides (compose-go `cli.DefaultFileNames`). */
export const DEFAULT_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
export const DEFAULT_OVERRIDES = DEFAULT_FILES.map((name) => name.replace('.', '.override.'));

/** The projects of `docker compose -f A -f B up`, `COMPOSE_FILE=A:B`, or default files the script wrote, per code path. None if a file is unknown. */
export function readComposeProject(
  line: Pick<FlagLine, 'uses' | 'unresolvedOptions'>,
  invocation: DockerInvocation,
): readonly Deployed[] {
  if (line.unresolvedOptions.length > 0) return [];
  const uses = line.uses.filter(({ flag }) => flag.name === 'file');
  const envFiles = line.uses.flatMap(({ flag, value }) =>
    flag.name === 'env-file' ? [invocation.findFile?.(value)] : [],
  );
  const named = variableFiles(invocation, line.uses);
  const variants =
    uses.length > 0 ? variantsOf(uses).map(valuesOf) : [named.length > 0 ? named : defaultFiles(invocation)];
  // An unknown env file makes values unknown, including those of `.env`, which it replaces.
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

/** The directory of `--project-directory`: '' for the first file's, `undefined` if unknown. */
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

/** The files of `COMPOSE_FILE` in the environment or an env file, split at `COMPOSE_PATH_SEPARATOR` (compose-go `cli.WithConfigFileEnv`). */
function variableFiles({ environment, lookAt }: DockerInvocation, uses: readonly FlagUse[]): readonly Text[] {
  const inFiles = uses.flatMap(({ flag, value }): readonly Text[] => {
    const file = flag.name === 'env-file' ? lookAt?.(value) : undefined;
    const [, names] = /^[ \t]*COMPOSE_FILE=["']?([^"'\s#]+)/m.exec(typeof file === 'object' ? file.text : '') ?? [];
    return names === undefined ? [] : [Text.derived(names, value.place)];
  });
  const files = environment?.get('COMPOSE_FILE') ?? inFiles.at(-1);
  if (files === undefined || files.value === '') return [];
  const separator = environment?.get('COMPOSE_PATH_SEPARATOR');
  return files.split(separator?.value ?? ':');
}

function valuesOf(uses: readonly FlagUse[]): readonly Text[] {
  return uses.map(({ value }) => value);
}

/** The swarm stack of `docker stack deploy -c FILE`; `.env` isn't read. */
export function readStack({ uses, unresolvedOptions }: FlagLine, invocation: DockerInvocation): readonly Deployed[] {
  if (unresolvedOptions.length > 0) return [];
  const named = uses.filter(({ flag }) => flag.name === 'compose-file');
  return variantsOf(named).flatMap((variant): readonly Deployed[] => {
    const names = variant.flatMap(({ value }) => value.split(','));
    return filesOf(names, invocation).map((files) => ({ files, envFiles: [], orchestrator: 'swarm' }));
  });
}

/** All uses, and the certain ones if some aren't. */
function variantsOf(uses: readonly FlagUse[]): readonly (readonly FlagUse[])[] {
  const certain = uses.filter(({ spelling, value }) => isCertain(spelling.place) && isCertain(value.place));
  return [uses, ...(certain.length < uses.length ? [certain] : [])].filter(({ length }) => length > 0);
}

function defaultFiles({ written }: DockerInvocation): readonly Text[] {
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

/** The file of a name: in the project, or written by the script, possibly with several contents. */
function fileNamed(name: Text, { input, written, findFile }: DockerInvocation): readonly DeployedFile[] {
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
