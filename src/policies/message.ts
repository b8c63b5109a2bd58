import { isJsonList, type Json, type JsonObject } from '../engine-json/engine-writer.ts';
import { short } from '../rules/shared/wording.ts';
import { nearestWord } from '../util/nearest-word.ts';
import type { ObjectNode, RequestNode } from './request/node.ts';
import type { RecordSpec, Spec } from './request/spec.ts';
import type { Mark } from './schema/result.ts';

type Path = readonly string[];

/** A parsed message, which inserts values of the request. */
export type Template = (filling: Filling) => string;

export interface Filling {
  /** The subject in words: Service `web`. */
  readonly subject: string;
  readonly mark: Mark;
  readonly root: ObjectNode;
  /** The parts of the request as in `plimsoll model`, with possible secrets masked. */
  readonly shown: () => JsonObject;
}

/**
 * Parses a message with placeholders such as `{subject}`, `{value}`, `{Config.Image}` and
 * `{/Config/Labels/com.example.owner}`. `{{` and `}}` are literal braces. Reports unknown fields as
 * faults.
 */
export function readTemplate(text: string, spec: RecordSpec, fault: (message: string) => void): Template {
  const parts: Template[] = [];
  for (const [written, name] of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    if (name === undefined) {
      if (written === '{' || written === '}')
        fault(`Unescaped \`${written}\`. To write it literally, double it: \`${written}${written}\`.`);
      const literal = written === '{{' || written === '}}' ? written.charAt(0) : written;
      parts.push(() => literal);
    } else if (name === 'subject') parts.push(({ subject }) => subject);
    else if (name === 'value') parts.push(markedValue);
    else {
      const path = pathIn(name);
      const unknown = unknownIn(path, spec);
      if (unknown !== undefined) fault(`\`{${name}}\`: ${unknown}`);
      parts.push((filling) => valueAt(path, filling));
    }
  }
  return (filling) => parts.map((part) => part(filling)).join('');
}

function pathIn(name: string): Path {
  if (name.startsWith('/'))
    return name
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return name.split(/[.[\]]+/).filter((part) => part !== '');
}

function unknownIn(path: Path, root: Spec): string | undefined {
  let spec: Spec | undefined = root;
  for (const part of path) {
    if (spec === undefined) return undefined;
    if (spec.kind === 'map' || spec.kind === 'list') spec = spec.of;
    else if (spec.kind === 'record' && Object.hasOwn(spec.fields, part)) spec = spec.fields[part];
    else {
      const names: readonly string[] = spec.kind === 'record' ? Object.keys(spec.fields) : [];
      const nearest = nearestWord(part, spec === root ? [...names, 'subject', 'value'] : names);
      return `unknown request field \`${part}\`.${nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`}`;
    }
  }
  return path.length === 0 ? 'the name is missing.' : undefined;
}

function markedValue(filling: Filling): string {
  const { node } = filling.mark;
  const path = wayTo(node, filling.root);
  return path === undefined || path.length === 0 ? ownText(node) : valueAt(path, filling);
}

function valueAt(path: Path, { root, shown }: Filling): string {
  const value = jsonAt(shown(), path);
  const node = value === undefined ? nodeAt(root, path) : undefined;
  if (value === undefined) return node === undefined ? '(not set)' : ownText(node);
  return short(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The text of a value that is not part of the request: a fact, or a key. */
function ownText(node: RequestNode): string {
  if (node.place?.shown !== undefined) return short(node.place.shown);
  switch (node.kind) {
    case 'scalar':
      return short(String(node.value));
    case 'unknown':
      return short(node.written ?? '(unknown)');
    case 'list':
      return short(node.items.map(ownText).join(', '));
    case 'object':
      return short([...node.entries].map(([key, entry]) => `${key}: ${ownText(entry)}`).join(', '));
  }
}

function nodeAt(root: RequestNode, path: Path): RequestNode | undefined {
  let node: RequestNode | undefined = root;
  for (const part of path)
    node =
      node?.kind === 'object' ? node.entries.get(part) : node?.kind === 'list' ? node.items[Number(part)] : undefined;
  return node;
}

function jsonAt(root: Json, path: Path): Json | undefined {
  let json: Json | undefined = root;
  for (const part of path) {
    if (typeof json !== 'object' || json === null) return undefined;
    const below: Json = json;
    json = isJsonList(below) ? below[Number(part)] : Object.hasOwn(below, part) ? below[part] : undefined;
  }
  return json;
}

/** The path of a value; `undefined` if it is not part of the request, such as a key. */
function wayTo(node: RequestNode, root: RequestNode): Path | undefined {
  if (node === root) return [];
  const below: Iterable<readonly [string | number, RequestNode]> =
    root.kind === 'object' ? root.entries : root.kind === 'list' ? root.items.entries() : [];
  for (const [key, each] of below) {
    const way = wayTo(node, each);
    if (way !== undefined) return [String(key), ...way];
  }
  return undefined;
}
