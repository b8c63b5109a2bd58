import { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import type { Deployed } from '../../contract/relations.ts';
import type { DockerResult } from '../../docker/index.ts';
import type { ScriptTask } from '../../shell/index.ts';
import { field, fieldsOf, isMapping, isScalar, isSequence, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';
import type { ScriptReader } from '../ci/script-reader.ts';
import { createAnsibleContainer, type Engine } from './containers.ts';
import { COMMAND_MODULE, CONTAINER_MODULE, SERVICE_MODULE } from './modules.ts';
import { createSwarmService } from './swarm-service.ts';
import type { Variables } from './variables.ts';
import { composeCommand, writtenBy } from './written.ts';

/** Lists of tasks in a play, and in a block. */
const LISTS = ['pre_tasks', 'tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];

const CONTAINER = new RegExp(`^${CONTAINER_MODULE}$`);
const SERVICE = new RegExp(`^${SERVICE_MODULE}$`);
const COMMAND = new RegExp(`^${COMMAND_MODULE}$`);

type Task = ScriptTask | DockerResult;

/** Each item of a loop is read as a task of its own, so many in a document; those behind them are not known. */
const MAX_ITEMS = 2_000;

/** Reads plays and tasks, in which blocks hold others. */
export class TaskReader {
  readonly #scripts: ScriptReader;
  readonly #folder: string;
  /** What tasks write or deploy that stands in them. */
  readonly deployed: Deployed[] = [];
  #itemsLeft = MAX_ITEMS;

  constructor(scripts: ScriptReader, path: string) {
    this.#scripts = scripts;
    this.#folder = splitPath(path)[0];
  }

  read(roots: readonly Ref[], variables: Variables): readonly Task[] {
    return roots.flatMap((root) => this.#readList(root, variables));
  }

  /** Tasks one after another: what one sets as a fact, the next ones find. */
  #readList(list: Ref | undefined, outer: Variables): readonly Task[] {
    if (!isSequence(list)) return [];
    let variables = outer;
    return itemsOf(list).flatMap((item) => {
      const tasks = this.#readOne(item, variables);
      variables = afterTask(item, variables);
      return tasks;
    });
  }

  #readOne(item: Ref, outer: Variables): readonly Task[] {
    if (!isMapping(item)) return [];
    const given = outer.with(field(item, 'vars')).withFiles(field(item, 'vars_files'), this.#folder);
    const loop = field(item, 'loop') ?? field(item, 'with_items') ?? field(item, 'with_list');
    const items = loop === undefined ? [] : itemsOf(given.resolve(loop));
    if (items.length === 0 || items.length > this.#itemsLeft) return this.#readTask(item, given);
    this.#itemsLeft -= items.length;
    return items.flatMap((one) => this.#readTask(item, given.withOne('item', one)));
  }

  #readTask(item: Ref, variables: Variables): readonly Task[] {
    return [
      ...LISTS.flatMap((name) => this.#readList(field(item, name), variables)),
      ...fieldsOf(item).flatMap(({ key, ...value }): readonly Task[] => {
        const module = key.node.string;
        const [, program] = CONTAINER.exec(module) ?? [];
        if (isEngine(program)) {
          const asked = { program, key, title: titleOf(item, variables), variables };
          return createAnsibleContainer(value, asked);
        }
        if (SERVICE.test(module)) return createSwarmService(value, key, variables);
        const deploys = composeCommand(module, value, variables, this.#folder);
        if (deploys !== undefined) return this.#toTasks(deploys, this.#folder);
        for (const written of writtenBy(module, value, variables)) this.deployed.push(written);
        return COMMAND.test(module) ? this.#readCommand(value, module.endsWith('command'), variables) : [];
      }),
    ];
  }

  /** A command as one text, or as its words. */
  #readCommand(value: Ref, isLine: boolean, variables: Variables): readonly Task[] {
    const given = isMapping(value)
      ? (field(value, 'cmd') ?? field(value, '_raw_params') ?? field(value, 'argv'))
      : value;
    const text = isScalar(given)
      ? variables.fill(textOf(given))
      : isSequence(given)
        ? joined(given, variables)
        : undefined;
    return text === undefined ? [] : this.#toTasks(isLine ? inOneLine(text) : text, '');
  }

  #toTasks(script: Text, folder: string): readonly Task[] {
    const task = this.#scripts.toTask(script, new Map(), folder);
    return task === undefined ? [] : [task];
  }
}

function isEngine(program: string | undefined): program is Engine {
  return program === 'docker' || program === 'podman';
}

const FACTS = /^(?:ansible\.(?:builtin|legacy)\.)?set_fact$/;

/** What tasks behind this one find: facts, which are not known where they are set under a condition or in a loop. */
function afterTask(item: Ref, variables: Variables): Variables {
  const facts = fieldsOf(item).find(({ key }) => FACTS.test(key.node.string));
  const registered = field(item, 'register');
  const names = isScalar(registered) ? [registered.node.string] : [];
  if (facts === undefined) return variables.without(names);
  const isSometimes = ['when', 'loop', 'with_items', 'with_list', 'with_dict'].some(
    (key) => field(item, key) !== undefined,
  );
  if (!isSometimes) return variables.with(facts);
  return variables.without(fieldsOf(facts).map(({ key }) => key.node.string));
}

/** The text of `command`, which no shell reads, and to which a line end is a blank. */
function inOneLine(text: Text): Text {
  const [first, ...others] = text.split('\n');
  if (first === undefined || others.length === 0) return text;
  const blank = Text.derived(' ', text.whole);
  return Text.concat([first, ...others.flatMap((line) => [blank, line])], text.whole);
}

/** `argv` as a shell would read it. */
function joined(list: Ref, variables: Variables): Text | undefined {
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

/** What a person calls a task. */
function titleOf(task: Ref, variables: Variables): string | undefined {
  const name = field(task, 'name');
  return isScalar(name) ? variables.fill(textOf(name)).shown : undefined;
}
