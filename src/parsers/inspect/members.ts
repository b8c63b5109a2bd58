import type { SourceFile } from '../../files/file-reader.ts';
import type { Entry } from '../../model/entry.ts';
import { type Place, placeAt } from '../../text/location.ts';
import { type Known, known, type Setting } from '../../text/setting.ts';
import { Text } from '../../text/text.ts';
import type { JsonArray, JsonMember, JsonNode, JsonScalar, PlacedObject } from './json.ts';

/**
 * A JSON object's members as settings. Absent, `null`, zero, `false`, empty and mistyped values are
 * `undefined`, like Go's `omitempty`.
 */
export class Members {
  readonly #source: SourceFile;
  readonly #object: PlacedObject;

  constructor(source: SourceFile, object: PlacedObject) {
    this.#source = source;
    this.#object = object;
  }

  get place(): Place {
    return placeOf(this.#source, this.#object);
  }

  has(name: string): boolean {
    return this.#object.members.has(name);
  }

  placeOfName(name: string): Place {
    const member = this.#object.members.get(name);
    return member === undefined ? this.place : nameOf(this.#source, member).whole;
  }

  #node(name: string): JsonNode | undefined {
    return this.#object.members.get(name)?.value;
  }

  text(name: string): Text | undefined {
    const node = this.#node(name);
    const isUnset = node?.kind === 'scalar' && (node.value === '' || node.value === 0);
    return node === undefined || isUnset ? undefined : toText(this.#source, node);
  }

  string(name: string): Known<string> | undefined {
    return toKnown(this.text(name));
  }

  /** {@link string}, also if empty. */
  stringOrEmpty(name: string): Known<string> | undefined {
    const node = this.#node(name);
    return toKnown(node && toText(this.#source, node));
  }

  number(name: string): Known<number> | undefined {
    const node = this.#node(name);
    if (node?.kind !== 'scalar' || typeof node.value !== 'number' || node.value === 0) return undefined;
    return known(node.value, placeOf(this.#source, node));
  }

  flag(name: string): Known<boolean> | undefined {
    const flag = this.boolean(name);
    return flag?.value === true ? flag : undefined;
  }

  boolean(name: string): Known<boolean> | undefined {
    const node = this.#node(name);
    if (node?.kind !== 'scalar' || typeof node.value !== 'boolean') return undefined;
    return known(node.value, placeOf(this.#source, node));
  }

  /** The strings of a list; `undefined` if empty. */
  texts(name: string): readonly Text[] | undefined {
    const node = this.#node(name);
    return node?.kind === 'array' ? textsIn(this.#source, node) : undefined;
  }

  strings(name: string): readonly Setting<string>[] | undefined {
    return this.texts(name)?.map((text) => text.toStringSetting());
  }

  entries(name: string): readonly Entry[] | undefined {
    return this.#members(name)?.map((member) => ({
      key: nameOf(this.#source, member).toStringSetting(),
      value: toText(this.#source, member.value)?.toStringSetting() ?? known('', placeOf(this.#source, member.value)),
    }));
  }

  names(name: string): readonly Text[] | undefined {
    return this.#members(name)?.map((member) => nameOf(this.#source, member));
  }

  object(name: string): Members | undefined {
    const node = this.#node(name);
    return node?.kind === 'object' ? new Members(this.#source, node) : undefined;
  }

  objects(name: string): readonly Members[] | undefined {
    const node = this.#node(name);
    if (node?.kind !== 'array') return undefined;
    return node.items.flatMap((item) => (item.kind === 'object' ? new Members(this.#source, item) : []));
  }

  stringLists(name: string): readonly (readonly Setting<string>[])[] | undefined {
    const node = this.#node(name);
    if (node?.kind !== 'array') return undefined;
    return node.items.flatMap((item) =>
      item.kind === 'array' ? [textsIn(this.#source, item).map((text) => text.toStringSetting())] : [],
    );
  }

  #members(name: string): readonly JsonMember[] | undefined {
    const node = this.#node(name);
    return node?.kind === 'object' ? [...node.members.values()] : undefined;
  }
}

export function textsIn(source: SourceFile, { items }: JsonArray): readonly Text[] {
  return items.flatMap((item) => toText(source, item) ?? []);
}

function toText(source: SourceFile, node: JsonNode): Text | undefined {
  if (node.kind !== 'scalar') return undefined;
  if (typeof node.value === 'string') return textOf(source, node, node.value);
  return typeof node.value === 'number' ? Text.derived(String(node.value), placeOf(source, node)) : undefined;
}

function toKnown(text: Text | undefined): Known<string> | undefined {
  return text && known(text.skeleton, text.place);
}

function nameOf(source: SourceFile, { name }: JsonMember): Text {
  return textOf(source, name, String(name.value));
}

/** The content of a string; if empty, with its quotation marks, since a place must not be empty. */
function textOf({ path, text }: SourceFile, { start, end }: JsonScalar, value: string): Text {
  if (value === '') return Text.derived('', placeAt(path, start, end));
  const inner = placeAt(path, start + 1, end - 1);
  return text.slice(start + 1, end - 1) === value ? Text.verbatim(value, inner) : Text.derived(value, inner);
}

function placeOf({ path }: SourceFile, { start, end }: JsonNode): Place {
  return placeAt(path, start, end);
}
