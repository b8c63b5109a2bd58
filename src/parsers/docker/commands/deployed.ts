import { isCertain } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { Deployed, DeployedFile } from '../../contract/parsed.ts';
import type { FlagLine, FlagUse } from '../grammar/flag-line.ts';
import type { DockerInvocation } from './invocation.ts';

/** A here-document is taken for a Compose file where it has services. */
const SERVICES = /^[ \t]*(?:services|"services"|'services')[ \t]*:/m;

/**
 * What `docker compose -f A -f B up` makes one project of; nothing where one of the files is not known or not there, and for a single file, which is a project without
 * it. Where some of them are named on some code paths only, the others are a project too.
 */
export function readComposeProject(
  line: Pick<FlagLine, 'uses' | 'unresolvedOptions'>,
  invocation: DockerInvocation,
): readonly Deployed[] {
  if (line.unresolvedOptions.length > 0 || isElsewhere(line.uses, invocation)) return [];
  const uses = line.uses.filter(({ flag }) => flag.name === 'file');
  const envFiles = line.uses.flatMap(({ flag, value }) =>
    flag.name === 'env-file' ? [invocation.findFile?.(value)] : [],
  );
  return variantsOf(uses).flatMap((variant): readonly Deployed[] => {
    const files = filesOf(
      variant.map(({ value }) => value),
      invocation,
    );
    if (files === undefined || (files.length < 2 && files[0]?.span === undefined)) return [];
    // Of a file that is not known, no value is: neither are those of `.env`, which it replaces.
    const known = envFiles.filter((file) => file !== undefined);
    return [{ files, ...(envFiles.length === 0 ? {} : { envFiles: known.length < envFiles.length ? [] : known }) }];
  });
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

/** True where the paths in the files are relative to a folder that is not that of the first one. */
function isElsewhere(uses: readonly FlagUse[], { findFile }: DockerInvocation): boolean {
  return findFile === undefined || uses.some(({ flag }) => flag.name === 'project-directory');
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
