import type { CreateFile, SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { fixInputs } from '../../fixes/fix-inputs.ts';
import { type CommentScope, ignoreByComment } from '../../fixes/ignore-comment.ts';
import { lineEdits } from '../../fixes/line-edits.ts';
import { proveFindings } from '../../fixes/prove-findings.ts';
import type { Fix, Risk } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { ReportedInput } from '../../report/report.ts';
import { createBaselineTest, createFixableFinder, withEnvFile } from '../../session/fixable.ts';
import type { FileEdit } from '../../text/edit.ts';
import { LineIndex } from '../../text/line-index.ts';
import { indentOf } from '../../text/lines.ts';
import { groupBy } from '../../util/maps.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import type { OpenDocuments } from '../client/documents.ts';
import { toRange } from '../client/ranges.ts';
import type { Analysis, Shown } from '../diagnostics/analysis.ts';
import { PLACEHOLDER_REASON } from './commands.ts';

/** The context of actions' edits. */
export interface EditContext {
  readonly analysis: Analysis;
  readonly features: ClientFeatures;
  readonly documents: OpenDocuments;
}

/** The maximum number of shown characters that a fix writes. */
const MAX_SHOWN = 80;

/** The proven fixes of findings, with edits. */
export async function provenFixes(
  shown: readonly Shown<Finding>[],
  { analysis: { session, request, report }, features }: EditContext,
): Promise<(shown: Shown<Finding>) => readonly Fix[]> {
  const fixable = shown.filter(({ result }) => result.fixes !== undefined);
  const provers = new Map<ReportedInput, (finding: Finding) => readonly Fix[]>();
  if (report !== undefined && fixable.length > 0) {
    const findInput = createFixableFinder(session, request, report);
    for (const [reported, own] of groupBy(fixable, ({ input }) => input)) {
      const input = await findInput(reported);
      const findings = own.map(({ result }) => result);
      if (input === undefined) continue;
      const whole = features.createsFiles ? withEnvFile(input, session) : input;
      provers.set(reported, (await proveFindings(whole, { wanted: findings })).of);
    }
  }
  return ({ input, result }) => provers.get(input)?.(result) ?? [];
}

/**
 * The edit for all fixes of a document up to a risk, or `undefined`. Other files stay unchanged.
 */
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

/**
 * The edit that suppresses findings with a comment; `undefined` if no comment does exactly that.
 */
export async function ignoreEdit(
  shown: readonly Shown<Finding>[],
  scope: CommentScope,
  context: EditContext,
  reason?: string,
): Promise<WorkspaceEdit | undefined> {
  const { session, request, report } = context.analysis;
  const [first] = shown;
  if (first === undefined || report === undefined) return undefined;
  const input = await createFixableFinder(session, request, report)(first.input);
  if (input === undefined) return undefined;
  const findings = shown.filter((each) => each.input === first.input).map(({ result }) => result);
  const edit = await ignoreByComment(input, findings, scope, reason ?? PLACEHOLDER_REASON);
  return edit === undefined
    ? undefined
    : toWorkspaceEdit([edit], context, reason === undefined ? PLACEHOLDER_REASON : undefined);
}

/** The text that a fix writes, on one line, shortened: `mem_limit: 512m, pids_limit: 200`. */
export function editValues({ edits = [] }: Fix): string {
  const entries = edits.flatMap(({ newText }) => {
    const lines = newText.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    const least = Math.min(...lines.map(indentOf));
    const own: string[] = [];
    for (const line of lines) {
      const text = (line.endsWith('\\') ? line.slice(0, -1) : line).trim();
      // Lines below a key belong to it.
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

/**
 * Converts edits to the client's form, with or without document versions. Placeholders become
 * snippets if supported.
 */
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
