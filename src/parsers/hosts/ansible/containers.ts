import { type Container, subjectName } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Argument, type DockerResult, parseDockerCommands } from '../../docker/index.ts';
import { type AnsibleParameter, DOCKER_PARAMETERS, PODMAN_PARAMETERS } from '../../programs/ansible-parameters.ts';
import {
  type Field,
  field,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  isSequence,
  itemsOf,
  placeOf,
  type Ref,
  type Scalar,
  textOf,
} from '../../yaml/tree.ts';
import { NOTHING } from '../ci/containers.ts';
import type { Variables } from './variables.ts';

export type Engine = 'docker' | 'podman';

/** A module that is asked for a container. */
interface Asked {
  readonly program: Engine;
  /** The name of the module in the task. */
  readonly key: Field['key'];
  /** What the task is called. */
  readonly title: string | undefined;
  readonly variables: Variables;
}

const PARAMETERS: Readonly<Record<Engine, readonly AnsibleParameter[]>> = {
  docker: DOCKER_PARAMETERS,
  podman: PODMAN_PARAMETERS,
};

/**
 * What a module for containers asks the engine for, in the words of the client that says the same. Nothing where it
 * removes one, or only starts and stops one that is there, which has no image.
 */
export function createAnsibleContainer(value: Ref, asked: Asked): readonly DockerResult[] {
  const { program, key, title, variables } = asked;
  const parameters = new Parameters(value, variables);
  const image = parameters.text('image');
  if (image === undefined || parameters.text('state')?.value === 'absent') return [];
  const place = placeOf(key);
  const name = parameters.text('name');
  const entrypoint = parameters.words('entrypoint');
  const results = parseDockerCommands({
    program,
    programPlace: place,
    programWord: place,
    arguments: [
      word('run', place),
      ...flagIfGiven('--name', name),
      ...detached(parameters, place),
      ...PARAMETERS[program].flatMap((parameter) => argumentsOf(parameter, parameters)),
      ...network(parameters, program),
      ...restart(parameters),
      ...healthcheck(parameters, program),
      ...mounts(parameters),
      ...entrypoint.slice(0, 1).flatMap((text) => flag('--entrypoint', text)),
      word('--', place),
      toArgument(image),
      ...entrypoint.slice(1).map(toArgument),
      ...parameters.words('command').map(toArgument),
    ],
  });
  const called = name?.shown ?? title ?? image.shown;
  return results.map((result) => ({
    ...NOTHING,
    subjects: result.subjects.flatMap((subject): readonly Container[] => {
      if (subject.kind !== 'container') return [];
      const { commandLine: _line, ...container } = subject;
      return [{ ...container, origin: `${program} ansible`, name: subjectName(called), place }];
    }),
    problems: result.problems.map((problem) => ({ ...problem, subject: { kind: 'container', name: called } })),
    values: result.values,
    image,
  }));
}

/** The values of a module, as a mapping or as `name=value` in one text. */
class Parameters {
  readonly #value: Ref;
  readonly #variables: Variables;
  readonly #inLine: ReadonlyMap<string, Text>;

  constructor(value: Ref, variables: Variables) {
    this.#value = variables.resolve(value);
    this.#variables = variables;
    this.#inLine = isScalar(value) ? pairsIn(variables.fill(textOf(value))) : new Map();
  }

  get(name: string): Ref | undefined {
    const value = field(this.#value, name);
    return value === undefined || isNull(value) ? undefined : this.#variables.resolve(value);
  }

  text(...names: readonly string[]): Text | undefined {
    for (const name of names) {
      const value = this.get(name);
      if (isScalar(value)) return this.fill(value);
      const inLine = this.#inLine.get(name);
      if (inLine !== undefined) return inLine;
    }
    return undefined;
  }

  /** The elements of a list; a text may hold several, with commas. */
  list(...names: readonly string[]): readonly Text[] {
    for (const name of names) {
      const value = this.get(name);
      if (isSequence(value)) return itemsOf(value).flatMap((item) => (isScalar(item) ? [this.fill(item)] : []));
    }
    const text = this.text(...names);
    return text === undefined || text.skeleton === '' ? [] : text.isKnown ? text.split(',') : [text];
  }

  /** A command: its words as a list, or in one text. */
  words(name: string): readonly Text[] {
    if (isSequence(this.get(name))) return this.list(name);
    const text = this.text(name);
    if (text === undefined) return [];
    return Array.from(text.skeleton.matchAll(/"[^"]*"|'[^']*'|\S+/g), ({ 0: found, index }) =>
      /^["']/.test(found) ? text.slice(index + 1, index + found.length - 1) : text.slice(index, index + found.length),
    );
  }

  fill(value: Ref<Scalar>): Text {
    return this.#variables.fill(textOf(value));
  }
}

/** `name=value` in one text, apart by blanks, as modules take their parameters too. */
function pairsIn(text: Text): ReadonlyMap<string, Text> {
  const found = text.skeleton.matchAll(/(?<=^|\s)([a-z_]+)=("[^"]*"|'[^']*'|\S*)/g);
  return new Map(
    Array.from(found, ({ 0: whole, 1: name = '', 2: value = '', index }) => {
      const inset = /^["']/.test(value) ? 1 : 0;
      const start = index + whole.length - value.length;
      return [name, text.slice(start + inset, start + value.length - inset)] as const;
    }),
  );
}

function argumentsOf({ names, flag: name, form }: AnsibleParameter, parameters: Parameters): readonly Argument[] {
  const long = `--${name}`;
  switch (form) {
    case 'value':
      return flagIfGiven(long, parameters.text(...names));
    case 'boolean': {
      const text = parameters.text(...names);
      return text === undefined ? [] : [attached(long, truthOf(text))];
    }
    case 'list':
      return listOf(name, names, parameters).flatMap((text) => flag(long, name === 'ulimit' ? withEquals(text) : text));
    case 'pairs':
    case 'hosts':
      return pairsOf(names, form === 'pairs' ? '=' : ':', parameters).flatMap((text) => flag(long, text));
  }
}

function listOf(name: string, names: readonly string[], parameters: Parameters): readonly Text[] {
  const list = parameters.list(...names);
  const address = name === 'publish' ? parameters.text('default_host_ip') : undefined;
  if (address === undefined || address.value === '') return list;
  // It is taken for a port that names no address.
  return list.map((port) => {
    const { place } = port;
    if (/^\[|^\d+(?:\.\d+){3}:/.test(port.skeleton)) return port;
    const separator = port.skeleton.includes(':') ? ':' : '::';
    return Text.concat([address, Text.derived(separator, place), port], place);
  });
}

/** A limit of `docker_container` has a colon behind its name. */
function withEquals(limit: Text): Text {
  const at = limit.skeleton.search(/[:=]/);
  return at < 0 || limit.skeleton.charAt(at) === '='
    ? limit
    : Text.concat([limit.slice(0, at), Text.derived('=', limit.place), limit.slice(at + 1)], limit.place);
}

/** The entries of a mapping, or of a list that has them in this form already. */
function pairsOf(names: readonly string[], separator: string, parameters: Parameters): readonly Text[] {
  const mapping = names.map((name) => parameters.get(name)).find((value) => value !== undefined);
  if (!isMapping(mapping)) return parameters.list(...names);
  return fieldsOf(mapping).flatMap(({ key, ...value }): readonly Text[] => {
    if (!isScalar(value)) return [];
    const name = textOf(key);
    const text = isNull(value) ? Text.derived('', placeOf(value)) : parameters.fill(value);
    return [Text.concat([name, Text.derived(separator, name.place), text], name.place)];
  });
}

/** The modules leave a container in the background, unless a parameter says that they wait for it. */
function detached(parameters: Parameters, place: Place): readonly Argument[] {
  const text = parameters.text('detach');
  return [text === undefined ? word('--detach=true', place) : attached('--detach', truthOf(text))];
}

/** The first network is the mode, unless that is given (`networks_cli_compatible`, which is true by default). */
function network(parameters: Parameters, program: Engine): readonly Argument[] {
  const networks = program === 'docker' ? parameters.get('networks') : undefined;
  if (!isSequence(networks) || parameters.text('network_mode') !== undefined) return [];
  const compatible = parameters.text('networks_cli_compatible');
  if (compatible !== undefined && truthOf(compatible).value === 'false') return [];
  return itemsOf(networks).flatMap((item) => {
    const name = field(item, 'name');
    return isScalar(name) ? flag('--network', parameters.fill(name)) : [];
  });
}

/** The count is a parameter of its own. */
function restart(parameters: Parameters): readonly Argument[] {
  const policy = parameters.text('restart_policy');
  if (policy === undefined) return [];
  const count = parameters.text('restart_retries');
  if (count === undefined || policy.value !== 'on-failure') return flag('--restart', policy);
  return flag('--restart', Text.concat([policy, Text.derived(':', count.place), count], policy.place));
}

/** A test is a text for a shell, or a list of words of which the first says what it is. */
function healthcheck(parameters: Parameters, program: Engine): readonly Argument[] {
  if (program === 'podman') return [];
  const given = parameters.get('healthcheck');
  const test = field(given, 'test');
  if (isScalar(test)) return healthTest([parameters.fill(test)]);
  return healthTest(itemsOf(test).flatMap((item) => (isScalar(item) ? [parameters.fill(item)] : [])));
}

function healthTest([first, ...others]: readonly Text[]): readonly Argument[] {
  if (first === undefined) return [];
  if (first.value === 'NONE') return [word('--no-healthcheck', first.place)];
  const parts = /^CMD(?:-SHELL)?$/.test(first.skeleton) ? others : [first, ...others];
  const place = parts[0]?.place ?? first.place;
  const texts = parts.flatMap((part, index) => (index === 0 ? [part] : [Text.derived(' ', place), part]));
  return flag('--health-cmd', Text.concat(texts, place));
}

/** The parts of a mount that decide what it gives away. */
const MOUNT_PARTS = ['type', 'source', 'target', 'read_only', 'propagation'];

/** Each mount is a mapping, or for podman a text as the client takes it. */
function mounts(parameters: Parameters): readonly Argument[] {
  const given = parameters.get('mounts') ?? parameters.get('mount');
  return itemsOf(given).flatMap((item): readonly Argument[] => {
    if (isScalar(item)) return flag('--mount', parameters.fill(item));
    const parts = MOUNT_PARTS.flatMap((name) => {
      const value = field(item, name);
      if (!isScalar(value)) return [];
      const text = name === 'read_only' ? truthOf(parameters.fill(value)) : parameters.fill(value);
      const key = { read_only: 'readonly', propagation: 'bind-propagation' }[name] ?? name;
      return [Text.derived(`${key}=`, placeOf(value)), text, Text.derived(',', placeOf(value))];
    });
    return parts.length === 0 ? [] : flag('--mount', Text.concat(parts.slice(0, -1), placeOf(item)));
  });
}

const TRUE = /^(?:true|yes|on|y|t|1)$/i;
const FALSE = /^(?:false|no|off|n|f|0)$/i;

/** What Ansible takes for true and false, as a client does. */
function truthOf(text: Text): Text {
  const { value } = text;
  if (value === undefined) return text;
  if (TRUE.test(value)) return Text.derived('true', text.place);
  return FALSE.test(value) ? Text.derived('false', text.place) : text;
}

function word(text: string, place: Place): Argument {
  return toArgument(Text.derived(text, place));
}

function toArgument(text: Text): Argument {
  return { kind: 'word', text };
}

function flag(name: string, value: Text): readonly Argument[] {
  return [word(name, value.place), toArgument(value)];
}

function flagIfGiven(name: string, value: Text | undefined): readonly Argument[] {
  return value === undefined || value.skeleton === '' ? [] : flag(name, value);
}

function attached(name: string, value: Text): Argument {
  return toArgument(Text.concat([Text.derived(`${name}=`, value.place), value], value.place));
}
