import { type Build, type DockerfileVariables, type Origin, subjectName } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { defined, present } from '../../../util/objects.ts';
import { setsVariables } from '../../dockerfile/variables.ts';
import type { Program } from '../../programs/engines.ts';
import type { BuildCommand } from '../grammar/command.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { wordSource } from '../grammar/words.ts';

/**
 * A command's build; none if it has nothing that rules check: arguments, privileges, Dockerfile
 * variables.
 */
export function readBuildCommand(
  program: Program,
  command: BuildCommand,
  place: Place,
  { uses, positionals: [word], unresolvedOptions }: FlagLine,
  dockerfile: DockerfileVariables | undefined,
): readonly Build[] {
  const valuesOf = (name: string) => uses.filter(({ flag }) => flag.name === name).map(({ value }) => value);
  // The client sends the last argument of each name (docker/cli
  // `opts.ConvertKVStringsToMapWithNil`).
  const byName = new Map(valuesOf('build-arg').map((text) => [text.split('=', 2)[0]?.source, text]));
  const buildArgs = [...byName.values()].map((text) => text.toStringSetting());
  const entitlements = valuesOf('allow').map((text) => text.toStringSetting());
  const network = valuesOf('network').at(-1)?.toStringSetting();
  if (buildArgs.length + entitlements.length === 0 && network === undefined && !setsVariables(dockerfile)) return [];
  const [tag] = valuesOf('tag');
  const name = tag?.source ?? (word === undefined ? command : wordSource(word));
  return [
    {
      kind: 'build',
      origin: originOf(program, command),
      name: subjectName(name),
      place,
      ...present('buildArgs', buildArgs),
      ...present('entitlements', entitlements),
      ...defined({ dockerfile, network }),
      unresolvedOptions,
    },
  ];
}

function originOf(program: Program, command: BuildCommand): Origin {
  if (command === 'compose build') return 'docker compose build';
  return program === 'podman' || program === 'nerdctl' ? `${program} build` : 'docker build';
}
