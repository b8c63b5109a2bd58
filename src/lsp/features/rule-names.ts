import { isDirective, parseDirective } from '../../parsers/contract/directive.ts';
import { detectKind, frontEndOf } from '../../parsers/registry.ts';
import { isConfigName } from '../../workspace/config/config-file.ts';
import { findRuleNames, type RuleName } from '../../workspace/config/config-tree.ts';

/** The rule names in a document: in comments to plimsoll, or in a configuration. */
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
