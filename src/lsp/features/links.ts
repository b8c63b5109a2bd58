import type { DocumentLink } from 'vscode-languageserver';
import type { Edition } from '../../rules/editions.ts';
import type { Rule } from '../../rules/rule.ts';
import { LineIndex } from '../../text/line-index.ts';
import { pageAddress, ruleIdOf } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';
import { ruleNamesIn } from './rule-names.ts';

/** Links rule names in comments and configurations to their pages. */
export async function documentLinks(
  path: string,
  text: string,
  edition: Edition | undefined,
  readsPages: boolean,
  ownRules?: readonly Rule[],
): Promise<DocumentLink[]> {
  const index = new LineIndex(text);
  return (await ruleNamesIn(path, text)).flatMap(({ name, span }) => {
    const id = ruleIdOf(name, edition, ownRules);
    const target = id === undefined ? undefined : pageAddress(id, readsPages, ownRules);
    return target === undefined ? [] : [{ range: toRange(span, index), target, tooltip: `Explain ${id ?? name}` }];
  });
}
