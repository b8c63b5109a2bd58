import { Text } from '../../../text/text.ts';
import { splitComposeWords } from '../../programs/split-words.ts';
import {
  field,
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
import type { PlayVariables } from './variables.ts';

/** The parameters of a module, as a mapping or as `name=value` text, with defaults. */
export class Parameters {
  readonly variables: PlayVariables;
  readonly #value: Ref;
  readonly #defaults: readonly Ref[];
  readonly #inLine: ReadonlyMap<string, Text>;

  /** `defaults` are mappings; the first one wins. */
  constructor(value: Ref, variables: PlayVariables, defaults: readonly Ref[] = []) {
    this.#value = variables.resolve(value);
    this.#defaults = defaults.map((one) => variables.resolve(one));
    this.variables = variables;
    this.#inLine = isScalar(value) ? pairsIn(variables.fill(textOf(value))) : new Map();
  }

  get(...names: readonly string[]): Ref | undefined {
    for (const mapping of [this.#value, ...this.#defaults]) {
      for (const name of names) {
        const value = field(mapping, name);
        if (value !== undefined && !isNull(value)) return this.variables.resolve(value);
      }
      if (names.some((name) => this.#inLine.has(name))) return undefined;
    }
    return undefined;
  }

  text(...names: readonly string[]): Text | undefined {
    const value = this.get(...names);
    if (isScalar(value)) return this.fill(value);
    for (const name of names) {
      const inLine = this.#inLine.get(name);
      if (inLine !== undefined) return inLine;
    }
    return undefined;
  }

  truth(...names: readonly string[]): Text | undefined {
    const text = this.text(...names);
    return text && truthOf(text);
  }

  /** The elements of a list, or of a comma-separated text. */
  list(...names: readonly string[]): readonly Text[] {
    const value = this.get(...names);
    if (isSequence(value)) return this.texts(value);
    const text = this.text(...names);
    return text === undefined || text.skeleton === '' ? [] : text.isKnown ? text.split(',') : [text];
  }

  texts(list: Ref | undefined): readonly Text[] {
    return itemsOf(list).flatMap((item) => (isScalar(item) ? [this.fill(item)] : []));
  }

  part(value: Ref | undefined, name: string): Ref | undefined {
    const found = isMapping(value) ? field(value, name) : undefined;
    return found && this.variables.resolve(found);
  }

  partText(value: Ref | undefined, name: string): Text | undefined {
    const found = this.part(value, name);
    return isScalar(found) ? this.fill(found) : undefined;
  }

  fill(value: Ref<Scalar>): Text {
    const { node } = value;
    const read = node.style === 'plain' && node.text === undefined ? asPythonReads(node.string) : undefined;
    return read === undefined ? this.variables.fill(textOf(value)) : Text.derived(read, placeOf(value));
  }
}

/** `22:22`, a base-60 number in YAML 1.1. */
const BASE_60 = /^[1-9]\d*(?::[0-5]?\d)+$/;

/** The value of an unquoted text in PyYAML (YAML 1.1), if it differs. */
function asPythonReads(text: string): string | undefined {
  if (!BASE_60.test(text)) return undefined;
  return String(text.split(':').reduce((sum, digits) => sum * 60 + Number(digits), 0));
}

/** The words of a text, split like Python's `shlex`. */
export function shellWords(text: Text): readonly Text[] {
  return splitComposeWords(text) ?? [text];
}

/** `name=value` pairs in one text, another form of a module's parameters. */
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

const TRUE = /^(?:true|yes|on|y|t|1)$/i;
const FALSE = /^(?:false|no|off|n|f|0)$/i;

/** Converts Ansible's booleans to the client's. */
export function truthOf(text: Text): Text {
  const { value } = text;
  if (value === undefined) return text;
  if (TRUE.test(value)) return Text.derived('true', text.place);
  return FALSE.test(value) ? Text.derived('false', text.place) : text;
}

/** True for a value that PyYAML doesn't read as a string, such as a number or `yes`. */
export function isNoText({ node }: Ref<Scalar>): boolean {
  return (
    node.text === undefined &&
    node.style === 'plain' &&
    (typeof node.value !== 'string' || /^(?:yes|no|on|off)$/i.test(node.string) || BASE_60.test(node.string))
  );
}
