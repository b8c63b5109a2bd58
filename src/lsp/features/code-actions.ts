import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { CommentScope } from '../../fixes/ignore-comment.ts';
import { type Fix, leastRisk, type Risk } from '../../model/change.ts';
import { frontEndOf } from '../../parsers/registry.ts';
import { combinedFix } from '../../report/combined-fix.ts';
import { getOrInsert } from '../../util/maps.ts';
import { isTouching, toSpan } from '../client/ranges.ts';
import type { Analysis } from '../diagnostics/analysis.ts';
import type { Marked } from '../diagnostics/diagnostics.ts';
import { type EditContext, fixAllEdit, ignoreEdit, provenFixes, toWorkspaceEdit } from './action-edits.ts';

/** The kind of the action that makes all safe fixes of a document. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.plimsoll`;

/** Each comment is tried: for so many places at most, which is more than a line has. */
const MAX_COMMENTED = 10;

/** What the actions of a document are made of. */
export interface ActionContext extends EditContext {
  readonly marked: readonly Marked[];
}

/** What an action without its edit is about, so that the edit can be made when the action is chosen. */
export interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly action: 'fix-all' | 'fix-low' | CommentScope;
  /** The offsets of what is marked, and the rules that it breaks. */
  readonly start: number;
  readonly end: number;
  readonly rules: readonly string[];
}

/** The actions for a range of a document, of the kinds that are wanted. */
export async function codeActions(
  { range, context: { only, diagnostics } }: CodeActionParams,
  context: ActionContext,
): Promise<readonly CodeAction[]> {
  const { analysis, marked, features } = context;
  const isWanted = (kind: string): boolean =>
    only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix)) {
    const span = toSpan(range, analysis.document);
    const touched = marked.filter((each) => each.findings.length > 0 && isTouching(each.span, span));
    const isTooMuch = touched.length > MAX_COMMENTED;
    const keyFor = (each: Marked): string => `${isTooMuch ? 'fixes' : 'all'} ${keyOf(each)}`;
    const fixesOf = await provenFixes(
      touched.filter((each) => !knownFor(analysis).has(keyFor(each))).flatMap(({ findings }) => findings),
      analysis,
    );
    for (const each of touched) {
      // What the client has may have more in it than was sent.
      const own = diagnostics.filter(
        ({ code, range: { start } }) => code === each.diagnostic.code && isSame(start, each),
      );
      const about = { kind: CodeActionKind.QuickFix, diagnostics: own.length > 0 ? own : [each.diagnostic] };
      const found = await getOrInsert(knownFor(analysis), keyFor(each), async () => {
        const fixes = each.findings.flatMap((shown) =>
          fixesOf(shown).map((fix, index) => toAction(fix, index, context)),
        );
        const all = combinedFix(each.findings.map((shown) => ({ ...shown.result, fixes: fixesOf(shown) })));
        return [
          ...(all === undefined ? [] : [toAction(all, 0, context)]),
          ...fixes,
          ...(isTooMuch ? [] : await ignoreActions(each, context)),
        ];
      });
      actions.push(...found.map((action) => ({ ...action, ...about })));
    }
    // Where the cursor is on one of several: they are made when the action is chosen, and never on save.
    const isLow = (each: Marked): boolean => hasFix(each, 'low');
    if (features.resolvesEdits && touched.some(isLow) && marked.filter(isLow).length > 1) {
      const data = toData(context, 'fix-low', { start: 0, end: 0 }, []);
      actions.push({ title: 'Fix all of low risk in this file', kind: CodeActionKind.QuickFix, data });
    }
  }
  if (isWanted(FIX_ALL_KIND) && marked.some((each) => hasFix(each, 'safe'))) {
    const action: CodeAction = { title: 'Make all safe fixes of plimsoll', kind: FIX_ALL_KIND };
    if (features.resolvesEdits) actions.push({ ...action, data: toData(context, 'fix-all', { start: 0, end: 0 }, []) });
    else if (only !== undefined) {
      // It takes long, so that it is made only where it was asked for.
      const edit = await fixAllEdit(context, 'safe');
      if (edit !== undefined) actions.push({ ...action, edit });
    }
  }
  return actions;
}

/** The actions for what is marked, as long as the analysis holds: an editor asks at each move of the cursor. */
const known = new WeakMap<Analysis, Map<string, Promise<readonly CodeAction[]>>>();

function knownFor(analysis: Analysis): Map<string, Promise<readonly CodeAction[]>> {
  return getOrInsert(known, analysis, () => new Map<string, Promise<readonly CodeAction[]>>());
}

function keyOf({ span, findings }: Marked): string {
  return [span.start, span.end, ...findings.map(({ result }) => result.rule)].join(' ');
}

/** The action with its edit; as it is where its document has changed since, or nothing can be done. */
export async function resolveAction(action: CodeAction, data: ActionData, context: ActionContext): Promise<CodeAction> {
  if (context.analysis.document.version !== data.version) return action;
  const edit =
    data.action === 'fix-all' || data.action === 'fix-low'
      ? await fixAllEdit(context, data.action === 'fix-low' ? 'low' : 'safe')
      : await ignoreEdit(markedBy(data, context), data.action, context);
  return edit === undefined ? action : { ...action, edit };
}

/** The data of an action, if they are such. */
export function readActionData(data: unknown): ActionData | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { uri, version, action, start, end, rules }: Partial<Record<keyof ActionData, unknown>> = data;
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  if (action !== 'fix-all' && action !== 'fix-low' && action !== 'here' && action !== 'file') return undefined;
  const names: readonly unknown[] = Array.isArray(rules) ? rules : [];
  return { uri, version, action, start, end, rules: names.filter((rule) => typeof rule === 'string') };
}

function isSame({ line, character }: Marked['diagnostic']['range']['start'], { diagnostic }: Marked): boolean {
  const { start } = diagnostic.range;
  return line === start.line && character === start.character;
}

function hasFix({ findings }: Marked, wanted: Risk): boolean {
  return findings.some(({ result }) => leastRisk(result.fixes) === wanted);
}

function toAction({ title, risk, edits = [] }: Fix, index: number, context: EditContext): CodeAction {
  return {
    title: risk === 'safe' ? title : `${title} (${risk} risk)`,
    ...(index === 0 && risk === 'safe' ? { isPreferred: true } : {}),
    edit: toWorkspaceEdit(edits, context),
  };
}

/** The ways to ignore what is marked, here or in the whole file, that have this effect and no other. */
async function ignoreActions(marked: Marked, context: ActionContext): Promise<readonly CodeAction[]> {
  if (!(await hasComments(marked))) return [];
  const rules = [...new Set(marked.findings.map(({ result }) => result.rule))];
  const lists = rules.length === 1 ? [rules] : [rules, ...rules.map((rule) => [rule])];
  const actions: CodeAction[] = [];
  for (const scope of ['here', 'file'] as const) {
    // Where a comment can be put depends on the place, and not on the rules that it names. At the top of a file there
    // is always room.
    const isLate = scope === 'file' && context.features.resolvesEdits;
    const all = isLate ? undefined : await ignoreEdit(marked.findings, scope, context);
    if (all === undefined && !isLate) continue;
    for (const names of lists) {
      const what = names.length === 1 ? names.join('') : `all ${names.length}`;
      const title = `Ignore ${what} ${scope === 'here' ? 'here' : 'in this file'}, with a reason`;
      const data = toData(context, scope, marked.span, names);
      if (names === rules && all !== undefined) actions.push({ title, edit: all });
      else if (context.features.resolvesEdits) actions.push({ title, data });
      else {
        const edit = await ignoreEdit(markedBy(data, context), scope, context);
        if (edit !== undefined) actions.push({ title, edit });
      }
    }
  }
  return actions;
}

async function hasComments({ findings }: Marked): Promise<boolean> {
  const kind = findings[0]?.input.kind;
  return kind !== undefined && kind !== 'configuration' && (await frontEndOf(kind).load()).comments !== undefined;
}

function toData(
  { analysis: { document } }: EditContext,
  action: ActionData['action'],
  { start, end }: Marked['span'],
  rules: readonly string[],
): ActionData {
  return { uri: document.uri, version: document.version, action, start, end, rules };
}

function markedBy({ start, end, rules }: ActionData, { marked }: ActionContext): Marked['findings'] {
  return marked
    .filter(({ span }) => span.start === start && span.end === end)
    .flatMap(({ findings }) => findings.filter(({ result }) => rules.includes(result.rule)));
}
