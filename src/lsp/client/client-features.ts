import type { ClientCapabilities } from 'vscode-languageserver';

/**
 * The command of a client that asks for the reason to ignore something: its argument is a list of choices, each with a
 * `title`, and `data` that go back to the server with the reason.
 */
export const IGNORE_COMMAND = 'plimsoll.ignore';

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
  /** Edits can make files. */
  readonly createsFiles: boolean;
  /** It asks for the edit of a code action when the action is chosen. */
  readonly resolvesEdits: boolean;
  /** Its edits can have placeholders, which it selects. */
  readonly hasSnippetEdits: boolean;
  /** It has the command that asks for the reason to ignore something, and gives it to the server. */
  readonly asksForReasons: boolean;
  /** It can be asked to show a document (`window/showDocument`). */
  readonly showsDocuments: boolean;
  readonly hasMarkdownHovers: boolean;
  /** It asks the server for documents that are on no disk, such as the pages of rules. */
  readonly readsPages: boolean;
  readonly hasConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly hasWorkspaceFolders: boolean;
}

/** Reads the capabilities of a client; what it does not name, it does not have. */
export function readClientFeatures({
  textDocument,
  workspace,
  window,
  experimental,
}: ClientCapabilities): ClientFeatures {
  const { codeAction, diagnostic, hover, publishDiagnostics } = textDocument ?? {};
  return {
    pullsDiagnostics: diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
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
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasWorkspaceFolders: workspace?.workspaceFolders === true,
  };
}

/** Whether a client says that it has a command of its own: `{"commands": ["…"]}` among its experimental capabilities. */
function hasCommand(experimental: unknown, command: string): boolean {
  if (typeof experimental !== 'object' || experimental === null || !('commands' in experimental)) return false;
  return Array.isArray(experimental.commands) && experimental.commands.includes(command);
}
