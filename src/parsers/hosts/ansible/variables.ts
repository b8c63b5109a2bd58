import type { FileReader } from '../../../files/file-reader.ts';
import type { Location } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { type Field, field, fieldsOf, isNull, isScalar, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { CURLY, fillIn } from '../ci/expressions.ts';

/** A variable or a part of it, with filters that keep the text or give a default. */
const EXPRESSION =
  /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[['"]\w+['"]\])*)(?:\s*\|\s*(?:string|int|bool|trim|default\(\s*(?:'([^'{]*)'|"([^"{]*)"|(\d+))\s*(?:,\s*true\s*)?\)))*$/;

/** Variables that refer to themselves must end somewhere. */
const MAX_DEPTH = 8;

/**
 * The maximum number of followed expressions per document: values that use others twice grow
 * exponentially.
 */
const MAX_FOLLOWED = 5_000;

/** A value with more parts is unknown. */
const MAX_PARTS = 100;

/** The files read for a document, and how many expressions may still be followed. */
interface Around {
  readonly texts: Map<string, string>;
  readonly secrets: Location[];
  readonly read: (path: string) => string | undefined;
  left: number;
}

/** A value, with the variables that its expressions use; by default, those at the place of use. */
interface Value {
  readonly ref: Ref;
  readonly within?: PlayVariables;
}

/** A possible value; `undefined` if unknown. */
type Possible = Value | undefined;

/**
 * The possible values of a variable; none if it is unset. `condition` is the place that decides.
 */
interface Found {
  readonly values: readonly Possible[];
  readonly condition?: Location;
}

interface Layer {
  readonly values: ReadonlyMap<string, Possible>;
  readonly below: Layer | undefined;
  /** The condition for the values to be set at all: a `when`, or a block that can fail. */
  readonly condition?: Location;
}

/** Where values can be set; earlier levels take precedence. */
const LEVELS = ['facts', 'included', 'scope'] as const;
type Levels = Readonly<Partial<Record<(typeof LEVELS)[number], Layer>>>;

/**
 * Variables with literal values, by precedence: facts, which outlive their task; files included by
 * tasks; those of play, role, block and task.
 */
export class PlayVariables {
  readonly #around: Around;
  readonly #levels: Levels;

  private constructor(around: Around, levels: Levels) {
    this.#around = around;
    this.#levels = levels;
  }

  get texts(): ReadonlyMap<string, string> {
    return this.#around.texts;
  }

  get secrets(): readonly Location[] {
    return this.#around.secrets;
  }

  /**
   * The variables that Ansible loads with a file, by ascending precedence: role defaults,
   * `group_vars/all` next to it or above the roles, role variables.
   */
  static around(path: string, files: FileReader): PlayVariables {
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
    return new PlayVariables(around, { scope: { values: valuesOf(values), below: undefined } });
  }

  /** Adds a play's `vars_files`; a file with an unknown name adds nothing. */
  withFiles(list: Ref | undefined, path: string): PlayVariables {
    const values = itemsOf(list).flatMap((item) => fieldsOf(this.#fileOf(item, path)));
    return this.#over('scope', valuesOf(values));
  }

  /** Adds a file that a task includes, for all later tasks. */
  withIncluded(name: Ref | undefined, path: string, under: string | undefined): PlayVariables {
    const root = this.#fileOf(name, path);
    if (root === undefined) return this;
    const values = under === undefined ? valuesOf(fieldsOf(root)) : new Map([[under, { ref: root }]]);
    return this.#over('included', values);
  }

  /** Adds facts that a task sets, with their expressions replaced at once. */
  withFacts(facts: Ref | undefined): PlayVariables {
    return this.#over('facts', valuesOf(fieldsOf(facts), this));
  }

  /** Makes some variables unknown. */
  without(names: readonly string[]): PlayVariables {
    return this.#over('facts', new Map(names.map((name) => [name, undefined])));
  }

  /** Adds the mapping of a play, block or task. */
  with(mapping: Ref | undefined): PlayVariables {
    return this.#over('scope', valuesOf(fieldsOf(mapping)));
  }

  withOne(name: string, ref: Ref): PlayVariables {
    return this.#over('scope', new Map([[name, { ref }]]));
  }

  /**
   * Adds the facts and included files of inner tasks, conditionally if the tasks may not have run.
   */
  after(inner: PlayVariables, condition?: Location): PlayVariables {
    const { facts, included } = this.#levels;
    return new PlayVariables(this.#around, {
      ...this.#levels,
      ...defined({
        facts: since(facts, inner.#levels.facts, condition),
        included: since(included, inner.#levels.included, condition),
      }),
    });
  }

  #over(level: keyof Levels, values: ReadonlyMap<string, Possible>): PlayVariables {
    if (values.size === 0) return this;
    const layer = { values, below: this.#levels[level] };
    return new PlayVariables(this.#around, { ...this.#levels, [level]: layer });
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
    // If the condition is false, an inventory may set the value.
    return condition === undefined ? { values } : { values: [...values, undefined], condition };
  }

  /** The values of a name, or of a part: `item.name`. */
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

  /** The text of a value, up to the limits. */
  #textOf(value: Possible, depth: number): Text | undefined {
    if (value === undefined || depth >= MAX_DEPTH || this.#around.left <= 0) return undefined;
    const { ref, within = this } = value;
    if (!isScalar(ref) || isNull(ref)) return undefined;
    this.#around.left -= 1;
    const filled = within.fill(textOf(ref), depth + 1);
    // An empty role default is a value that users must set.
    return filled.length === 0 || filled.segments.length > MAX_PARTS ? undefined : filled;
  }

  /**
   * Replaces a value that consists of one variable by that variable's list or mapping; other values
   * stay.
   */
  resolve(value: Ref): Ref {
    if (!isScalar(value)) return value;
    const name = /^\{\{\s*([A-Za-z_][\w.]*)\s*\}\}$/.exec(value.node.string.trim())?.[1];
    const [meant, ...others] = name === undefined ? [] : this.#find(name).values;
    if (meant === undefined || others.length > 0 || isScalar(meant.ref)) return value;
    const { path } = value.node.origin;
    const location = { path, span: { start: value.node.start, end: value.node.end } };
    return { ...meant.ref, hops: [...meant.ref.hops, ...value.hops, { kind: 'variable', location }] };
  }

  /** The root of a variable file, looked for as in Ansible: first in `vars`. */
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

/** A file's directory, and the role (or a directory with that layout) that its tasks belong to. */
function foldersOf(path: string): { readonly folder: string; readonly role: string | undefined } {
  const [folder] = splitPath(path);
  const [found, role = '.'] = /^(?:(.*)\/)?(?:tasks|handlers)(?=\/|$)/.exec(folder) ?? [];
  return { folder, role: found === undefined ? undefined : role };
}

/** Adds the layers that `inner` has above `outer`, under the condition. */
function since(outer: Layer | undefined, inner: Layer | undefined, condition: Location | undefined): Layer | undefined {
  if (condition === undefined) return inner;
  const added: Layer[] = [];
  for (let layer = inner; layer !== undefined && layer !== outer; layer = layer.below) added.push(layer);
  return added.reduceRight<Layer | undefined>((below, layer) => ({ condition, ...layer, below }), outer);
}

/** The root of a file, whose text and secrets are recorded. */
function rootOf(path: string, { texts, secrets, read }: Around): Ref | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  texts.set(path, text);
  const { roots, variables } = readHostDocument({ path, text });
  for (const location of variables) secrets.push(location);
  return roots[0];
}

function valuesOf(fields: readonly Field[], within?: PlayVariables): ReadonlyMap<string, Possible> {
  return new Map(fields.map(({ key, ...ref }) => [key.node.string, { ref, ...defined({ within }) }]));
}
