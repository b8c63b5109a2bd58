import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { keyOfFix } from '../../fixes/prove-findings.ts';
import { type Fix, leastRisk } from '../../model/change.ts';
import { type Combined, combineFixes } from '../../report/combined-fix.ts';
import type { Span } from '../../text/location.ts';
import { getOrInsert } from '../../util/maps.ts';
import { IGNORE_COMMAND } from '../client/client-features.ts';
import { pageAddress } from '../client/pages.ts';
import { isTouching, toSpan } from '../client/ranges.ts';
import type { Analysis } from '../diagnostics/analysis.ts';
import type { MarkedRange } from '../diagnostics/diagnostics.ts';
import {
  type EditContext,
  editValues,
  fixAllEdit,
  ignoreEdit,
  mayIgnore,
  type Proven,
  possibleRisks,
  provenFixes,
  toWorkspaceEdit,
} from './action-edits.ts';
import { PAGE_COMMAND } from './commands.ts';

/** The kind of the action that applies all safe fixes of a document. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.plimsoll`;

/** The kind of actions that write ignore comments, which lets clients filter them. */
export const IGNORE_KIND = `${CodeActionKind.QuickFix}.plimsoll.ignore`;

/**
 * The maximum number of places to suggest comments for, because each comment must be verified. A
 * line has fewer.
 */
const MAX_COMMENTED = 10;

export interface ActionContext extends EditContext {
  readonly marked: readonly MarkedRange[];
}

/** Identifies an action without an edit. The edit is created when the user chooses the action. */
export interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly action: (typeof LATE_ACTIONS)[number];
  readonly start: number;
  readonly end: number;
  readonly rules: readonly string[];
  readonly fixes: readonly string[];
}

const LATE_ACTIONS = ['fix-all', 'fix-low', 'fix', 'here', 'file'] as const;

interface OwnActions {
  /** True if a verified fix has low risk and doesn't require naming its rule. */
  readonly hasLow: boolean;
  readonly combined: readonly CodeAction[];
  readonly fixes: readonly CodeAction[];
  readonly ignores: readonly CodeAction[];
}

export async function codeActions(
  { range, context: { only, diagnostics } }: CodeActionParams,
  context: ActionContext,
): Promise<readonly CodeAction[]> {
  const { analysis, marked, features } = context;
  const isWanted = (kind: string): boolean =>
    only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  const [wantsFixes, wantsIgnores] = [isWanted(CodeActionKind.QuickFix), isWanted(IGNORE_KIND)];
  if (wantsFixes || wantsIgnores) {
    const sentFor = ({ diagnostic }: MarkedRange): readonly Diagnostic[] =>
      diagnostics.filter(({ code, range: { start } }) => code === diagnostic.code && isSame(start, diagnostic));
    const asked = askedFor(toSpan(range, analysis.document), context, (each) => sentFor(each).length > 0);
    const own = await ownActions(asked, context);
    const about = (each: MarkedRange, kind: string): Pick<CodeAction, 'kind' | 'diagnostics'> => {
      // Return the client's own diagnostic: it may have additional fields.
      const sent = sentFor(each);
      return { kind, diagnostics: sent.length > 0 ? [...sent] : [each.diagnostic] };
    };
    const groupOf = (group: Exclude<keyof OwnActions, 'hasLow'>, kind: string): readonly CodeAction[] =>
      own.flatMap(([each, found]) => found[group].map((action) => ({ ...action, ...about(each, kind) })));
    if (wantsFixes) {
      actions.push(...groupOf('combined', CodeActionKind.QuickFix), ...groupOf('fixes', CodeActionKind.QuickFix));
      // Offer combined fixes for a cursor position, but not on save. They are created when chosen.
      const asLow = own.filter(([, { hasLow }]) => hasLow).length;
      const mayBeLow = (each: MarkedRange): boolean =>
        !asked.includes(each) &&
        each.findings.some(({ result }) => possibleRisks(result, analysis).some((risk) => risk === 'low'));
      if (features.resolvesEdits && asLow > 0 && (asLow > 1 || marked.some(mayBeLow))) {
        const data = toData(context, 'fix-low', { start: 0, end: 0 }, []);
        actions.push({ title: 'Fix all (low risk) in this file', kind: CodeActionKind.QuickFix, data });
      }
      const pages = new Map(asked.map((each) => [each.diagnostic.code, each]));
      actions.push(...[...pages.values()].flatMap((each) => pageAction(each, context)));
    }
    if (wantsIgnores) actions.push(...groupOf('ignores', IGNORE_KIND));
  }
  if (isWanted(FIX_ALL_KIND) && marked.some(hasSafeFix)) {
    const action: CodeAction = { title: 'Apply all safe plimsoll fixes', kind: FIX_ALL_KIND };
    if (features.resolvesEdits) actions.push({ ...action, data: toData(context, 'fix-all', { start: 0, end: 0 }, []) });
    else if (only !== undefined) {
      // Slow, so create it only if the client requests this kind.
      const edit = await fixAllEdit(context, 'safe');
      if (edit !== undefined) actions.push({ ...action, edit });
    }
  }
  return actions;
}

/**
 * The diagnostics in the range, or sent by the client; if there are none, those in the cursor's
 * line.
 */
function askedFor(
  span: Span,
  { analysis: { document }, marked }: ActionContext,
  isSent: (marked: MarkedRange) => boolean,
): readonly MarkedRange[] {
  const reported = marked.filter(({ findings }) => findings.length > 0);
  const asked = reported.filter((each) => isTouching(each.span, span) || isSent(each));
  if (asked.length > 0 || span.start !== span.end) return asked;
  const { line } = document.positionAt(span.start);
  return reported.filter(({ diagnostic: { range } }) => range.start.line <= line && line <= range.end.line);
}

async function ownActions(
  asked: readonly MarkedRange[],
  context: ActionContext,
): Promise<readonly (readonly [MarkedRange, OwnActions])[]> {
  const { analysis } = context;
  const isTooMuch = asked.length > MAX_COMMENTED;
  const keyFor = (each: MarkedRange): string => `${isTooMuch ? 'fixes' : 'all'} ${keyOf(each)}`;
  const proven = await provenFixes(
    asked.filter((each) => !knownFor(analysis).has(keyFor(each))).flatMap(({ findings }) => findings),
    context,
    { mayReduce: context.features.resolvesEdits },
  );
  const all: (readonly [MarkedRange, OwnActions])[] = [];
  for (const each of asked) {
    const own = await getOrInsert(knownFor(analysis), keyFor(each), async () => {
      const combined = combinedOf(each.findings, proven);
      const toAction = (title: string, { fix, parts }: Combined, index: number): CodeAction => {
        const rules = parts.map(({ finding }) => finding.rule);
        return {
          title,
          ...(index === 0 && fix.risk === 'safe' ? { isPreferred: true } : {}),
          ...(each.findings.some(proven.isReduced)
            ? { data: toData(context, 'fix', each.span, rules, parts.map(keyOfFix)) }
            : { edit: toWorkspaceEdit(fix.edits ?? [], context) }),
        };
      };
      return {
        hasLow: each.findings.some((shown) => leastRisk(proven.of(shown)) === 'low'),
        combined: combined === undefined ? [] : [toAction(hardenTitle(combined.fix), combined, 0)],
        fixes: each.findings.flatMap((shown) =>
          proven
            .of(shown)
            .map((fix, index) => toAction(titleOf(fix), { fix, parts: [{ finding: shown.result, fix }] }, index)),
        ),
        ignores: isTooMuch ? [] : await ignoreActions(each, context),
      };
    });
    all.push([each, own]);
  }
  return all;
}

/** Caches actions per analysis: editors request them whenever the cursor moves. */
const known = new WeakMap<Analysis, Map<string, Promise<OwnActions>>>();

function knownFor(analysis: Analysis): Map<string, Promise<OwnActions>> {
  return getOrInsert(known, analysis, () => new Map<string, Promise<OwnActions>>());
}

function keyOf({ span, findings }: MarkedRange): string {
  return [span.start, span.end, ...findings.map(({ result }) => result.rule)].join(' ');
}

/** The edit of the chosen action, or why there is none. */
export async function resolveAction(
  title: string,
  data: ActionData,
  context: ActionContext,
): Promise<WorkspaceEdit | string> {
  const { action } = data;
  if (context.analysis.document.version !== data.version) return 'The file changed, so nothing was applied.';
  if (action === 'fix-all' || action === 'fix-low')
    return (await fixAllEdit(context, action === 'fix-low' ? 'low' : 'safe')) ?? 'None of these fixes can be verified.';
  const shown = markedBy(data, context);
  if (action === 'here' || action === 'file')
    return (await ignoreEdit(shown, action, context)) ?? 'No comment can suppress only this finding.';
  const chosen = new Set(data.fixes);
  const proven = await provenFixes(shown, context, { isChosen: (each) => chosen.has(keyOfFix(each)) });
  const fixes = shown.flatMap(proven.of);
  const isOne = chosen.size === 1;
  const combined = isOne ? undefined : combinedOf(shown, proven);
  const edits = isOne ? fixes[0]?.edits : combined?.fix.edits;
  // Apply all fixes of the title, or none.
  if (edits !== undefined && (combined?.parts ?? fixes).length === chosen.size) return toWorkspaceEdit(edits, context);
  const [refused] = proven.refused;
  const part = isOne || refused === undefined ? '' : ` because of "${titleOf(refused.fix)}"`;
  return `"${title}" was skipped${part}. ${refused?.withdrawal.message ?? "It can't be verified in the whole file."}`;
}

function combinedOf(findings: MarkedRange['findings'], proven: Proven): Combined | undefined {
  return combineFixes(findings.map((shown) => ({ ...shown.result, fixes: proven.of(shown) })));
}

export function readActionData(data: unknown): ActionData | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { uri, version, action, start, end, rules, fixes }: Partial<Record<keyof ActionData, unknown>> = data;
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  const known = LATE_ACTIONS.find((each) => each === action);
  if (known === undefined) return undefined;
  return { uri, version, action: known, start, end, rules: stringsIn(rules), fixes: stringsIn(fixes) };
}

function stringsIn(given: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [];
  return items.filter((item) => typeof item === 'string');
}

function isSame({ line, character }: Diagnostic['range']['start'], { range: { start } }: Diagnostic): boolean {
  return line === start.line && character === start.character;
}

/** Looks only at fixes of input errors: others aren't created yet, and none of them is safe. */
function hasSafeFix({ findings }: MarkedRange): boolean {
  return findings.some(({ result }) => leastRisk(result.fixes) === 'safe');
}

function titleOf({ title, risk }: Fix): string {
  return risk === 'safe' ? title : `${title} (${risk} risk)`;
}

function hardenTitle(fix: Fix): string {
  const values = editValues(fix);
  return `${titleOf(fix)}${values === '' ? '' : `: ${values}`}`;
}

/** The action that shows a rule's page, if the client can show documents. */
function pageAction({ diagnostic }: MarkedRange, { analysis, features }: ActionContext): readonly CodeAction[] {
  const id = String(diagnostic.code);
  const address = features.showsDocuments ? pageAddress(id, features.readsPages, analysis.report?.ownRules) : undefined;
  if (address === undefined) return [];
  const title = `Explain ${id}`;
  const command = { title, command: PAGE_COMMAND, arguments: [address] };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command }];
}

/**
 * Actions that suppress the marked findings, here or in the whole file. For a client that asks for
 * reasons, one action with several choices.
 */
async function ignoreActions(marked: MarkedRange, context: ActionContext): Promise<readonly CodeAction[]> {
  if (!(await mayIgnore(marked.findings, context))) return [];
  const { resolvesEdits, asksForReasons } = context.features;
  const rules = [...new Set(marked.findings.map(({ result }) => result.rule))];
  const choices: { readonly title: string; readonly data: ActionData }[] = [];
  const actions: CodeAction[] = [];
  for (const scope of ['here', 'file'] as const) {
    const isLate = resolvesEdits || asksForReasons;
    // One check for all rules is enough: it depends on the place whether a comment is possible.
    const all = isLate ? undefined : await ignoreEdit(marked.findings, scope, context);
    if (all === undefined && !isLate) continue;
    // Offer single rules only here: for a whole file, a configuration is better, unless the client
    // asks anyway.
    const isEach = rules.length > 1 && (scope === 'here' || asksForReasons);
    for (const names of isEach ? [rules, ...rules.map((rule) => [rule])] : [rules]) {
      const what = names.length === 1 ? names.join('') : `all ${names.length}`;
      const choice = `Suppress ${what} ${scope === 'here' ? 'here' : 'in this file'}`;
      const data = toData(context, scope, marked.span, names);
      const title = `${choice}, with a reason`;
      if (asksForReasons) choices.push({ title: choice, data });
      else if (names === rules && all !== undefined) actions.push({ title, edit: all });
      else if (resolvesEdits) actions.push({ title, data });
      else {
        const edit = await ignoreEdit(markedBy(data, context), scope, context);
        if (edit !== undefined) actions.push({ title, edit });
      }
    }
  }
  if (choices.length === 0) return actions;
  const title = `Suppress ${rules.length === 1 ? rules.join('') : `some of these ${rules.length}`}, with a reason…`;
  return [{ title, command: { title, command: IGNORE_COMMAND, arguments: [choices] } }];
}

/** The edit that suppresses findings with this reason; `undefined` if the document has changed. */
export async function ignoreWith(
  reason: string,
  data: ActionData,
  context: ActionContext,
): Promise<WorkspaceEdit | undefined> {
  const { action } = data;
  if (context.analysis.document.version !== data.version || (action !== 'here' && action !== 'file')) return undefined;
  return ignoreEdit(markedBy(data, context), action, context, reason);
}

function toData(
  { analysis: { document } }: EditContext,
  action: ActionData['action'],
  { start, end }: MarkedRange['span'],
  rules: readonly string[],
  fixes: readonly string[] = [],
): ActionData {
  return { uri: document.uri, version: document.version, action, start, end, rules, fixes };
}

function markedBy({ start, end, rules }: ActionData, { marked }: ActionContext): MarkedRange['findings'] {
  return marked
    .filter(({ span }) => span.start === start && span.end === end)
    .flatMap(({ findings }) => findings.filter(({ result }) => rules.includes(result.rule)));
}
