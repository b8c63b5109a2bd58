import type { Entry } from '../../model/entry.ts';
import { type Place, placeAt } from '../../text/location.ts';
import { type Known, known, type Setting } from '../../text/setting.ts';
import { Text } from '../../text/text.ts';
import type { SourceFile } from '../contract/parsed.ts';
import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonScalar } from './json.ts';

/**
 * The members of a JSON object as settings with their places. What is absent, `null`, zero, `false` or empty is `undefined`: an engine
 * prints these for what nobody asked for, as Go's `omitempty` leaves them out of a request. So is a value of another type.
 */
export class Fields {
  readonly #source: SourceFile;
  readonly #object: JsonObject;

  constructor(source: SourceFile, object: JsonObject) {
    this.#source = source;
    this.#object = object;
  }

  /** The whole object. */
  get place(): Place {
    return placeAt(this.#source.path, this.#object.start, this.#object.end);
  }

  has(name: string): boolean {
    return this.#object.members.has(name);
  }

  /** The place of a member's name, for values that are marked by it. */
  placeOfName(name: string): Place {
    const member = this.#object.members.get(name);
    return member === undefined ? this.place : textOf(this.#source, member.name, String(member.name.value)).whole;
  }

  /** A string, or a number as one. */
  text(name: string): Text | undefined {
    const node = this.#object.members.get(name)?.value;
    return node === undefined || isEmptyScalar(node) ? undefined : toText(this.#source, node);
  }

  string(name: string): Known<string> | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : known(text.skeleton, text.place);
  }

  /** As {@link string}, an empty one too. */
  stringOrEmpty(name: string): Known<string> | undefined {
    const node = this.#object.members.get(name)?.value;
    const text = node === undefined ? undefined : toText(this.#source, node);
    return text === undefined ? undefined : known(text.skeleton, text.place);
  }

  number(name: string): Known<number> | undefined {
    const node = this.#object.members.get(name)?.value;
    return node?.kind === 'scalar' && typeof node.value === 'number' && node.value !== 0
      ? known(node.value, placeOf(this.#source, node))
      : undefined;
  }

  /** A boolean that is true. */
  flag(name: string): Known<boolean> | undefined {
    const node = this.#object.members.get(name)?.value;
    return node?.kind === 'scalar' && node.value === true ? known(true, placeOf(this.#source, node)) : undefined;
  }

  /** A boolean, false too. */
  boolean(name: string): Known<boolean> | undefined {
    const node = this.#object.members.get(name)?.value;
    return node?.kind === 'scalar' && typeof node.value === 'boolean'
      ? known(node.value, placeOf(this.#source, node))
      : undefined;
  }

  /** The strings of a list that has some. */
  texts(name: string): readonly Text[] | undefined {
    const texts = this.textsOrNone(name);
    return texts?.length === 0 ? undefined : texts;
  }

  strings(name: string): readonly Setting<string>[] | undefined {
    return this.texts(name)?.map((text) => text.toStringSetting());
  }

  /** The strings of a list, an empty one too. */
  textsOrNone(name: string): readonly Text[] | undefined {
    const node = this.#object.members.get(name)?.value;
    return node?.kind === 'array' ? textsIn(this.#source, node) : undefined;
  }

  /** A map of strings that has some. */
  entries(name: string): readonly Entry[] | undefined {
    const entries = this.#members(name)?.map(({ name: key, value }) => ({
      key: textOf(this.#source, key, String(key.value)).toStringSetting(),
      value: (toText(this.#source, value) ?? Text.derived('', placeOf(this.#source, value))).toStringSetting(),
    }));
    return entries?.length === 0 ? undefined : entries;
  }

  /** The names of an object's members, where it has some. */
  names(name: string): readonly Text[] | undefined {
    const names = this.#members(name)?.map(({ name: key }) => textOf(this.#source, key, String(key.value)));
    return names?.length === 0 ? undefined : names;
  }

  /** An object. */
  fields(name: string): Fields | undefined {
    const node = this.#object.members.get(name)?.value;
    return node?.kind === 'object' ? new Fields(this.#source, node) : undefined;
  }

  /** The objects of a list that has some. */
  list(name: string): readonly Fields[] | undefined {
    const node = this.#object.members.get(name)?.value;
    if (node?.kind !== 'array') return undefined;
    const objects = node.items.flatMap((item) => (item.kind === 'object' ? new Fields(this.#source, item) : []));
    return objects.length === 0 ? undefined : objects;
  }

  /** The lists of strings that a list holds. */
  stringLists(name: string): readonly (readonly Setting<string>[])[] | undefined {
    const node = this.#object.members.get(name)?.value;
    if (node?.kind !== 'array' || node.items.length === 0) return undefined;
    return node.items.flatMap((item) =>
      item.kind === 'array'
        ? [item.items.flatMap((element) => toText(this.#source, element)?.toStringSetting() ?? [])]
        : [],
    );
  }

  #members(name: string): readonly JsonMember[] | undefined {
    const node = this.#object.members.get(name)?.value;
    return node?.kind === 'object' ? [...node.members.values()] : undefined;
  }
}

function isEmptyScalar(node: JsonNode): boolean {
  return node.kind === 'scalar' && (node.value === '' || node.value === 0);
}

/** The strings of a list. */
export function textsIn(source: SourceFile, { items }: JsonArray): readonly Text[] {
  return items.flatMap((item) => toText(source, item) ?? []);
}

function toText(source: SourceFile, node: JsonNode): Text | undefined {
  if (node.kind !== 'scalar') return undefined;
  if (typeof node.value === 'string') return textOf(source, node, node.value);
  return typeof node.value === 'number' ? Text.derived(String(node.value), placeOf(source, node)) : undefined;
}

/** A string between its quotation marks; with them where it is empty, since a place never is. */
function textOf({ path, text }: SourceFile, { start, end }: JsonScalar, value: string): Text {
  if (value === '') return Text.derived('', placeAt(path, start, end));
  const inner = placeAt(path, start + 1, end - 1);
  return text.slice(start + 1, end - 1) === value ? Text.verbatim(value, inner) : Text.derived(value, inner);
}

function placeOf({ path }: SourceFile, { start, end }: JsonNode): Place {
  return placeAt(path, start, end);
}
