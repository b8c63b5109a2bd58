import { isReference } from '../../../sensitive/names.ts';
import { placesInCommand, placesInLabel } from '../../../sensitive/places.ts';
import type { Location, Span } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { VariableValues } from '../../contract/parsed.ts';
import { toText } from '../../yaml/scalar-text.ts';
import type { Node, Scalar, ValueCollector, YamlOrigin } from '../../yaml/tree.ts';
import { environmentLines } from './environment-lines.ts';
import { isVariablesKey } from './variables-key.ts';

/**
 * A node with variables, labels or a command line, or a file with unreadable parts, which may
 * contain variables.
 */
export type Holder =
  | { readonly kind: 'variables' | 'command' | 'labels'; readonly node: Node }
  | { readonly kind: 'file'; readonly origin: YamlOrigin };

const NAMED_SECTIONS: ReadonlySet<string> = new Set([
  'services',
  'volumes',
  'networks',
  'secrets',
  'configs',
  'models',
]);

export class Holders implements ValueCollector {
  readonly found: Holder[] = [];
  readonly #commands: ReadonlySet<string>;

  constructor(commands: ReadonlySet<string>) {
    this.#commands = commands;
  }

  /** `key` may be anywhere, also in extensions. */
  add(key: string, node: Node, section: string | undefined): void {
    // A service or another resource may be called `environment`.
    if (section !== undefined && NAMED_SECTIONS.has(section)) return;
    if (this.#commands.has(key)) this.found.push({ kind: 'command', node });
    else if (key === 'labels') this.found.push({ kind: 'labels', node });
    // Without a value, wrongly indented variables may be anywhere in the file.
    else if (isVariablesKey(key))
      this.found.push(isUnwritten(node) ? { kind: 'file', origin: node.origin } : { kind: 'variables', node });
  }

  addFile(origin: YamlOrigin): void {
    this.found.push({ kind: 'file', origin });
  }

  linesIn(text: string): readonly Span[] {
    return environmentLines(text);
  }
}

function isUnwritten(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && node.string === '' && !isLostAlias(node);
}

export type WrittenValues = Required<Pick<VariableValues, 'environment' | 'variables' | 'unparsed'>>;

/** The places of variable values, in files with `isWanted`. */
export function valuesIn(holders: readonly Holder[], isWanted: (path: string) => boolean = () => true): WrittenValues {
  const environment: Location[] = [];
  const seen = new Set<Node>();
  const files = new Map<string, YamlOrigin>();
  for (const holder of holders) {
    if (!isWanted((holder.kind === 'file' ? holder : holder.node).origin.path)) continue;
    if (holder.kind === 'file') {
      files.set(holder.origin.path, holder.origin);
      continue;
    }
    const { kind, node } = holder;
    // Plain text there is invalid: it may be a value whose name is missing.
    if (kind === 'variables' && node.kind === 'scalar' && !/[=:]/.test(node.string)) addWhole(node, environment, seen);
    else if (kind === 'variables') addVariables(node, environment, seen);
    else if (!seen.has(node)) {
      const words = wordsOf(node);
      for (const place of kind === 'labels' ? words.flatMap(placesInLabel) : placesInCommand(words))
        environment.push(place);
    }
    seen.add(node);
  }
  const unparsed = Array.from(files.values()).flatMap(({ path, text }) =>
    environmentLines(text).map((span): Location => ({ path, span })),
  );
  return { environment, variables: [], unparsed };
}

/** A mapping or list of variables; services can share nodes. */
function addVariables(node: Node, places: Location[], seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  switch (node.kind) {
    case 'scalar':
      addPair(node, places);
      return;
    case 'sequence':
      for (const { node: item } of node.items) addVariables(item, places, seen);
      return;
    case 'mapping':
      for (const { key, node: value } of node.entries.values()) {
        addProperties(key, value, places);
        addWhole(value, places, seen);
      }
      for (const other of node.overridden ?? []) {
        if (other.kind === 'mapping') addVariables(other, places, seen);
        else addWhole(other, places, seen);
      }
  }
}

function addWhole(node: Node, places: Location[], seen: Set<Node>): void {
  if (seen.has(node)) return;
  seen.add(node);
  const { origin, start, end } = node;
  const isValue =
    node.kind !== 'scalar' || isLostAlias(node) || (node.string !== '' && !isReference(origin.text.slice(start, end)));
  if (isValue) places.push({ path: origin.path, span: { start, end } });
}

/** True for an alias without an anchor: probably a value that starts with `*`. */
function isLostAlias({ origin, start, string }: Scalar): boolean {
  return string === '' && origin.text.charAt(start) === '*';
}

/** A value that starts with `&` or `!` was read as an anchor or a tag. */
function addProperties({ origin, end }: Scalar, value: Node, places: Location[]): void {
  const written = PROPERTIES.exec(origin.text.slice(end, end + MAX_PROPERTIES));
  if (written === null || value.origin !== origin) return;
  const [, before = '', properties = ''] = written;
  places.push({
    path: origin.path,
    span: { start: end + before.length, end: end + before.length + properties.length },
  });
}

const PROPERTIES = /^([ \t]*:[ \t]+)([&!]\S*(?:[ \t]+[&!]\S*){0,20})/;
const MAX_PROPERTIES = 1_000;

/**
 * The part after `=` in `NAME=value` or `NAME = value`, or after `:` in `NAME:value`; the whole
 * text if the part before isn't a name or contains escapes.
 */
function addPair(node: Scalar, places: Location[]): void {
  const { origin, style, start, end, string } = node;
  if (isLostAlias(node)) places.push({ path: origin.path, span: { start, end } });
  const separator = string.includes('=') ? '=' : ':';
  if (!string.includes(separator)) return;
  const text = origin.text.slice(start, end);
  const at = text.indexOf(separator);
  const inner = style === 'single' || style === 'double' ? end - 1 : end;
  const isNamed = isName(text.slice(0, Math.max(at, 0)).replace(/(?<=[\w}])[ \t]{1,80}$/, ''));
  const from = isNamed ? start + at + 1 + (/^[ \t]*/.exec(text.slice(at + 1))?.[0].length ?? 0) : start;
  if (from < inner && !isReference(origin.text.slice(from, inner)))
    places.push({ path: origin.path, span: { start: from, end: inner } });
}

/** May contain variables. */
const NAME = /^["']?(?:[\w.-]|\$\w|\$?\{\w+\})*$/;

/** Names are shorter. On megabytes of text, the pattern would overflow the stack. */
const MAX_NAME = 10_000;

function isName(text: string): boolean {
  return text.length <= MAX_NAME && NAME.test(text);
}

function wordsOf(node: Node): readonly Text[] {
  if (node.kind === 'scalar') return [toText(node)];
  const items = node.kind === 'sequence' ? node.items : [...node.entries.values()];
  return items.flatMap(({ node: item }) => (item.kind === 'scalar' ? [toText(item)] : []));
}
