import type { Hop, Place, Span } from '../../text/location.ts';
import { type Known, known, type Setting } from '../../text/setting.ts';
import { Text } from '../../text/text.ts';
import type { Mapping, MappingEntry, Node, Scalar, Sequence, YamlItem, YamlOrigin } from './nodes.ts';
import { toText } from './scalar-text.ts';
import { printNumber } from './scalar-value.ts';
import { printTimestamp } from './timestamp.ts';

export type { Mapping, MappingEntry, Node, Scalar, ScalarStyle, Sequence, YamlItem, YamlOrigin } from './nodes.ts';

/** A node with all hops to it, the one nearest to its text first. */
export interface Ref<N extends Node = Node> {
  readonly node: N;
  readonly hops: readonly Hop[];
}

export interface Field extends Ref {
  readonly key: Ref<Scalar>;
}

export const NO_HOPS: readonly Hop[] = [];

export function toRef<N extends Node>(node: N, hops: readonly Hop[] = NO_HOPS): Ref<N> {
  return { node, hops };
}

export function isMapping(ref: Ref | undefined): ref is Ref<Mapping> {
  return ref?.node.kind === 'mapping';
}

export function isSequence(ref: Ref | undefined): ref is Ref<Sequence> {
  return ref?.node.kind === 'sequence';
}

export function isScalar(ref: Ref | undefined): ref is Ref<Scalar> {
  return ref?.node.kind === 'scalar';
}

export function isNull(ref: Ref): boolean {
  return ref.node.kind === 'scalar' && ref.node.text === undefined && ref.node.value === null;
}

/** True for a string in Go's YAML: no number, boolean, time or null. */
export function isString(scalar: Scalar): boolean {
  return scalar.text !== undefined || (typeof scalar.value === 'string' && !isTime(scalar));
}

/** True for a time in Go's YAML: `2001-01-01` without quotes. */
export function isTime({ text, value, style }: Scalar): boolean {
  return text === undefined && typeof value === 'string' && style === 'plain' && printTimestamp(value) !== undefined;
}

/** The value of a key; `undefined` if missing or null, or if the node is no mapping. */
export function field(ref: Ref | undefined, key: string): Field | undefined {
  if (ref?.node.kind !== 'mapping') return undefined;
  const entry = ref.node.entries.get(key);
  if (entry === undefined) return undefined;
  const found = toField(ref, entry);
  return isNull(found) ? undefined : found;
}

/** The value at a path of keys. */
export function fieldAt(ref: Ref | undefined, ...keys: readonly string[]): Field | undefined {
  let at: Ref | undefined = ref;
  let found: Field | undefined;
  for (const key of keys) {
    found = field(at, key);
    at = found;
  }
  return found;
}

/** Every entry of a mapping, including null values; empty for other nodes. */
export function fieldsOf(ref: Ref | undefined): readonly Field[] {
  if (ref?.node.kind !== 'mapping') return [];
  return Array.from(ref.node.entries.values(), (entry) => toField(ref, entry));
}

/** Every element of a list, including null; empty for other nodes. */
export function itemsOf(ref: Ref | undefined): readonly Ref[] {
  if (ref?.node.kind !== 'sequence') return [];
  return ref.node.items.map(({ node, hops }) => ({ node, hops: joinHops(hops, ref.hops) }));
}

export function itemAt(ref: Ref, index: number): Ref | undefined {
  const item = ref.node.kind === 'sequence' ? ref.node.items[index] : undefined;
  return item && { node: item.node, hops: joinHops(item.hops, ref.hops) };
}

function toField(parent: Ref, { key, node, hops }: MappingEntry): Field {
  const all = joinHops(hops, parent.hops);
  return { key: { node: key, hops: all }, node, hops: all };
}

/**
 * Keeps this many hops, those nearest to the text: services can pass a value on any number of
 * times.
 */
const MAX_HOPS = 32;

/** The hops of a child, followed by those of its parent. */
export function joinHops(near: readonly Hop[], far: readonly Hop[]): readonly Hop[] {
  if (near.length === 0) return far;
  if (far.length === 0 || near.length >= MAX_HOPS) return near;
  return [...near, ...far.slice(0, MAX_HOPS - near.length)];
}

/** The place of a node; for a block collection, that of its first key or element. */
export function placeOf({ node, hops }: Ref): Place {
  return { location: { path: node.origin.path, span: { start: node.start, end: node.end } }, hops };
}

/** The text of a scalar; numbers, booleans and null as written. */
export function textOf({ node, hops }: Ref<Scalar>): Text {
  const text = node.text ?? toText(node);
  return text.via(...hops);
}

/** The place of a scalar's text; without quotes, if the text is exact. */
export function textPlace(ref: Ref<Scalar>): Place {
  return ref.node.text === undefined && ref.node.style === 'plain' ? placeOf(ref) : textOf(ref).place;
}

/**
 * A scalar's text as Go prints its value: `0777` as 511, `TRUE` as true, a plain date as a time,
 * null as empty.
 */
export function printedText(ref: Ref<Scalar>): Text {
  if (ref.node.text !== undefined) return textOf(ref);
  const printed = printedString(ref.node);
  return printed === ref.node.string ? textOf(ref) : Text.derived(printed, placeOf(ref));
}

/** Like {@link printedText}, without interpolation. */
export function printedString({ value, style, string }: Scalar): string {
  if (typeof value === 'string') return (style === 'plain' ? printTimestamp(value) : undefined) ?? value;
  if (typeof value === 'number') return printNumber(string, value);
  return value === null ? '' : String(value);
}

export function stringSetting(ref: Ref<Scalar>): Setting<string> {
  return verbatimSetting(ref) ?? printedText(ref).toStringSetting();
}

/**
 * Parses a scalar's printed text by `read`; `undefined` if the text is known and `read` returns
 * `undefined`.
 */
export function settingOf<T>(ref: Ref<Scalar>, read: (value: string) => T | undefined): Setting<T> | undefined {
  const verbatim = verbatimSetting(ref);
  if (verbatim === undefined) return printedText(ref).toSetting(read);
  const value = read(verbatim.value);
  return value === undefined ? undefined : known(value, verbatim.place);
}

/**
 * The printed text if the file has the same characters. Creates no `Text`, since this is the common
 * case.
 */
function verbatimSetting({ node, hops }: Ref<Scalar>): Known<string> | undefined {
  if (node.text !== undefined) return undefined;
  const value = printedString(node);
  const { origin, style } = node;
  const inset = style === 'single' || style === 'double' ? 1 : 0;
  const start = node.start + inset;
  const end = node.end - inset;
  const isVerbatim = value !== '' && end - start === value.length && origin.text.startsWith(value, start);
  return isVerbatim ? known(value, { location: { path: origin.path, span: { start, end } }, hops }) : undefined;
}

export function keySetting({ key }: Field): Setting<string> {
  return known(key.node.string, textPlace(key));
}

export function itemVia<T extends YamlItem>(item: T, hop: Hop): T {
  return { ...item, hops: joinHops(item.hops, [hop]) };
}

/** Records where a file may have values of variables, which reports must not show. */
export interface ValueCollector {
  /** `section` is the top-level key directly above it. */
  add(key: string, node: Node, section: string | undefined): void;
  /** A file that was only partly readable. */
  addFile(origin: YamlOrigin): void;
  /** Unreadable stretches of a text that may be values, in order. */
  linesIn(text: string): readonly Span[];
}

export function addMissing(
  entries: Map<string, MappingEntry>,
  merged: Set<string>,
  from: Mapping,
  hops: readonly Hop[],
): void {
  for (const [name, entry] of from.entries) {
    if (entries.has(name)) continue;
    entries.set(name, { ...entry, hops: joinHops(entry.hops, hops) });
    merged.add(name);
  }
}
