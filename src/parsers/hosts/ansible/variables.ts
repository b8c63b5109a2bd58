import type { Location } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import type { FileReader } from '../../contract/parsed.ts';
import { field, fieldsOf, isMapping, isNull, isScalar, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { fillIn } from '../ci/expressions.ts';

/** What stands around an expression of Jinja. */
const BRACES = { open: '{{', close: '}}' };

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

/** Variables that literals in YAML give, the values of which stand in it; those within count before those without. */
export class Variables {
  static readonly NONE = new Variables({ texts: new Map(), secrets: [], read: () => undefined, left: 0 }, new Map());

  readonly #around: Around;
  /** Nothing for those of which the text does not say what they are. */
  readonly #values: ReadonlyMap<string, Ref | undefined>;
  readonly #outer: Variables | undefined;

  private constructor(around: Around, values: ReadonlyMap<string, Ref | undefined>, outer?: Variables) {
    this.#around = around;
    this.#values = values;
    this.#outer = outer;
  }

  /** The files that were read, by their paths. */
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
    const [folder] = splitPath(path);
    const [role, own] = splitPath(folder);
    const isRole = own === 'tasks' || own === 'handlers';
    const top = isRole && /(?:^|\/)roles\/[^/]+$/.test(role) ? splitPath(splitPath(role)[0])[0] : folder;
    const names = [
      ...(isRole ? [joinPath(role, 'defaults/main')] : []),
      joinPath(top, 'group_vars/all'),
      joinPath(top, 'group_vars/all/main'),
      ...(isRole ? [joinPath(role, 'vars/main')] : []),
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
      return found === undefined ? [] : valuesOfFile(found, around);
    });
    return new Variables(around, new Map(values));
  }

  /** With those of files over them, each by its name in a folder; of those in others nothing is known. */
  withFiles(list: Ref | undefined, folder: string): Variables {
    const values = itemsOf(list).flatMap((item) => {
      const name = isScalar(item) ? this.fill(textOf(item)).value : undefined;
      return name === undefined ? [] : valuesOfFile(joinPath(folder, name), this.#around);
    });
    return values.length === 0 ? this : new Variables(this.#around, new Map(values), this);
  }

  /** The same, where nothing is known any more of some variables. */
  without(names: readonly string[]): Variables {
    return names.length === 0
      ? this
      : new Variables(this.#around, new Map(names.map((name) => [name, undefined])), this);
  }

  /** With those of a mapping over them. */
  with(mapping: Ref | undefined): Variables {
    return isMapping(mapping) ? new Variables(this.#around, new Map(valuesIn(mapping)), this) : this;
  }

  /** The same with this value of a variable. */
  withOne(name: string, value: Ref): Variables {
    return new Variables(this.#around, new Map([[name, value]]), this);
  }

  #get(name: string): Ref | undefined {
    if (this.#values.has(name) || this.#outer === undefined) return this.#values.get(name);
    return this.#outer.#get(name);
  }

  /** What a name stands for, or a part of that: `item.name`. */
  #find(path: string): Ref | undefined {
    const [name = '', ...keys] = path.split(/[.[\]'"]+/).filter((key) => key !== '');
    return keys.reduce<Ref | undefined>((value, key) => field(value, key), this.#get(name));
  }

  /** The text with what is known of its expressions. */
  fill(text: Text, depth = 0): Text {
    if (text.skeleton.startsWith('$ANSIBLE_VAULT')) return Text.unknown('!vault', text.whole);
    return fillIn(
      text,
      (expression, { source, place }) => {
        const [, name = '', single, double, number] = EXPRESSION.exec(expression) ?? [];
        const value = this.#find(name);
        if (isScalar(value) && !isNull(value) && depth < MAX_DEPTH && this.#around.left > 0) {
          this.#around.left -= 1;
          const filled = this.fill(textOf(value), depth + 1);
          // Nothing as a default of a role is for somebody to fill in.
          if (filled.length === 0 || filled.segments.length > MAX_PARTS) return undefined;
          return filled.via({ kind: 'variable', location: place.location }).usedAs(source);
        }
        const other = value === undefined ? (single ?? double ?? number) : undefined;
        return other === undefined ? undefined : Text.derived(other, place);
      },
      BRACES,
    );
  }

  /** What a value stands for: the list or mapping of the variable that it is as a whole, or itself. */
  resolve(value: Ref): Ref {
    if (!isScalar(value)) return value;
    const name = /^\{\{\s*([A-Za-z_][\w.]*)\s*\}\}$/.exec(value.node.string.trim())?.[1];
    const meant = name === undefined ? undefined : this.#find(name);
    if (meant === undefined || isScalar(meant)) return value;
    const { path } = value.node.origin;
    const location = { path, span: { start: value.node.start, end: value.node.end } };
    return { ...meant, hops: [...meant.hops, ...value.hops, { kind: 'variable', location }] };
  }
}

/** The variables of a file, which is noted as one of those that were read. */
function valuesOfFile(path: string, { texts, secrets, read }: Around): readonly (readonly [string, Ref])[] {
  const text = read(path);
  if (text === undefined) return [];
  texts.set(path, text);
  const { roots, variables } = readHostDocument({ path, text });
  for (const location of variables) secrets.push(location);
  return valuesIn(roots[0]);
}

function valuesIn(mapping: Ref | undefined): readonly (readonly [string, Ref])[] {
  return fieldsOf(mapping).map(({ key, ...value }) => [key.node.string, value]);
}
