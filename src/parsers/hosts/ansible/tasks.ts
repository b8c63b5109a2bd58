import type { Location, Place } from '../../../text/location.ts';
import { joinTexts, replaceParts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import type { Deployed } from '../../contract/relations.ts';
import type { DockerResult } from '../../docker/index.ts';
import {
  field,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  isSequence,
  itemsOf,
  placeOf,
  type Ref,
  textOf,
} from '../../yaml/tree.ts';
import type { HostTask } from '../ci/jobs.ts';
import type { ScriptReader } from '../ci/scripts.ts';
import { createAnsibleExec, createAnsiblePod, createAnsibleVolume } from './commands.ts';
import { createAnsibleContainer, type Engine } from './containers.ts';
import {
  ACTION,
  COMMAND_MODULE,
  CONTAINER_MODULE,
  EXEC_MODULE,
  POD_MODULE,
  SERVICE_MODULE,
  VOLUME_MODULE,
} from './modules.ts';
import { Parameters } from './parameters.ts';
import { copyCommands, inFolder, startCommand } from './started.ts';
import { createSwarmService } from './swarm-service.ts';
import type { PlayVariables } from './variables.ts';
import { writtenBy } from './written.ts';

const LISTS = ['pre_tasks', 'tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];

const CONTAINER = new RegExp(`^${CONTAINER_MODULE}$`);
const VOLUME = new RegExp(`^${VOLUME_MODULE}$`);
const SERVICE = new RegExp(`^${SERVICE_MODULE}$`);
const COMMAND = new RegExp(`^${COMMAND_MODULE}$`);
const EXEC = new RegExp(`^${EXEC_MODULE}$`);
const POD = new RegExp(`^${POD_MODULE}$`);
const NAMES_MODULE = new RegExp(`^${ACTION}$`);

const LOOPS = ['loop', 'with_items', 'with_list'];
const BUILT_IN = /^ansible\.(?:builtin|legacy)\./;

/**
 * The maximum number of loop items in a document: each is read as a task. Values of later loops are
 * unknown.
 */
const MAX_ITEMS = 2_000;

interface Scope {
  readonly variables: PlayVariables;
  /** The surrounding `module_defaults`, the outermost first. */
  readonly defaults: readonly Ref[];
}

/** Reads plays and tasks, which blocks can nest. */
export class TaskReader {
  readonly #scripts: ScriptReader;
  readonly #path: string;
  readonly #folder: string;
  readonly #tasks: HostTask[] = [];
  readonly #copies: Text[] = [];
  readonly deployed: Deployed[] = [];
  #itemsLeft = MAX_ITEMS;
  #isOnOneHost = true;

  constructor(scripts: ScriptReader, path: string) {
    this.#scripts = scripts;
    this.#path = path;
    this.#folder = splitPath(path)[0];
  }

  read(roots: readonly Ref[], variables: PlayVariables): readonly HostTask[] {
    const hosts = roots.flatMap(itemsOf).flatMap((play) => field(play, 'hosts')?.node ?? []);
    this.#isOnOneHost = new Set(hosts.map((node) => (node.kind === 'scalar' ? node.string : node))).size < 2;
    for (const root of roots) this.#readList(root, { variables, defaults: [] });
    return this.#tasks;
  }

  /**
   * Reads consecutive tasks, each with the variables that earlier ones set. Returns the variables
   * after the last task.
   */
  #readList(list: Ref | undefined, { variables, defaults }: Scope): PlayVariables {
    return itemsOf(list).reduce((before, item) => this.#readOne(item, { variables: before, defaults }), variables);
  }

  #readOne(item: Ref, { variables: outer, defaults: around }: Scope): PlayVariables {
    if (!isMapping(item)) return outer;
    const own = field(item, 'module_defaults');
    const defaults = own === undefined ? around : [...around, outer.resolve(own)];
    const given = outer.with(field(item, 'vars')).withFiles(field(item, 'vars_files'), this.#path);
    const loop = LOOPS.map((key) => field(item, key)).find((found) => found !== undefined);
    const items = loop === undefined ? [] : itemsOf(given.resolve(loop));
    if (items.length === 0 || items.length > this.#itemsLeft) {
      this.#readTask(item, { variables: given, defaults });
    } else {
      this.#itemsLeft -= items.length;
      const named = field(field(item, 'loop_control'), 'loop_var');
      const name = isScalar(named) ? named.node.string : 'item';
      for (const one of items) this.#readTask(item, { variables: given.withOne(name, one), defaults });
    }
    const condition = this.#conditionOf(item);
    const behind = outer.after(this.#afterTask(item, { variables: given, defaults }), condition);
    const registered = field(item, 'register');
    return isScalar(registered) ? behind.without([registered.node.string]) : behind;
  }

  /** The place of the condition for a task, block or play to run. */
  #conditionOf(item: Ref): Location | undefined {
    const decides = field(item, 'when') ?? (this.#isOnOneHost ? undefined : field(item, 'hosts'));
    return decides && placeOf(decides).location;
  }

  #afterTask(item: Ref, scope: Scope): PlayVariables {
    let { variables } = scope;
    for (const name of LISTS) {
      const list = field(item, name);
      if (list === undefined) continue;
      const inner = this.#readList(list, { ...scope, variables });
      variables = variables.after(inner, name === 'block' || name === 'rescue' ? rescueOf(item) : undefined);
    }
    const isLoop = fieldsOf(item).some(({ key }) => /^(?:loop$|with_)/.test(key.node.string));
    for (const { key, ...value } of fieldsOf(item)) {
      const module = key.node.string.replace(BUILT_IN, '');
      if (module === 'set_fact') variables = afterFacts(value, variables, isLoop);
      if (module === 'include_vars' && !isLoop) {
        const name = isMapping(value) ? (field(value, 'file') ?? field(value, '_raw_params')) : value;
        const under = field(value, 'name');
        variables = variables.withIncluded(name, this.#path, isScalar(under) ? under.node.string : undefined);
      }
    }
    return variables;
  }

  #readTask(item: Ref, { variables, defaults }: Scope): void {
    const args = field(item, 'args');
    for (const { key, ...given } of fieldsOf(item)) {
      const { module, value, command } = moduleOf(key.node.string, given);
      const all = [...(args === undefined ? [] : [args]), ...defaultsFor(module, defaults)];
      const parameters = new Parameters(value, variables, all);
      const requests = requestsOf(module, parameters, placeOf(key), () => titleOf(item, variables));
      if (requests !== undefined) this.#tasks.push(...requests);
      else {
        this.#copies.push(...copyCommands(module, parameters, this.#folder));
        const starts = startCommand(module, parameters, this.#folder);
        if (starts !== undefined) this.#tasks.push(...this.#runAfterCopies(starts));
        else this.deployed.push(...writtenBy(module, parameters));
        if (COMMAND.test(module)) this.#readCommand(command ?? value, module.endsWith('command'), parameters);
      }
    }
  }

  #readCommand(value: Ref | Text, isLine: boolean, parameters: Parameters): void {
    const given = !(value instanceof Text) && (isMapping(value) || isNull(value)) ? commandIn(parameters) : value;
    const { variables } = parameters;
    const written = given instanceof Text ? given : isScalar(given) ? textOf(given) : undefined;
    const text =
      written === undefined ? joined(given instanceof Text ? undefined : given, variables) : variables.fill(written);
    if (text === undefined) return;
    const run = withoutStatements(isLine ? inOneLine(text) : text);
    const directory = parameters.text('chdir');
    this.#tasks.push(
      ...(directory === undefined
        ? this.#scripts.tasks(run)
        : this.#runAfterCopies(inFolder(run, directory, this.#folder))),
    );
  }

  /** A command, after the copies of earlier tasks: it may start copied files. */
  #runAfterCopies(run: Text): readonly HostTask[] {
    return this.#scripts.tasks(joinTexts([...this.#copies, run], '\n', run.whole), this.#folder);
  }
}

/**
 * The requests of a module that creates or uses a container, volume, pod or service; `undefined`
 * for other modules.
 */
function requestsOf(
  module: string,
  parameters: Parameters,
  place: Place,
  title: () => string | undefined,
): readonly DockerResult[] | undefined {
  const [isExec, engine = 'docker', compose] = EXEC.exec(module) ?? [];
  if (isExec !== undefined && isEngine(engine)) return createAnsibleExec(parameters, engine, compose, place);
  const [, program] = CONTAINER.exec(module) ?? [];
  const [, keeper] = VOLUME.exec(module) ?? [];
  const isService = SERVICE.test(module);
  if (!isEngine(program) && !isEngine(keeper) && !isService && !POD.test(module)) return undefined;
  if (parameters.text('state')?.value === 'absent') return [];
  if (isEngine(program)) return createAnsibleContainer(parameters, program, place, title());
  if (isEngine(keeper)) return createAnsibleVolume(parameters, keeper, place);
  return isService ? createSwarmService(parameters, place) : createAnsiblePod(parameters, place);
}

interface NamedModule {
  readonly module: string;
  readonly value: Ref;
  /** The text after the module's name. */
  readonly command?: Text;
}

/** The module of a task's key: the key itself, or the one that `action` or `local_action` names. */
function moduleOf(key: string, value: Ref): NamedModule {
  if (!NAMES_MODULE.test(key)) return { module: key, value };
  if (isMapping(value)) {
    const named = field(value, 'module');
    return { module: isScalar(named) ? named.node.string : key, value };
  }
  const text = isScalar(value) ? textOf(value) : undefined;
  const [name = ''] = /^\S+/.exec(text?.skeleton ?? '') ?? [];
  return text === undefined ? { module: key, value } : { module: name, value, command: text.slice(name.length) };
}

function commandIn(parameters: Parameters): Ref | undefined {
  return parameters.get('cmd', '_raw_params', 'argv', 'command', 'job');
}

/** A command without Jinja statements and comments, so that all branches are read. */
function withoutStatements(text: Text): Text {
  return replaceParts(text, /\{%[^%]*(?:%(?!\})[^%]*)*%\}|\{#[^#]*(?:#(?!\})[^#]*)*#\}/g, (_, { place }) =>
    Text.derived(' ', place),
  );
}

function isEngine(program: string | undefined): program is Engine {
  return program === 'docker' || program === 'podman';
}

/** The variables after a task that sets facts; facts that a loop or a text sets become unknown. */
function afterFacts(facts: Ref, variables: PlayVariables, isLoop: boolean): PlayVariables {
  if (isMapping(facts) && !isLoop) return variables.withFacts(facts);
  const inLine = isScalar(facts) ? facts.node.string.matchAll(/(?<=^|\s)([A-Za-z_]\w*)=/g) : [];
  return variables.without([
    ...fieldsOf(facts).map(({ key }) => key.node.string),
    ...Array.from(inLine, ([, name = '']) => name),
  ]);
}

function rescueOf(block: Ref): Location | undefined {
  const rescue = field(block, 'rescue');
  return rescue && placeOf(rescue.key).location;
}

/**
 * The `module_defaults` of a module: its group's, then the innermost with its name
 * (`get_action_args_with_defaults` in Ansible's `module_common.py`).
 */
function defaultsFor(module: string, all: readonly Ref[]): readonly Ref[] {
  if (all.length === 0) return [];
  const mappings = all.flatMap((one) => (isSequence(one) ? itemsOf(one) : [one]));
  const last = (names: (key: string) => boolean): Ref | undefined =>
    mappings.flatMap((mapping) => fieldsOf(mapping).filter(({ key }) => names(key.node.string))).at(-1);
  const short = shortName(module);
  const own = last((key) => shortName(key) === short);
  const ofGroup = short.startsWith('docker_') ? last((key) => DOCKER_GROUP.test(key)) : undefined;
  return [own, ofGroup].filter((one) => one !== undefined);
}

const DOCKER_GROUP = /^group\/(?:community\.docker\.)?docker$/;

function shortName(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1);
}

/** The text of `command` in one line, since no shell reads it. */
function inOneLine(text: Text): Text {
  return joinTexts(text.split('\n'), ' ', text.whole);
}

/** `argv`, quoted for a shell. */
function joined(list: Ref | undefined, variables: PlayVariables): Text | undefined {
  const words = itemsOf(list).flatMap((item): readonly Text[] => {
    if (!isScalar(item)) return [];
    const word = variables.fill(textOf(item));
    const isQuoted = word.isKnown && !/^[\w@%+=:,./-]+$/.test(word.skeleton);
    return [isQuoted ? Text.derived(`'${word.skeleton.replaceAll("'", "'\\''")}'`, word.place) : word];
  });
  const [first] = words;
  return first && joinTexts(words, ' ', first.whole);
}

function titleOf(task: Ref, variables: PlayVariables): string | undefined {
  const name = field(task, 'name');
  return isScalar(name) ? variables.fill(textOf(name)).shown : undefined;
}
