import type { Location } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import type { FileReader } from '../../contract/parsed.ts';
import { fieldsOf, isMapping, isNull, isScalar, type Ref, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { fillIn } from '../ci/expressions.ts';

/** What stands around an expression of Jinja. */
const BRACES = { open: '{{', close: '}}' };

/** A variable, and filters that leave a text as it is, or say what an undefined one is. */
const EXPRESSION =
  /^([A-Za-z_]\w*)(?:\s*\|\s*(?:string|int|bool|trim|default\(\s*(?:'([^'{]*)'|"([^"{]*)"|(\d+))\s*(?:,\s*true\s*)?\)))*$/;

/** Values may name other variables, which may be the same again. */
const MAX_DEPTH = 8;

/** Variables that literals in YAML give, the values of which stand in it. */
export class Variables {
  static readonly NONE = new Variables(new Map(), new Map(), []);

  readonly #values: ReadonlyMap<string, Ref>;
  /** The files that were read, by their paths. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where values are that may be secret. */
  readonly secrets: readonly Location[];

  private constructor(
    values: ReadonlyMap<string, Ref>,
    texts: ReadonlyMap<string, string>,
    secrets: readonly Location[],
  ) {
    this.#values = values;
    this.texts = texts;
    this.secrets = secrets;
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
    const texts = new Map<string, string>();
    const secrets: Location[] = [];
    let values: ReadonlyMap<string, Ref> = new Map();
    for (const name of names) {
      const found = ['.yml', '.yaml'].map((ending) => name + ending).find((one) => 'text' in files.read(one));
      const read = found === undefined ? undefined : files.read(found);
      if (found === undefined || read === undefined || !('text' in read)) continue;
      texts.set(found, read.text);
      const { roots, variables } = readHostDocument({ path: found, text: read.text });
      for (const location of variables) secrets.push(location);
      values = withValues(values, roots[0]);
    }
    return new Variables(values, texts, secrets);
  }

  /** With those of a mapping over them. */
  with(mapping: Ref | undefined): Variables {
    return isMapping(mapping) ? new Variables(withValues(this.#values, mapping), this.texts, this.secrets) : this;
  }

  /** The text with what is known of its expressions. */
  fill(text: Text, depth = 0): Text {
    if (text.skeleton.startsWith('$ANSIBLE_VAULT')) return Text.unknown('!vault', text.whole);
    return fillIn(
      text,
      (expression, { source, place }) => {
        const [, name = '', single, double, number] = EXPRESSION.exec(expression) ?? [];
        const value = this.#values.get(name);
        if (isScalar(value) && !isNull(value) && depth < MAX_DEPTH)
          return this.fill(textOf(value), depth + 1)
            .via({ kind: 'variable', location: place.location })
            .usedAs(source);
        const other = value === undefined ? (single ?? double ?? number) : undefined;
        return other === undefined ? undefined : Text.derived(other, place);
      },
      BRACES,
    );
  }

  /** What a value stands for: the list or mapping of the variable that it is as a whole, or itself. */
  resolve(value: Ref): Ref {
    if (!isScalar(value)) return value;
    const name = /^\{\{\s*([A-Za-z_]\w*)\s*\}\}$/.exec(value.node.string.trim())?.[1];
    const meant = name === undefined ? undefined : this.#values.get(name);
    if (meant === undefined || isScalar(meant)) return value;
    const { path } = value.node.origin;
    const location = { path, span: { start: value.node.start, end: value.node.end } };
    return { ...meant, hops: [...meant.hops, ...value.hops, { kind: 'variable', location }] };
  }
}

function withValues(values: ReadonlyMap<string, Ref>, mapping: Ref | undefined): ReadonlyMap<string, Ref> {
  return new Map([...values, ...fieldsOf(mapping).map(({ key, ...value }) => [key.node.string, value] as const)]);
}
