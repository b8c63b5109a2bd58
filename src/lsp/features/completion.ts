import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { isConfigName } from '../../config/config-file.ts';
import { rulesWith } from '../../rules/index.ts';
import { INPUT_RULES } from '../../rules/input/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { LineIndex } from '../../text/line-index.ts';
import { indentOf, lineEnd } from '../../text/lines.ts';
import type { Span } from '../../text/location.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import { pageOf } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';
import { PLACEHOLDER_REASON } from './commands.ts';

/**
 * A line with an ignore comment up to the cursor, which is after `plimsoll:` or in the brackets.
 */
const COMMENT_HEAD = /(?:^|[\s#])#\s*plimsoll:[ \t]{0,9}([\w-]*)$/;
const COMMENT_LIST = /(?:^|[\s#])#\s*plimsoll:[ \t]{0,9}ignore(?:-file)?[ \t]{0,9}\[([^\]]*)$/;

/** A line up to the cursor, which is in a reason. */
const COMMENT_REASON = /#\s*plimsoll:[ \t]{0,9}ignore(?:-file)?[ \t]{0,9}\[[^\]]*\][ \t]{0,9}--[ \t]{1,9}(\S.*|)$/;
const CONFIG_REASON = /^\s*(?:-\s+|\{\s*)?["']?reason["']?\s*:\s+["']?([^"'\s].*|)$/;

/**
 * A line of a configuration up to the cursor: after `rule:`, in `rules: {`, in a list, or in a key.
 */
const RULE_VALUE = /^\s*(?:-\s+)?["']?rule["']?\s*:(?:\s*\[[^\]]*|\s*["']?[\w/.-]*)$/;
const FLOW_KEY = /["']?rules["']?\s*:\s*\{(?:[^{}]*,)?[\s"']*[\w/.-]*$/;
const ITEM = /^\s*-\s+["']?[\w/.-]*$/;
const KEY = /^\s*["']?[\w/.-]*$/;

/** The incomplete id at the end of a text. */
function lastWord(text: string): string {
  let start = text.length;
  while (start > 0 && /[\w/.-]/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start);
}

export interface KnownRules {
  /** The rules with results in the document. */
  readonly reported: readonly string[];
  readonly ownRules: readonly Rule[] | undefined;
  /** The reasons in the configuration; `texts` may contain more. */
  readonly reasons: () => readonly string[];
  readonly texts: () => readonly string[];
}

/** The completions at the cursor: rule ids and reasons, in ignore comments and configurations. */
export function complete(path: string, text: string, offset: number, known: KnownRules): CompletionItem[] {
  const line = text.slice(Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1, offset);
  // Skip lines that are longer than people write.
  if (line.length > MAX_LINE) return [];
  const isRuleNext = isConfigName(path) ? isRuleInConfig(text, offset, line) : COMMENT_LIST.test(line);
  const begun = lastWord(line);
  if (isRuleNext) return ruleItems(text, { start: offset - begun.length, end: offset }, known);
  const reason = (isConfigName(path) ? CONFIG_REASON : COMMENT_REASON).exec(line)?.[1];
  if (reason !== undefined)
    return reasonItems(text, { start: offset - reason.length, end: offset }, [
      ...known.reasons(),
      ...known.texts().flatMap(reasonsIn),
    ]);
  const [, verb] = COMMENT_HEAD.exec(line) ?? [];
  if (verb === undefined || isConfigName(path)) return [];
  return verbItems(text, { start: offset - verb.length, end: offset });
}

const MAX_LINE = 10_000;

export async function resolveItem(
  item: CompletionItem,
  { hasMarkdownHovers }: ClientFeatures,
): Promise<CompletionItem> {
  const value = await pageOf(item.label);
  if (value === undefined) return item;
  return { ...item, documentation: { kind: hasMarkdownHovers ? 'markdown' : 'plaintext', value } };
}

function ruleItems(text: string, span: Span, { reported, ownRules }: KnownRules): CompletionItem[] {
  const range = toRange(span, new LineIndex(text));
  return [...rulesWith(ownRules), ...INPUT_RULES].map(({ id, title }, index) => ({
    label: id,
    kind: CompletionItemKind.EnumMember,
    detail: title,
    // First rules with results in the document, then all in the benchmark's order.
    sortText: `${reported.includes(id) ? 0 : 1}${String(index).padStart(3, '0')}`,
    filterText: id,
    textEdit: { range, newText: id },
  }));
}

/** Completions for earlier reasons, the most frequent first, without the one being written. */
function reasonItems(text: string, span: Span, reasons: readonly string[]): CompletionItem[] {
  const range = toRange(span, new LineIndex(text));
  const written = text.slice(span.start, lineEnd(text, span.end)).trim();
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const own = counts.get(written) ?? 0;
  if (own <= 1) counts.delete(written);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason], index) => ({
      label: reason,
      kind: CompletionItemKind.Text,
      sortText: String(index).padStart(4, '0'),
      filterText: reason,
      textEdit: { range, newText: reason },
    }));
}

/** The reasons in a text: in its comments, or in a configuration's exceptions. */
function reasonsIn(text: string): readonly string[] {
  if (!/plimsoll:|reason/.test(text)) return [];
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    if (line.length > MAX_LINE) return [];
    const reason = (COMMENT_REASON.exec(line) ?? CONFIG_REASON.exec(line))?.[1]?.trim().replace(/["']$/, '') ?? '';
    return reason === '' || reason === PLACEHOLDER_REASON ? [] : [reason];
  });
}

function verbItems(text: string, span: Span): CompletionItem[] {
  const range = toRange(span, new LineIndex(text));
  return [
    ['ignore', 'suppress findings on this line or the next node'],
    ['ignore-file', 'suppress findings in this file'],
  ].map(([verb = '', detail = '']) => ({
    label: `${verb}[…]`,
    kind: CompletionItemKind.Keyword,
    detail,
    filterText: verb,
    textEdit: { range, newText: `${verb}[` },
  }));
}

/** True if a rule id can be at this place in a configuration, which may be incomplete. */
function isRuleInConfig(text: string, offset: number, line: string): boolean {
  if (line.trimStart().startsWith('#')) return false;
  if (RULE_VALUE.test(line) || FLOW_KEY.test(line)) return true;
  const isItem = ITEM.test(line);
  if (!isItem && !KEY.test(line)) return false;
  const parent = parentKey(text.slice(0, offset - line.length), indentOf(line), isItem);
  return parent === (isItem ? 'rule' : 'rules');
}

/** The key above a line with this indentation. List items may have the indentation of their key. */
function parentKey(before: string, indentation: number, isItem: boolean): string | undefined {
  const lines = before.split(/\r\n|\r|\n/).toReversed();
  for (const line of lines) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    // The first key of a mapping in a list comes after the dash.
    const written = line.replace(/^(\s*)-(\s+)(?=\S)/, '$1 $2');
    const own = indentOf(written);
    const isParent = own < indentation || (isItem && own === indentation && !line.trimStart().startsWith('-'));
    if (isParent) return /^\s*["']?([\w-]+)["']?\s*:\s*(?:\{\s*|\[\s*|#.*)?$/.exec(written)?.[1];
  }
  return undefined;
}
