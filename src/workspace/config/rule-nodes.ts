import { type Document, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { readYamlDocuments } from '../../parsers/yaml/documents.ts';
import type { Span } from '../../text/location.ts';
import { NodeIndex } from './node-index.ts';

/** A scalar that names a rule, and how another one is put in its place. */
export interface RuleNode {
  readonly node: Scalar;
  readonly replace: (other: Scalar) => void;
}

/** Every scalar of a configuration that names a rule: in `rules`, in those of `overrides`, and in `exceptions`. */
export function ruleNodes(document: Document): readonly RuleNode[] {
  const index = new NodeIndex(document);
  const found: RuleNode[] = [];
  const addKeys = (rules: Node | undefined): void => {
    if (!isMap(rules)) return;
    for (const pair of rules.items)
      if (isScalar(pair.key)) {
        const replace = (other: Scalar): void => {
          pair.key = other;
        };
        found.push({ node: pair.key, replace });
      }
  };
  addKeys(index.at(['rules']));
  for (const at of indicesOf(index.at(['overrides']))) addKeys(index.at(['overrides', at, 'rules']));
  for (const at of indicesOf(index.at(['exceptions']))) {
    const pair = index.pairIn(index.at(['exceptions', at]), 'rule');
    const named = index.at(['exceptions', at, 'rule']);
    if (pair !== undefined && isScalar(named)) {
      const replace = (other: Scalar): void => {
        pair.value = other;
      };
      found.push({ node: named, replace });
    }
    if (!isSeq(named)) continue;
    for (const [item, each] of named.items.entries())
      if (isScalar(each)) {
        const replace = (other: Scalar): void => {
          named.items[item] = other;
        };
        found.push({ node: each, replace });
      }
  }
  return found;
}

/** A name of a rule in a text. */
export interface RuleName {
  readonly name: string;
  readonly span: Span;
}

/** The names of rules in a configuration, as they are written there, in order; the text need not be whole. */
export function findRuleNames(text: string): readonly RuleName[] {
  const read = readYamlDocuments(text, { uniqueKeys: false });
  const [document] = 'limit' in read ? [] : read.documents;
  if (document === undefined) return [];
  return ruleNodes(document).flatMap(({ node }) => {
    const [start, end] = node.range ?? [0, 0];
    const name = writtenText(node) ?? '';
    return name === '' ? [] : [{ name, span: { start, end } }];
  });
}

/** A scalar as its file has it, without quotes. */
export function writtenText(node: Node | undefined): string | undefined {
  return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
}

function indicesOf(node: Node | undefined): readonly number[] {
  return isSeq(node) ? [...node.items.keys()] : [];
}
