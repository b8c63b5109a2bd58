import type { Place } from '../../../text/location.ts';
import { words } from '../../../util/words.ts';
import type { DockerResult } from '../../docker/index.ts';
import { ansibleParameters, PODMAN_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { isSequence } from '../../yaml/tree.ts';
import { clientCommand, flagArguments, flagIfGiven, toArgument, wordArgument } from '../ci/containers.ts';
import type { Engine } from './containers.ts';
import { argumentsOf, pairsOf } from './flags.ts';
import { type Parameters, shellWords } from './parameters.ts';

const EXEC_PARAMETERS = [
  ...ansibleParameters('boolean', 'privileged, detach'),
  ...ansibleParameters('value', 'user, workdir chdir workdir'),
  ...ansibleParameters('pairs', 'env'),
];

const RUN_PARAMETERS = [
  ...ansibleParameters('boolean', 'detach, service-ports'),
  ...ansibleParameters('value', 'user, entrypoint'),
  ...ansibleParameters('list', 'cap-add, cap-drop, publish, volume volumes'),
  ...ansibleParameters('pairs', 'env'),
];

/** Pod settings whose flags are the same in `podman pod create` and `podman run`. */
const POD_FLAGS: ReadonlySet<string> = new Set(
  words(`add-host cgroup-parent cpus cpuset-cpus device device-read-bps device-write-bps dns dns-option dns-search gidmap
  hostname ip label mac-address memory network network-alias no-hosts pid publish security-opt shm-size sysctl uidmap
  userns uts volume volumes-from`),
);
const POD_PARAMETERS = [
  ...PODMAN_PARAMETERS.filter(({ flag }) => POD_FLAGS.has(flag)),
  ...ansibleParameters('value', 'share'),
];

/** The exec of a module that runs a command in a container. */
export function createAnsibleExec(
  parameters: Parameters,
  program: Engine,
  compose: string | undefined,
  place: Place,
): readonly DockerResult[] {
  const target = parameters.text(...(compose === undefined ? ['container', 'name'] : ['service']));
  if (target === undefined) return [];
  const rows = compose === 'run' ? RUN_PARAMETERS : EXEC_PARAMETERS;
  const given = parameters.get('argv', 'command');
  const text = parameters.text('argv', 'command');
  const command = isSequence(given) ? parameters.texts(given) : text === undefined ? [] : shellWords(text);
  const results = clientCommand(program, place, [
    ...(compose === undefined ? [] : [wordArgument('compose', place)]),
    wordArgument(compose ?? 'exec', place),
    ...rows.flatMap((row) => argumentsOf(row, parameters)),
    wordArgument('--', place),
    toArgument(target),
    ...command.map(toArgument),
  ]);
  return results.map((result) => ({
    ...result,
    subjects: result.subjects.map((subject) => {
      if (subject.kind !== 'exec') return subject;
      const { commandLine: _line, ...exec } = subject;
      return { ...exec, origin: `${program} ansible` as const };
    }),
  }));
}

/** The pod that a module creates. */
export function createAnsiblePod(parameters: Parameters, place: Place): readonly DockerResult[] {
  const name = parameters.text('name');
  if (name === undefined) return [];
  return clientCommand('podman', place, [
    wordArgument('pod', place),
    wordArgument('create', place),
    ...POD_PARAMETERS.flatMap((row) => argumentsOf(row, parameters)),
    wordArgument('--', place),
    toArgument(name),
  ]);
}

/** The volume that a module creates for containers of later tasks. */
export function createAnsibleVolume(parameters: Parameters, program: Engine, place: Place): readonly DockerResult[] {
  const name = parameters.text('volume_name', 'name');
  if (name === undefined) return [];
  const options = pairsOf(parameters.get('driver_options', 'options'), '=', parameters);
  return clientCommand(program, place, [
    wordArgument('volume', place),
    wordArgument('create', place),
    ...flagIfGiven('--driver', parameters.text('driver')),
    ...options.flatMap((option) => flagArguments('--opt', option)),
    wordArgument('--', place),
    toArgument(name),
  ]);
}
