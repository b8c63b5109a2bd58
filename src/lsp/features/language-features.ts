import { type Connection, type ServerCapabilities, TextDocumentContentRequest } from 'vscode-languageserver';
import { exceptionsOf, isConfigName } from '../../config/config-file.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import type { DocumentPlace, TextDocument } from '../client/documents.ts';
import { PAGE_SCHEME, pageAt } from '../client/pages.ts';
import type { Analysis } from '../diagnostics/analysis.ts';
import type { MarkedAnalysis } from '../diagnostics/diagnostics.ts';
import {
  COMMANDS,
  COMMENT_COMMAND,
  MODEL_COMMAND,
  modelOf,
  PAGE_COMMAND,
  RESTART_COMMAND,
  readAddress,
  readReason,
  readTarget,
} from './commands.ts';
import { complete, resolveItem } from './completion.ts';
import { fileLinks } from './file-links.ts';
import { hoverAt } from './hover.ts';
import { documentLinks } from './links.ts';

export interface FeatureContext {
  readonly features: () => ClientFeatures;
  readonly documentAt: (uri: string) => TextDocument | undefined;
  readonly texts: () => readonly string[];
  readonly placeOf: (document: TextDocument) => DocumentPlace | undefined;
  /** The analysis of the current document; `undefined` if it is not linted. */
  readonly analysisOf: (uri: string) => Promise<MarkedAnalysis | undefined>;
  readonly restart: () => void;
  /** Writes an ignore comment for a choice's data. Returns the reason for a failure. */
  readonly ignore: (data: unknown, reason: string) => Promise<string | undefined>;
}

/** The server's capabilities, except those for diagnostics and code actions. */
export function featureCapabilities({ readsPages }: ClientFeatures): ServerCapabilities {
  return {
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['[', ',', ' '], resolveProvider: true },
    documentLinkProvider: {},
    executeCommandProvider: { commands: [...COMMANDS] },
    ...(readsPages ? { workspace: { textDocumentContent: { schemes: [PAGE_SCHEME] } } } : {}),
  };
}

export function listenToFeatures(
  connection: Connection,
  { features, documentAt, texts, placeOf, analysisOf, restart, ignore }: FeatureContext,
): void {
  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const analysis = await analysisOf(uri);
    if (analysis === undefined) return undefined;
    const context = { analysis, marked: analysis.marked, features: features() };
    return hoverAt(analysis.document.offsetAt(position), context);
  });
  connection.onCompletion(async ({ textDocument: { uri }, position }) => {
    const document = documentAt(uri);
    const place = document === undefined ? undefined : placeOf(document);
    if (document === undefined || place === undefined) return [];
    const analysis = await analysisOf(uri);
    return complete(place.path, document.getText(), document.offsetAt(position), {
      reported: analysis?.findings.map(({ result }) => result.rule) ?? [],
      ownRules: analysis?.report?.ownRules,
      reasons: () => configReasons(analysis),
      texts,
    });
  });
  connection.onCompletionResolve((item) => resolveItem(item, features()));
  connection.onDocumentLinks(async ({ textDocument: { uri } }) => {
    const document = documentAt(uri);
    const place = document === undefined ? undefined : placeOf(document);
    if (document === undefined || place === undefined) return [];
    const analysis = await analysisOf(uri);
    const { edition, ownRules } = analysis?.report ?? {};
    return [
      ...(await documentLinks(place.path, document.getText(), edition, features().readsPages, ownRules)),
      ...(analysis === undefined ? [] : fileLinks(analysis)),
    ];
  });
  connection.onRequest(TextDocumentContentRequest.type, async ({ uri }) => {
    const text = await pageAt(uri);
    return { text: text ?? 'Page not found.\n' };
  });
  connection.onExecuteCommand(async (params) => {
    if (params.command === RESTART_COMMAND) restart();
    if (params.command === PAGE_COMMAND) {
      const uri = readAddress(params);
      if (uri !== undefined)
        await connection.window.showDocument({ uri, external: !uri.startsWith(`${PAGE_SCHEME}:`), takeFocus: true });
      return null;
    }
    if (params.command === COMMENT_COMMAND) {
      const reason = readReason(params);
      return reason === undefined ? null : ((await ignore(params.arguments?.[0], reason)) ?? null);
    }
    const target = params.command === MODEL_COMMAND ? readTarget(params) : undefined;
    const analysis = target === undefined ? undefined : await analysisOf(target.uri);
    return target === undefined || analysis === undefined ? null : modelOf(analysis, target);
  });
}

function configReasons(analysis: Analysis | undefined): readonly string[] {
  const [path = ''] = analysis?.request.literals ?? [];
  if (analysis?.report === undefined || isConfigName(path)) return [];
  const config = analysis.session.settings.configFor(path);
  return config === undefined ? [] : exceptionsOf(config.file).map(({ reason }) => reason);
}
