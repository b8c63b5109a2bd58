import type { CreateFile, SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { fixInputs } from '../../fixes/fix-inputs.ts';
import { type CommentScope, ignoreByComment } from '../../fixes/ignore-comment.ts';
import { isolated } from '../../fixes/isolated.ts';
import { lineEdits } from '../../fixes/line-edits.ts';
import type { Evaluated } from '../../fixes/proof.ts';
import { type ProvenFixes, proveFindings, type Wanted } from '../../fixes/prove-findings.ts';
import { evaluateWith, type FixableInput, type Refused } from '../../fixes/round.ts';
import type { Fix, Risk } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import { frontEndOf } from '../../parsers/registry.ts';
import type { ReportedInput } from '../../report/report.ts';
import { ruleById } from '../../rules/index.ts';
import { createBaselineTest, createFixableFinder, withEnvFile } from '../../session/fixable.ts';
import type { FileEdit } from '../../text/edit.ts';
import { LineIndex } from '../../text/line-index.ts';
import { indentOf } from '../../text/lines.ts';
import { getOrInsert, groupBy } from '../../util/maps.ts';
import { defined } from '../../util/objects.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import type { OpenDocuments } from '../client/documents.ts';
import { toRange } from '../client/ranges.ts';
import type { Analysis, Shown } from '../diagnostics/analysis.ts';
import { PLACEHOLDER_REASON } from './commands.ts';

export interface EditContext {
  readonly analysis: Analysis;
  readonly features: ClientFeatures;
  readonly documents: OpenDocuments;
}

/** In characters. Longer values of a fix are shortened. */
const MAX_SHOWN = 80;

export interface Proven {
  readonly of: (shown: Shown<Finding>) => readonly Fix[];
  /** True if the fixes were tried without the other services. */
  readonly isReduced: (shown: Shown<Finding>) => boolean;
  /** Fixes that can't be verified even alone. */
  readonly refused: readonly Refused[];
}

/** Verifies the fixes of findings. `mayReduce` allows leaving out other services, to save time. */
export async function provenFixes(
  shown: readonly Shown<Finding>[],
  { analysis, features }: EditContext,
  { mayReduce = false, isChosen }: Pick<Wanted, 'isChosen'> & { readonly mayReduce?: boolean } = {},
): Promise<Proven> {
  const fixable = shown.filter(({ result }) => possibleRisks(result, analysis).length > 0);
  const proofs = new Map<ReportedInput, ProvenFixes & { readonly isReduced: boolean }>();
  for (const [reported, own] of groupBy(fixable, ({ input }) => input)) {
    const found = await fixableOf(reported, analysis);
    if (found === undefined) continue;
    const input = features.createsFiles ? withEnvFile(found.input, analysis.session) : found.input;
    const wanted = own.map(({ result }) => result);
    const reduced = mayReduce ? await isolated(input, wanted) : undefined;
    const before = reduced === undefined ? await found.before() : undefined;
    const chosen = { wanted, ...defined({ before, isChosen }) };
    proofs.set(reported, { ...(await proveFindings(reduced ?? input, chosen)), isReduced: reduced !== undefined });
  }
  return {
    of: ({ input, result }) => proofs.get(input)?.of(result) ?? [],
    isReduced: ({ input }) => proofs.get(input)?.isReduced === true,
    refused: [...proofs.values()].flatMap(({ refused }) => refused),
  };
}

/**
 * The risks that fixes of a finding may have. An analysis itself only creates fixes of input
 * errors.
 */
export function possibleRisks(
  { rule, fixes = [] }: Pick<Finding, 'rule' | 'fixes'>,
  { report }: Pick<Analysis, 'report'>,
): readonly Risk[] {
  return [...(ruleById(rule, report?.ownRules)?.fixes ?? []), ...fixes].map(({ risk }) => risk);
}

interface Fixable {
  readonly input: FixableInput;
  readonly before: () => Promise<Evaluated>;
}

type FixableFinder = (reported: ReportedInput) => Promise<Fixable | undefined>;

/** Evaluates inputs once for all actions of an analysis; after a failure, again. */
const finders = new WeakMap<Analysis, FixableFinder>();

async function fixableOf(reported: ReportedInput, analysis: Analysis): Promise<Fixable | undefined> {
  const { session, request, report } = analysis;
  if (report === undefined) return undefined;
  const orForget = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      finders.delete(analysis);
      throw error;
    });
  const find = getOrInsert(finders, analysis, (): FixableFinder => {
    const findInput = createFixableFinder(session, request, report);
    const known = new Map<ReportedInput, Promise<Fixable | undefined>>();
    const make = async (reported: ReportedInput): Promise<Fixable | undefined> => {
      const input = await findInput(reported);
      let before: Promise<Evaluated> | undefined;
      return input && { input, before: () => (before ??= orForget(evaluateWith(input, new Map()))) };
    };
    return (reported) => getOrInsert(known, reported, () => orForget(make(reported)));
  });
  return find(reported);
}

/** The edit that applies all fixes up to a risk in one document, changing no other file. */
export async function fixAllEdit(context: EditContext, risk: Risk): Promise<WorkspaceEdit | undefined> {
  const { session, request, report } = context.analysis;
  const [path = ''] = request.literals ?? [];
  if (report === undefined) return undefined;
  const { files } = await fixInputs([...session.find(request).inputs], session.settings, session.context, {
    risk,
    rules: [],
    minSeverity: 'info',
    isKnown: createBaselineTest(report),
    isWritable: (file) => file === path,
  });
  const edits = files.flatMap(({ before, after }) => lineEdits(before, after).map((edit) => ({ ...edit, path })));
  return edits.length === 0 ? undefined : toWorkspaceEdit(edits, context);
}

/** True if a comment can be written here at all. */
export async function mayIgnore([first]: readonly Shown<Finding>[], { analysis }: EditContext): Promise<boolean> {
  const found = first && (await fixableOf(first.input, analysis));
  return (
    found?.input.isWritable(first?.result.location.path ?? '') === true &&
    (await frontEndOf(found.input.kind).load()).comments !== undefined
  );
}

/**
 * The edit that suppresses exactly these findings with a comment; `undefined` if no comment can.
 */
export async function ignoreEdit(
  shown: readonly Shown<Finding>[],
  scope: CommentScope,
  context: EditContext,
  reason?: string,
): Promise<WorkspaceEdit | undefined> {
  const [first] = shown;
  const found = first && (await fixableOf(first.input, context.analysis));
  if (found === undefined) return undefined;
  const findings = shown.filter((each) => each.input === first?.input).map(({ result }) => result);
  const { input, before } = found;
  const edit = await ignoreByComment(input, findings, scope, reason ?? PLACEHOLDER_REASON, await before());
  return edit === undefined
    ? undefined
    : toWorkspaceEdit([edit], context, reason === undefined ? PLACEHOLDER_REASON : undefined);
}

/**
 * A short text for what a fix writes: on one line, without quotes, such as
 * `mem_limit: 512m, user: 1000`.
 */
export function editValues({ edits = [] }: Fix): string {
  const entries = edits.flatMap(({ newText }) => {
    const lines = newText.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    const least = Math.min(...lines.map(indentOf));
    const own: string[] = [];
    for (const line of lines) {
      const text = (line.endsWith('\\') ? line.slice(0, -1) : line).replaceAll(/["']/g, '').trim();
      // Skip indented lines: they belong to the key above.
      if (indentOf(line) === least || own.length === 0) own.push(text);
      else own.push(`${own.pop() ?? ''} ${text.replace(/^- /, '')}`);
    }
    return own;
  });
  const written = entries.filter((entry) => entry !== '');
  const shown: string[] = [];
  for (const entry of written) {
    const isFirst = shown.length === 0;
    if (!isFirst && [...shown, entry].join(', ').length > MAX_SHOWN) break;
    shown.push(entry.length > MAX_SHOWN ? `${entry.slice(0, MAX_SHOWN - 1)}…` : entry);
  }
  return [...shown, ...(shown.length < written.length ? ['…'] : [])].join(', ');
}

/** Converts edits for the client. A placeholder becomes a snippet if the client supports it. */
export function toWorkspaceEdit(
  edits: readonly FileEdit[],
  { analysis: { toWhole, report, document, session }, features, documents }: EditContext,
  placeholder?: string,
): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  const documentChanges: (CreateFile | TextDocumentEdit)[] = [];
  for (const [path, own] of groupBy(edits, (edit) => edit.path)) {
    const whole = toWhole(path);
    const open = documents.at(whole);
    const uri = documents.uriOf(whole);
    const text = uri === document.uri ? document.getText() : (report?.texts.get(path) ?? open?.getText());
    const read = text === undefined ? session.files.read(path) : { text };
    if (!('text' in read)) documentChanges.push({ kind: 'create', uri, options: { ignoreIfExists: true } });
    const index = new LineIndex('text' in read ? read.text : '');
    const converted = own.map(({ span, newText }): TextEdit => ({ range: toRange(span, index), newText }));
    const version = uri === document.uri ? document.version : (open?.version ?? null);
    changes[uri] = converted;
    const isSnippet = placeholder !== undefined && features.hasSnippetEdits;
    const written = isSnippet ? converted.map((edit) => toSnippet(edit, placeholder)) : converted;
    documentChanges.push({ textDocument: { uri, version }, edits: written });
  }
  return features.hasDocumentChanges ? { documentChanges } : { changes };
}

function toSnippet({ range, newText }: TextEdit, placeholder: string): SnippetTextEdit {
  const escaped = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
  const [before = '', after = ''] = newText.split(placeholder);
  const value = `${escaped(before)}\${1:${escaped(placeholder)}}${escaped(after)}`;
  return { range, snippet: { kind: 'snippet', value } };
}
