import { isCertain } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import type { Deployed, DeployedFile } from '../../contract/relations.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { DockerInvocation } from './invocation.ts';

/** A here-document is taken for a Compose file where it has services. */
const SERVICES = /^[ \t]*(?:services|"services"|'services')[ \t]*:/m;

/**
 * What `docker compose -f A -f B up` makes one project of, or `COMPOSE_FILE=A:B docker compose up`; nothing where one
 * of the files is not known or not there, and for a single file in its own folder, which is a project without it. Where
 * some of them are named on some code paths only, the others are a project too.
 */
export function readComposeProject(
  line: Pick<FlagLine, 'uses' | 'unresolvedOptions'>,
  invocation: DockerInvocation,
): readonly Deployed[] {
  if (line.unresolvedOptions.length > 0) return [];
  const uses = line.uses.filter(({ flag }) => flag.name === 'file');
  const envFiles = line.uses.flatMap(({ flag, value }) =>
    flag.name === 'env-file' ? [invocation.findFile?.(value)] : [],
  );
  const variants = uses.length > 0 ? variantsOf(uses).map(valuesOf) : [variableFiles(invocation)];
  return variants.flatMap((names): readonly Deployed[] => {
    const files = filesOf(names, invocation);
    if (files === undefined) return [];
    const folder = folderOf(line.uses, names, invocation);
    if (folder === undefined || (files.length < 2 && files[0]?.span === undefined && folder === '')) return [];
    // Of a file that is not known, no value is: neither are those of `.env`, which it replaces.
    const known = envFiles.filter((file) => file !== undefined);
    return [
      {
        files,
        ...(envFiles.length === 0 ? {} : { envFiles: known.length < envFiles.length ? [] : known }),
        ...(folder === '' ? {} : folder),
      },
    ];
  });
}

/** The folder of `--project-directory`: '' for that of the first file, `undefined` where it is not known. */
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

/** What `COMPOSE_FILE` names, apart by what stands in `COMPOSE_PATH_SEPARATOR` (compose-go `cli.WithConfigFileEnv`). */
function variableFiles({ environment }: DockerInvocation): readonly Text[] {
  const files = environment?.get('COMPOSE_FILE');
  if (files === undefined || files.value === '') return [];
  const separator = environment?.get('COMPOSE_PATH_SEPARATOR');
  return files.split(separator?.value ?? ':');
}

function valuesOf(uses: readonly FlagUse[]): readonly Text[] {
  return uses.map(({ value }) => value);
}

/** What `docker stack deploy -c FILE` deploys to a swarm; it reads no `.env`. */
export function readStack({ uses, unresolvedOptions }: FlagLine, invocation: DockerInvocation): readonly Deployed[] {
  if (unresolvedOptions.length > 0) return [];
  const named = uses.filter(({ flag }) => flag.name === 'compose-file');
  return variantsOf(named).flatMap((variant): readonly Deployed[] => {
    const files = filesOf(
      variant.flatMap(({ value }) => value.split(',')),
      invocation,
    );
    return files === undefined ? [] : [{ files, envFiles: [], orchestrator: 'swarm' }];
  });
}

/** All uses; and those that are certain, where others are not. */
function variantsOf(uses: readonly FlagUse[]): readonly (readonly FlagUse[])[] {
  const certain = uses.filter(({ spelling, value }) => isCertain(spelling.place) && isCertain(value.place));
  return [uses, ...(certain.length < uses.length ? [certain] : [])].filter(({ length }) => length > 0);
}

function filesOf(names: readonly Text[], invocation: DockerInvocation): readonly DeployedFile[] | undefined {
  const files = names.map((name): DeployedFile | undefined => {
    if (name.value === '-') return inputOf(invocation);
    const path = invocation.findFile?.(name);
    return path === undefined ? undefined : { path };
  });
  const found = files.filter((file) => file !== undefined);
  return found.length === files.length && found.length > 0 ? found : undefined;
}

function inputOf({ input }: DockerInvocation): DeployedFile | undefined {
  if (input === undefined || !SERVICES.test(input.skeleton)) return undefined;
  const { path, span } = input.whole.location;
  return { path, span };
}
