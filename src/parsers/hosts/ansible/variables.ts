import type { Location } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import type { FileReader } from '../../contract/parsed.ts';
import { type Field, field, fieldsOf, isNull, isScalar, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { CURLY, fillIn } from '../ci/expressions.ts';

/** A variable or a part of it, and filters that leave a text as it is, or say what an undefined one is. */
const EXPRESSION =
  /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[['"]\w+['"]\])*)(?:\s*\|\s*(?:string|int|bool|trim|default\(\s*(?:'([^'{]*)'|"([^"{]*)"|(\d+))\s*(?:,\s*true\s*)?\)))*$/;

/** Values may name other variables, which may be the same again. */
const MAX_DEPTH = 8;

/** So many expressions of a document are followed: values that name others twice would be read without an end. */
const MAX_FOLLOWED = 5_000;

/** A value that is put together of more parts is not known. */
const MAX_PARTS = 100;

/** What was read of the files around a document, and how much of it may still be followed. */
interface Around {
  readonly texts: Map<string, string>;
  readonly secrets: Location[];
  readonly read: (path: string) => string | undefined;
  left: number;
}

/** A value of a variable, and the variables that count where it is put together; left out where the asking ones do. */
interface Value {
  readonly ref: Ref;
  readonly within?: Variables;
}

/** What a variable can be, and nothing where the text does not say. */
type Possible = Value | undefined;

/** All that a variable can be, none where nothing sets it, and what decides which. */
interface Found {
  readonly values: readonly Possible[];
  readonly condition?: Location;
}

interface Layer {
  readonly values: ReadonlyMap<string, Possible>;
  readonly below: Layer | undefined;
  /** What decides whether they were set at all: a `when`, or the block that another task may cut short. */
  readonly condition?: Location;
}

/** Where a variable can be set. What stands first counts before all others. */
const LEVELS = ['facts', 'included', 'scope'] as const;
type Levels = Readonly<Partial<Record<(typeof LEVELS)[number], Layer>>>;

/**
 * Variables that literals in YAML give, the values of which stand in it: facts, which stay when their task or block has
 * ended, before variables of files that a task includes, and these before those of the play, the role, the block and the
 * task, of which the inner ones count.
 */
export class Variables {
  static readonly NONE = new Variables({ texts: new Map(), secrets: [], read: () => undefined, left: 0 }, {});

  readonly #around: Around;
  readonly #levels: Levels;

  private constructor(around: Around, levels: Levels) {
    this.#around = around;
    this.#levels = levels;
  }

  get texts(): ReadonlyMap<string, string> {
    return this.#around.texts;
  }

  /** Where values are that may be secret. */
  get secrets(): readonly Location[] {
    return this.#around.secrets;
  }

  /**
   * Those that Ansible reads with a file of tasks or a playbook, what counts least first: defaults of the role, those
   * of all hosts beside the playbook or above the roles, and variables of the role.
   */
  static around(path: string, files: FileReader): Variables {
    const { folder, role } = foldersOf(path);
    const top =
      role !== undefined && /(?:^|\/)roles\/[^/]+$/.test(role) ? splitPath(splitPath(role)[0])[0] : (role ?? folder);
    const names = [
      ...(role === undefined ? [] : [joinPath(role, 'defaults/main')]),
      joinPath(top, 'group_vars/all'),
      joinPath(top, 'group_vars/all/main'),
      ...(role === undefined ? [] : [joinPath(role, 'vars/main')]),
    ];
    const around: Around = {
      texts: new Map(),
      secrets: [],
      read: (name) => {
        const read = files.read(name);
        return 'text' in read ? read.text : undefined;
      },
      left: MAX_FOLLOWED,
    };
    const values = names.flatMap((name) => {
      const found = ['.yml', '.yaml'].map((ending) => name + ending).find((one) => around.read(one) !== undefined);
      return found === undefined ? [] : fieldsOf(rootOf(found, around));
    });
    return new Variables(around, { scope: { values: valuesOf(values), below: undefined } });
  }

  /** With those of the `vars_files` of a play over them; of those of which the names are not known nothing is. */
  withFiles(list: Ref | undefined, path: string): Variables {
    const values = itemsOf(list).flatMap((item) => fieldsOf(this.#fileOf(item, path)));
    return this.#over('scope', valuesOf(values));
  }

  /** With those of a file that a task includes, for all tasks behind it. */
  withIncluded(name: Ref | undefined, path: string, under: string | undefined, condition?: Location): Variables {
    const root = this.#fileOf(name, path);
    if (root === undefined) return this;
    const values = under === undefined ? valuesOf(fieldsOf(root)) : new Map([[under, { ref: root }]]);
    return this.#over('included', values, condition);
  }

  /** With facts that a task sets; they are put together of what is known now. */
  withFacts(facts: Ref | undefined, condition?: Location): Variables {
    return this.#over('facts', valuesOf(fieldsOf(facts), this), condition);
  }

  /** The same, where nothing is known any more of some variables. */
  without(names: readonly string[]): Variables {
    return this.#over('facts', new Map(names.map((name) => [name, undefined])));
  }

  /** With those of a mapping over them, as a play, a block or a task has them. */
  with(mapping: Ref | undefined): Variables {
    return this.#over('scope', valuesOf(fieldsOf(mapping)));
  }

  withOne(name: string, ref: Ref): Variables {
    return this.#over('scope', new Map([[name, { ref }]]));
  }

  /** With what tasks that began with these variables left behind; under a condition where they may not have run. */
  after(inner: Variables, condition?: Location): Variables {
    const { facts, included } = this.#levels;
    return new Variables(this.#around, {
      ...this.#levels,
      ...levelIfAny('facts', since(facts, inner.#levels.facts, condition)),
      ...levelIfAny('included', since(included, inner.#levels.included, condition)),
    });
  }

  #over(level: keyof Levels, values: ReadonlyMap<string, Possible>, condition?: Location): Variables {
    if (values.size === 0) return this;
    const layer = { values, below: this.#levels[level], ...(condition === undefined ? {} : { condition }) };
    return new Variables(this.#around, { ...this.#levels, [level]: layer });
  }

  #get(name: string): Found {
    const values: Possible[] = [];
    let condition: Location | undefined;
    for (const level of LEVELS) {
      for (let layer = this.#levels[level]; layer !== undefined; layer = layer.below) {
        if (!layer.values.has(name)) continue;
        values.push(layer.values.get(name));
        if (layer.condition === undefined) return { values, ...(condition && { condition }) };
        condition ??= layer.condition;
      }
    }
    // What it is where the condition does not hold is for an inventory to say.
    return condition === undefined ? { values } : { values: [...values, undefined], condition };
  }

  /** What a name stands for, or a part of that: `item.name`. */
  #find(path: string): Found {
    const [name = '', ...keys] = path.split(/[.[\]'"]+/).filter((key) => key !== '');
    const found = this.#get(name);
    if (keys.length === 0) return found;
    const values = found.values.map((value) => {
      const ref = keys.reduce<Ref | undefined>((whole, key) => field(whole, key), value?.ref);
      return value && ref && { ...value, ref };
    });
    return { ...found, values };
  }

  fill(text: Text, depth = 0): Text {
    if (text.skeleton.startsWith('$ANSIBLE_VAULT')) return Text.unknown('!vault', text.whole);
    return fillIn(
      text,
      (expression, { source, place }) => {
        const [, name = '', single, double, number] = EXPRESSION.exec(expression) ?? [];
        const { values, condition } = this.#find(name);
        const other = single ?? double ?? number;
        if (values.length === 0) return other === undefined ? undefined : Text.derived(other, place);
        const texts = values.map((value) => this.#textOf(value, depth));
        const [first] = texts;
        if (condition === undefined || texts.length < 2)
          return first?.via({ kind: 'variable', location: place.location }).usedAs(source);
        return mergeTexts(
          texts.map((one) => one?.via({ kind: 'variable', location: place.location }) ?? Text.unknown(source, place)),
          { expression: source, place, branch: { kind: 'branch', location: condition } },
        );
      },
      CURLY,
    );
  }

  /** The text of a value, as far as it is followed. */
  #textOf(value: Possible, depth: number): Text | undefined {
    if (value === undefined || depth >= MAX_DEPTH || this.#around.left <= 0) return undefined;
    const { ref, within = this } = value;
    if (!isScalar(ref) || isNull(ref)) return undefined;
    this.#around.left -= 1;
    const filled = within.fill(textOf(ref), depth + 1);
    // Nothing as a default of a role is for somebody to fill in.
    return filled.length === 0 || filled.segments.length > MAX_PARTS ? undefined : filled;
  }

  /** What a value stands for: the list or mapping of the variable that it is as a whole, or itself. */
  resolve(value: Ref): Ref {
    if (!isScalar(value)) return value;
    const name = /^\{\{\s*([A-Za-z_][\w.]*)\s*\}\}$/.exec(value.node.string.trim())?.[1];
    const [meant, ...others] = name === undefined ? [] : this.#find(name).values;
    if (meant === undefined || others.length > 0 || isScalar(meant.ref)) return value;
    const { path } = value.node.origin;
    const location = { path, span: { start: value.node.start, end: value.node.end } };
    return { ...meant.ref, hops: [...meant.ref.hops, ...value.hops, { kind: 'variable', location }] };
  }

  /** The root of the file of variables that a text names, where Ansible looks for it: in `vars` first. */
  #fileOf(name: Ref | undefined, path: string): Ref | undefined {
    const given = isScalar(name) ? this.fill(textOf(name)).value : undefined;
    if (given === undefined || given === '' || /^[~/]/.test(given)) return undefined;
    const { folder, role } = foldersOf(path);
    const found = [...(role === undefined ? [] : [role]), folder]
      .flatMap((base) => [joinPath(joinPath(base, 'vars'), given), joinPath(base, given)])
      .find((one) => this.#around.read(one) !== undefined);
    return found === undefined ? undefined : rootOf(found, this.#around);
  }
}

/** The folder of a file, and the role, or what is laid out like one, of which that holds tasks. */
function foldersOf(path: string): { readonly folder: string; readonly role: string | undefined } {
  const [folder] = splitPath(path);
  const [found, role = '.'] = /^(?:(.*)\/)?(?:tasks|handlers)(?=\/|$)/.exec(folder) ?? [];
  return { folder, role: found === undefined ? undefined : role };
}

function levelIfAny(level: keyof Levels, layer: Layer | undefined): Levels {
  return layer === undefined ? {} : { [level]: layer };
}

/** The layers of `inner` over those of `outer`, which hold on a condition from here on. */
function since(outer: Layer | undefined, inner: Layer | undefined, condition: Location | undefined): Layer | undefined {
  if (condition === undefined) return inner;
  const added: Layer[] = [];
  for (let layer = inner; layer !== undefined && layer !== outer; layer = layer.below) added.push(layer);
  return added.reduceRight<Layer | undefined>((below, layer) => ({ condition, ...layer, below }), outer);
}

/** What a file holds, which is noted as one of those that were read. */
function rootOf(path: string, { texts, secrets, read }: Around): Ref | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  texts.set(path, text);
  const { roots, variables } = readHostDocument({ path, text });
  for (const location of variables) secrets.push(location);
  return roots[0];
}

function valuesOf(fields: readonly Field[], within?: Variables): ReadonlyMap<string, Possible> {
  return new Map(
    fields.map(({ key, ...ref }) => [key.node.string, { ref, ...(within === undefined ? {} : { within }) }]),
  );
}
