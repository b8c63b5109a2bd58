import { type Document, isMap, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { DEFAULT_EDITION, type Edition, isEdition } from '../../rules/editions.ts';
import { findRule, isRuleNumber } from '../../rules/index.ts';
import { NodeIndex } from './node-index.ts';

/** A number that no rule has, and why. */
export interface NumberFault {
  readonly node: Node;
  readonly message: string;
}

/**
 * Puts ids in the place of a configuration's rule numbers (`5.4`), which are those of `given` or else of the document's own edition. Without
 * quotes they are numbers of YAML, of which 5.1 and 5.10 are the same one: what counts is how they are written.
 */
export function replaceRuleNumbers(document: Document, given: Edition | undefined): readonly NumberFault[] {
  const index = new NodeIndex(document);
  const own = writtenText(index.at(['benchmark'])) ?? '';
  const edition = given ?? (isEdition(own) ? own : DEFAULT_EDITION);
  const faults: NumberFault[] = [];
  /** The scalar with the rule's id in the place of its number; any other scalar as the text that it is in the file. */
  const toName = (node: Scalar): Scalar => {
    const text = writtenText(node) ?? '';
    const rule = isRuleNumber(text) ? findRule(text, edition) : undefined;
    if (isRuleNumber(text) && rule === undefined)
      faults.push({ node, message: `there is no rule for ${text} in edition ${edition} of the benchmark.` });
    if (rule === undefined && typeof node.value !== 'number') return node;
    const named = new Scalar(rule?.id ?? text);
    if (node.range) named.range = node.range;
    return named;
  };
  const replaceKeys = (rules: Node | undefined): void => {
    if (!isMap(rules)) return;
    for (const pair of rules.items) if (isScalar(pair.key)) pair.key = toName(pair.key);
  };
  replaceKeys(index.at(['rules']));
  for (const at of indicesOf(index.at(['overrides']))) replaceKeys(index.at(['overrides', at, 'rules']));
  for (const at of indicesOf(index.at(['exceptions']))) {
    const pair = index.pairIn(index.at(['exceptions', at]), 'rule');
    const named = index.at(['exceptions', at, 'rule']);
    if (pair !== undefined && isScalar(named)) pair.value = toName(named);
    if (isSeq(named))
      for (const [item, each] of named.items.entries()) if (isScalar(each)) named.items[item] = toName(each);
  }
  return faults;
}

/** A scalar as its file has it, without quotes. */
function writtenText(node: Node | undefined): string | undefined {
  return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
}

function indicesOf(node: Node | undefined): readonly number[] {
  return isSeq(node) ? [...node.items.keys()] : [];
}
