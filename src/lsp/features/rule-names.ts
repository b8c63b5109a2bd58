import { isDirective, parseDirective } from '../../parsers/contract/directive.ts';
import { detectKind, frontEndOf } from '../../parsers/registry.ts';
import { splitPath } from '../../util/paths.ts';
import { CONFIG_NAMES } from '../../workspace/config/config-file.ts';
import { findRuleNames, type RuleName } from '../../workspace/config/config-tree.ts';

/** True for a document that is a configuration of plimsoll, by its name. */
export function isConfigName(path: string): boolean {
  const [, name] = splitPath(path);
  return CONFIG_NAMES.some((known) => known === name);
}

/** Where a document names rules: in comments to plimsoll, or as a configuration. */
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
