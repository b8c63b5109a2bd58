import type { ClientCapabilities } from 'vscode-languageserver';

/**
 * A client command that asks users why they ignore something. Its argument is a list of choices
 * with `title` and `data`.
 */
export const IGNORE_COMMAND = 'plimsoll.ignore';

/** Client features for keeping client and server up to date. */
export interface ConnectionFeatures {
  /** The client requests diagnostics, even on demand. Other clients receive them. */
  readonly pullsDiagnostics: boolean;
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly hasWorkspaceFolders: boolean;
}

/** Client features for showing and applying things. */
export interface ClientFeatures {
  readonly hasRelatedInformation: boolean;
  readonly hasTags: boolean;
  readonly hasCodeDescription: boolean;
  /** Edits can name the version of a document. */
  readonly hasDocumentChanges: boolean;
  readonly createsFiles: boolean;
  /** The client requests the edit of a code action when the user chooses the action. */
  readonly resolvesEdits: boolean;
  /** The client selects placeholders in edits. */
  readonly hasSnippetEdits: boolean;
  readonly asksForReasons: boolean;
  readonly showsDocuments: boolean;
  readonly hasMarkdownHovers: boolean;
  /** The client requests virtual documents from the server, such as rule pages. */
  readonly readsPages: boolean;
}

export function readConnectionFeatures({ textDocument, workspace }: ClientCapabilities): ConnectionFeatures {
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
  };
}

export function readClientFeatures({
  textDocument,
  workspace,
  window,
  experimental,
}: ClientCapabilities): ClientFeatures {
  const { codeAction, diagnostic, hover, publishDiagnostics } = textDocument ?? {};
  return {
    hasRelatedInformation: (publishDiagnostics?.relatedInformation ?? diagnostic?.relatedInformation) === true,
    hasTags: (publishDiagnostics?.tagSupport ?? diagnostic?.tagSupport) !== undefined,
    hasCodeDescription: (publishDiagnostics?.codeDescriptionSupport ?? diagnostic?.codeDescriptionSupport) === true,
    hasDocumentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    resolvesEdits: codeAction?.resolveSupport?.properties.includes('edit') === true && codeAction.dataSupport === true,
    hasSnippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    asksForReasons: hasCommand(experimental, IGNORE_COMMAND),
    showsDocuments: window?.showDocument?.support === true,
    hasMarkdownHovers: hover?.contentFormat?.includes('markdown') === true,
    readsPages: workspace?.textDocumentContent !== undefined,
  };
}

/** True if the client lists a command in its experimental capabilities: `{"commands": ["…"]}`. */
function hasCommand(experimental: unknown, command: string): boolean {
  if (typeof experimental !== 'object' || experimental === null || !('commands' in experimental)) return false;
  return Array.isArray(experimental.commands) && experimental.commands.includes(command);
}
