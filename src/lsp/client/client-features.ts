import type { ClientCapabilities } from 'vscode-languageserver';

/**
 * A client command that asks for the reason to ignore something, given a list of choices with
 * `title` and `data`.
 */
export const IGNORE_COMMAND = 'plimsoll.ignore';

/** How the client and the server keep each other up to date. */
export interface ConnectionFeatures {
  /** It requests diagnostics, also on demand; other clients get them sent. */
  readonly pullsDiagnostics: boolean;
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly hasWorkspaceFolders: boolean;
}

/** What the client can show and apply: diagnostics, hovers and edits. */
export interface ClientFeatures {
  readonly hasRelatedInformation: boolean;
  readonly hasTags: boolean;
  readonly hasCodeDescription: boolean;
  /** Edits can name the version of a document. */
  readonly hasDocumentChanges: boolean;
  /** Edits can create files. */
  readonly createsFiles: boolean;
  /** It requests a code action's edit when the action is chosen. */
  readonly resolvesEdits: boolean;
  /** Edits can have placeholders, which it selects. */
  readonly hasSnippetEdits: boolean;
  /** It has the command that asks for the reason to ignore something. */
  readonly asksForReasons: boolean;
  /** It can show documents on request (`window/showDocument`). */
  readonly showsDocuments: boolean;
  readonly hasMarkdownHovers: boolean;
  /** It requests virtual documents from the server, such as rule pages. */
  readonly readsPages: boolean;
}

/** Parses a client's capabilities about the connection; unnamed ones are missing. */
export function readConnectionFeatures({ textDocument, workspace }: ClientCapabilities): ConnectionFeatures {
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
  };
}

/** Parses its capabilities about what it shows and applies. */
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

/**
 * Whether a client has a command of its own: `{"commands": ["…"]}` among its experimental
 * capabilities.
 */
function hasCommand(experimental: unknown, command: string): boolean {
  if (typeof experimental !== 'object' || experimental === null || !('commands' in experimental)) return false;
  return Array.isArray(experimental.commands) && experimental.commands.includes(command);
}
