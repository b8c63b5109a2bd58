import type { Place } from '../../../text/location.ts';
import { type Argument, type DockerResult, parseDockerCommands } from '../../docker/index.ts';
import { type AnsibleParameter, PODMAN_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { type Field, isSequence, placeOf } from '../../yaml/tree.ts';
import type { Engine } from './containers.ts';
import { argumentsOf, toArgument, wordArgument } from './flags.ts';
import { type Parameters, shellWords } from './parameters.ts';

const parameter = (form: AnsibleParameter['form'], flag: string, ...names: readonly string[]): AnsibleParameter => ({
  names: names.length === 0 ? [flag] : names,
  flag,
  form,
});

const EXEC_PARAMETERS: readonly AnsibleParameter[] = [
  parameter('boolean', 'privileged'),
  parameter('boolean', 'detach'),
  parameter('value', 'user'),
  parameter('value', 'workdir', 'chdir', 'workdir'),
  parameter('pairs', 'env'),
];

const RUN_PARAMETERS: readonly AnsibleParameter[] = [
  parameter('boolean', 'detach'),
  parameter('value', 'user'),
  parameter('value', 'entrypoint'),
  parameter('list', 'cap-add', 'cap_add'),
  parameter('list', 'cap-drop', 'cap_drop'),
  parameter('list', 'publish'),
  parameter('list', 'volume', 'volumes'),
  parameter('boolean', 'service-ports', 'service_ports'),
  parameter('pairs', 'env'),
];

/** Pod settings with the same flags in `podman pod create` and `podman run`. */
const POD_FLAGS: ReadonlySet<string> = new Set(
  `add-host cgroup-parent cpus cpuset-cpus device device-read-bps device-write-bps dns dns-option dns-search gidmap
  hostname ip label mac-address memory network network-alias no-hosts pid publish security-opt shm-size sysctl uidmap
  userns uts volume volumes-from`.split(/\s+/),
);
const POD_PARAMETERS: readonly AnsibleParameter[] = [
  ...PODMAN_PARAMETERS.filter(({ flag }) => POD_FLAGS.has(flag)),
  parameter('value', 'share'),
];

/** The client's command for a module that runs a command in a container. */
export function createAnsibleExec(
  parameters: Parameters,
  asked: { readonly program: Engine; readonly compose: string | undefined; readonly key: Field['key'] },
): readonly DockerResult[] {
  const { program, compose, key } = asked;
  const target = parameters.text(...(compose === undefined ? ['container', 'name'] : ['service']));
  if (target === undefined) return [];
  const place = placeOf(key);
  const rows = compose === 'run' ? RUN_PARAMETERS : EXEC_PARAMETERS;
  const given = parameters.get('argv', 'command');
  const text = parameters.text('argv', 'command');
  const command = isSequence(given) ? parameters.texts(given) : text === undefined ? [] : shellWords(text);
  return clientCommand(program, place, [
    ...(compose === undefined ? [] : [wordArgument('compose', place)]),
    wordArgument(compose ?? 'exec', place),
    ...rows.flatMap((row) => argumentsOf(row, parameters)),
    wordArgument('--', place),
    toArgument(target),
    ...command.map(toArgument),
  ]);
}

/** The pod that a module creates. */
export function createAnsiblePod(parameters: Parameters, key: Field['key']): readonly DockerResult[] {
  const name = parameters.text('name');
  if (name === undefined || parameters.text('state')?.value === 'absent') return [];
  const place = placeOf(key);
  return clientCommand('podman', place, [
    wordArgument('pod', place),
    wordArgument('create', place),
    ...POD_PARAMETERS.flatMap((row) => argumentsOf(row, parameters)),
    wordArgument('--', place),
    toArgument(name),
  ]);
}

function clientCommand(program: Engine, place: Place, words: readonly Argument[]): readonly DockerResult[] {
  return parseDockerCommands({ program, programPlace: place, programWord: place, arguments: words }).map((result) => ({
    ...result,
    subjects: result.subjects.map((subject) => {
      if (subject.kind !== 'exec') return subject;
      const { commandLine: _line, ...exec } = subject;
      return { ...exec, origin: `${program} ansible` as const };
    }),
  }));
}
