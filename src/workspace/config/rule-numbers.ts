import { type Document, type Node, Scalar } from 'yaml';
import { DEFAULT_EDITION, type Edition, isEdition } from '../../rules/editions.ts';
import { findRule, isRuleNumber } from '../../rules/index.ts';
import { NodeIndex } from './node-index.ts';
import { ruleNodes, writtenText } from './rule-nodes.ts';

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
  for (const { node, replace } of ruleNodes(document)) {
    const named = toName(node);
    if (named !== node) replace(named);
  }
  return faults;
}
