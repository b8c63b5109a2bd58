import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** Finds nodes of a document in time that does not grow with the length of the mappings and lists on the way. */
export class NodeIndex {
  readonly #document: Document;
  readonly #pairs = new WeakMap<Node, ReadonlyMap<string, Pair>>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** The node at a way of keys and indices, through aliases; `undefined` where there is none. */
  at(path: readonly (string | number)[]): Node | undefined {
    let node = this.#resolve(this.#document.contents);
    for (const part of path) {
      if (isSeq(node)) node = this.#resolve(node.items[Number(part)]);
      else node = this.#resolve(this.pairIn(node, String(part))?.value);
    }
    return node;
  }

  /** The pair of a mapping that has this key, written as a scalar. */
  pairIn(node: Node | undefined, key: string): Pair | undefined {
    if (!isMap(node)) return undefined;
    let pairs = this.#pairs.get(node);
    if (pairs === undefined) {
      pairs = new Map(
        node.items.flatMap((item) => (isPair(item) && isScalar(item.key) ? [[String(item.key.value), item]] : [])),
      );
      this.#pairs.set(node, pairs);
    }
    return pairs.get(key);
  }

  #resolve(value: unknown): Node | undefined {
    if (isAlias(value)) return value.resolve(this.#document);
    return isMap(value) || isSeq(value) || isScalar(value) ? value : undefined;
  }
}
