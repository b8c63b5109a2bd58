import type { ClientCapabilities } from 'vscode-languageserver';

/** What of the protocol a client has, as far as the server asks. */
export interface ClientFeatures {
  /**
   * It asks for diagnostics, and asks again on demand. One that would ask only when a document itself changes gets them
   * sent, since they depend on other files too.
   */
  readonly pullsDiagnostics: boolean;
  readonly hasRelatedInformation: boolean;
  readonly hasTags: boolean;
  readonly hasCodeDescription: boolean;
  /** Edits can say for which version of a document they are. */
  readonly hasDocumentChanges: boolean;
  /** It asks for the edit of a code action when the action is chosen. */
  readonly resolvesEdits: boolean;
  readonly hasMarkdownHovers: boolean;
  /** It asks the server for documents that are on no disk, such as the pages of rules. */
  readonly readsPages: boolean;
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly hasWorkspaceFolders: boolean;
}

/** Reads the capabilities of a client; what it does not name, it does not have. */
export function readClientFeatures({ textDocument, workspace }: ClientCapabilities): ClientFeatures {
  const { codeAction, diagnostic, hover, publishDiagnostics } = textDocument ?? {};
  return {
    pullsDiagnostics: diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    hasRelatedInformation: (publishDiagnostics?.relatedInformation ?? diagnostic?.relatedInformation) === true,
    hasTags: (publishDiagnostics?.tagSupport ?? diagnostic?.tagSupport) !== undefined,
    hasCodeDescription: (publishDiagnostics?.codeDescriptionSupport ?? diagnostic?.codeDescriptionSupport) === true,
    hasDocumentChanges: workspace?.workspaceEdit?.documentChanges === true,
    resolvesEdits: codeAction?.resolveSupport?.properties.includes('edit') === true && codeAction.dataSupport === true,
    hasMarkdownHovers: hover?.contentFormat?.includes('markdown') === true,
    readsPages: workspace?.textDocumentContent !== undefined,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
  };
}
