import type { Location } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import type { Deployed } from '../../contract/relations.ts';
import type { DockerResult } from '../../docker/index.ts';
import type { ScriptTask } from '../../shell/index.ts';
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
import type { ScriptReader } from '../ci/script-reader.ts';
import { createAnsibleExec, createAnsiblePod } from './commands.ts';
import { createAnsibleContainer, createAnsibleVolume, type Engine } from './containers.ts';
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
import { createSwarmService } from './swarm-service.ts';
import type { PlayVariables } from './variables.ts';
import { composeCommand, writtenBy } from './written.ts';

const LISTS = ['pre_tasks', 'tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];

const CONTAINER = new RegExp(`^${CONTAINER_MODULE}$`);
const VOLUME = new RegExp(`^${VOLUME_MODULE}$`);
const SERVICE = new RegExp(`^${SERVICE_MODULE}$`);
const COMMAND = new RegExp(`^${COMMAND_MODULE}$`);
const EXEC = new RegExp(`^${EXEC_MODULE}$`);
const POD = new RegExp(`^${POD_MODULE}$`);
const NAMES_MODULE = new RegExp(`^${ACTION}$`);

export type Task = ScriptTask | DockerResult;

const LOOPS = ['loop', 'with_items', 'with_list'];
const BUILT_IN = /^ansible\.(?:builtin|legacy)\./;

/** The maximum number of loop items in a document; each is read as a task, and the rest is unknown. */
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
  readonly #tasks: Task[] = [];
  readonly deployed: Deployed[] = [];
  #itemsLeft = MAX_ITEMS;
  #isOnOneHost = true;

  constructor(scripts: ScriptReader, path: string) {
    this.#scripts = scripts;
    this.#path = path;
    this.#folder = splitPath(path)[0];
  }

  read(roots: readonly Ref[], variables: PlayVariables): readonly Task[] {
    const hosts = roots.flatMap(itemsOf).flatMap((play) => field(play, 'hosts')?.node ?? []);
    this.#isOnOneHost = new Set(hosts.map((node) => (node.kind === 'scalar' ? node.string : node))).size < 2;
    for (const root of roots) this.#readList(root, { variables, defaults: [] });
    return this.#tasks;
  }

  /** Reads consecutive tasks, each with the variables that earlier ones set. Returns the variables after the list. */
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

  /** The condition of a task or block, by place. */
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
      const [, program] = CONTAINER.exec(module) ?? [];
      const [, keeper] = VOLUME.exec(module) ?? [];
      const exec = EXEC.exec(module);
      if (isEngine(program)) {
        this.#tasks.push(...createAnsibleContainer(parameters, { program, key, title: titleOf(item, variables) }));
      } else if (isEngine(keeper)) {
        this.#tasks.push(...createAnsibleVolume(parameters, keeper, key));
      } else if (SERVICE.test(module)) {
        this.#tasks.push(...createSwarmService(parameters, key));
      } else if (exec !== null) {
        const [, engine = 'docker', compose] = exec;
        if (isEngine(engine)) this.#tasks.push(...createAnsibleExec(parameters, { program: engine, compose, key }));
      } else if (POD.test(module)) {
        this.#tasks.push(...createAnsiblePod(parameters, key));
      } else {
        const deploys = composeCommand(module, parameters, this.#folder);
        if (deploys !== undefined) this.#addScript(deploys, this.#folder);
        else this.deployed.push(...writtenBy(module, parameters));
        if (COMMAND.test(module)) this.#readCommand(command ?? value, module.endsWith('command'), parameters);
      }
    }
  }

  #readCommand(value: Ref | Text, isLine: boolean, parameters: Parameters): void {
    const given = !(value instanceof Text) && (isMapping(value) || isNull(value)) ? commandIn(parameters) : value;
    const text =
      given instanceof Text
        ? parameters.variables.fill(given)
        : isScalar(given)
          ? parameters.variables.fill(textOf(given))
          : isSequence(given)
            ? joined(given, parameters.variables)
            : undefined;
    if (text !== undefined) this.#addScript(withoutStatements(isLine ? inOneLine(text) : text), '');
  }

  #addScript(script: Text, folder: string): void {
    const task = this.#scripts.toTask(script, new Map(), folder);
    if (task !== undefined) this.#tasks.push(task);
  }
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

/** A command without Jinja statements and comments, so that each branch counts. */
function withoutStatements(text: Text): Text {
  const parts: Text[] = [];
  let from = 0;
  for (const { 0: statement, index } of text.skeleton.matchAll(
    /\{%[^%]*(?:%(?!\})[^%]*)*%\}|\{#[^#]*(?:#(?!\})[^#]*)*#\}/g,
  )) {
    parts.push(text.slice(from, index), Text.derived(' ', text.slice(index, index + statement.length).place));
    from = index + statement.length;
  }
  return from === 0 ? text : Text.concat([...parts, text.slice(from)], text.whole);
}

function isEngine(program: string | undefined): program is Engine {
  return program === 'docker' || program === 'podman';
}

/** The variables after a task that sets facts, as a mapping or text; those of loops become unknown. */
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

/** The `module_defaults` of a module: its group's, then the innermost with its name (`get_action_args_with_defaults` in Ansible's `module_common.py`). */
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

/** The text of `command`, without a shell; line ends are blanks. */
function inOneLine(text: Text): Text {
  const [first, ...others] = text.split('\n');
  if (first === undefined || others.length === 0) return text;
  const blank = Text.derived(' ', text.whole);
  return Text.concat([first, ...others.flatMap((line) => [blank, line])], text.whole);
}

/** `argv`, quoted for a shell. */
function joined(list: Ref, variables: PlayVariables): Text | undefined {
  const parts = itemsOf(list).flatMap((item, index): readonly Text[] => {
    if (!isScalar(item)) return [];
    const word = variables.fill(textOf(item));
    const quoted = word.isKnown && !/^[\w@%+=:,./-]+$/.test(word.skeleton);
    const text = quoted ? Text.derived(`'${word.skeleton.replaceAll("'", "'\\''")}'`, word.place) : word;
    return index === 0 ? [text] : [Text.derived(' ', word.place), text];
  });
  const [first] = parts;
  return first === undefined ? undefined : Text.concat(parts, first.whole);
}

function titleOf(task: Ref, variables: PlayVariables): string | undefined {
  const name = field(task, 'name');
  return isScalar(name) ? variables.fill(textOf(name)).shown : undefined;
}
