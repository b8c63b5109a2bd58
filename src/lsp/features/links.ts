import type { DocumentLink } from 'vscode-languageserver';
import { isConfigName } from '../../config/config-file.ts';
import { findRuleNames, type RuleName } from '../../config/config-tree.ts';
import { isDirective, parseDirective } from '../../parsers/contract/directive.ts';
import { detectKind, frontEndOf } from '../../parsers/registry.ts';
import type { Edition } from '../../rules/editions.ts';
import type { Rule } from '../../rules/rule.ts';
import { LineIndex } from '../../text/line-index.ts';
import { pageAddress, ruleIdOf } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';

/** Links rule names in ignore comments and configurations to the rules' pages. */
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

/** The rule names in a document: in ignore comments, or in a configuration. */
export async function ruleNamesIn(path: string, text: string): Promise<readonly RuleName[]> {
  if (isConfigName(path)) return findRuleNames(text);
  const kind = /plimsoll/i.test(text) ? detectKind({ path, text }) : undefined;
  const { comments } = kind === undefined ? {} : await frontEndOf(kind).load();
  return (comments?.({ path, text }, isDirective) ?? []).flatMap(({ location: { span }, text: comment }) => {
    const directive = parseDirective(comment);
    if (directive.kind === 'malformed') return [];
    return directive.rules.map(({ id, start, end }) => ({
      name: id,
      span: { start: span.start + start, end: span.start + end },
    }));
  });
}
