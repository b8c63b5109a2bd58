import { Disposable, type TextDocument, workspace } from 'vscode';
import { LANGUAGES } from './documents.ts';

/**
 * A document without any of these words asks for no container, and configures nothing that is
 * linted.
 */
const WORDS = /docker|podman|nerdctl|container|compose|plimsoll|services|image/i;
/** The files that have no language of their own; see `PATTERNS`. */
const NAMES =
  /(?:devcontainer\.json|\/Makefile\.[^/]*|\/\.?[Jj]ustfile|\.(?:j2|jinja2?)|\.(?:container|pod|kube|service)(?:\.d\/[^/]*\.conf)?)$/;
/** What the scripts of a package name: nearly all packages say something of images or services. */
const ENGINES = /\b(?:docker|podman|nerdctl)\b/;

/** Whether a document may be one to lint: most YAML files and scripts aren't. */
export function mayConcern(document: Pick<TextDocument, 'uri' | 'languageId' | 'getText'>): boolean {
  const { uri, languageId } = document;
  if (uri.scheme !== 'file') return false;
  if (languageId === 'dockercompose' || languageId === 'dockerfile') return true;
  if (uri.path.endsWith('/package.json')) return ENGINES.test(document.getText());
  return (LANGUAGES.includes(languageId) || NAMES.test(uri.path)) && WORDS.test(document.getText());
}

/** Calls `start` once, as soon as a document is open that may be one to lint. */
export function whenConcerned(start: () => void): Disposable {
  const listeners: Disposable[] = [];
  const dispose = (): void => {
    for (const listener of listeners.splice(0)) listener.dispose();
  };
  const look = (document: TextDocument): void => {
    if (!mayConcern(document)) return;
    dispose();
    start();
  };
  if (workspace.textDocuments.some(mayConcern)) start();
  else
    listeners.push(
      workspace.onDidOpenTextDocument(look),
      workspace.onDidChangeTextDocument((event) => {
        look(event.document);
      }),
    );
  return new Disposable(dispose);
}
