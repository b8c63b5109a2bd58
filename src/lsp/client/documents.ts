import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SourceFile } from '../../parsers/contract/parsed.ts';
import { joinPath, relativePath, splitPath } from '../../util/paths.ts';
import { pathOfUri, uriOfPath } from './uris.ts';

/** One state of an open document; a change makes another one. */
export type { TextDocument };

/** How `TextDocuments` makes and changes them. */
export const DOCUMENT_STATES = {
  create: TextDocument.create,
  update: (document: TextDocument, changes: Parameters<typeof TextDocument.update>[1], version: number): TextDocument =>
    TextDocument.update(
      TextDocument.create(document.uri, document.languageId, document.version, document.getText()),
      changes,
      version,
    ),
};

/** Where a document is. */
export interface DocumentPlace {
  /** The absolute folder to which paths are relative: the workspace folder that holds it, or else its own. */
  readonly folder: string;
  /** From that folder, as a user of the command line would name it. */
  readonly path: string;
}

/** The open documents as files among the workspace folders. */
export class OpenDocuments {
  readonly #documents: () => readonly TextDocument[];
  #folders: readonly string[] = [];

  constructor(documents: () => readonly TextDocument[]) {
    this.#documents = documents;
  }

  /** The workspace folders by their URIs; those that are on no disk count for nothing. */
  setFolders(uris: readonly string[]): void {
    this.#folders = uris.flatMap((uri) => {
      const path = pathOfUri(uri);
      return path === undefined ? [] : [joinPath(path, '.')];
    });
  }

  /** `undefined` for a document that is neither a file nor to become one, such as a state from version control. */
  placeOf({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): DocumentPlace | undefined {
    const whole = pathOfUri(uri) ?? this.#pathOfUntitled(uri, languageId);
    if (whole === undefined) return undefined;
    const folders = this.#folders.filter((folder) => isBelow(folder, whole));
    const folder = folders.reduce((a, b) => (b.length > a.length ? b : a), folders[0] ?? splitPath(whole)[0]);
    return { folder, path: relativePath(folder, whole) };
  }

  /** The texts of all open documents, by absolute paths. */
  texts(): readonly SourceFile[] {
    return this.#documents().flatMap((document) => {
      const path = this.pathOf(document);
      return path === undefined ? [] : [{ path, text: document.getText() }];
    });
  }

  /** The absolute path of a document. */
  pathOf(document: Pick<TextDocument, 'uri' | 'languageId'>): string | undefined {
    const place = this.placeOf(document);
    return place === undefined ? undefined : joinPath(place.folder, place.path);
  }

  /** The URI of a file, as its client names it where it is open. */
  uriOf(path: string): string {
    return this.at(path)?.uri ?? uriOfPath(path);
  }

  /** The open document with an absolute path. */
  at(path: string): TextDocument | undefined {
    return this.#documents().find((document) => this.pathOf(document) === path);
  }

  /** An unsaved document is taken for a file of the first folder, with an ending for its language. */
  #pathOfUntitled(uri: string, languageId: string): string | undefined {
    const [, name] = /^untitled:(.+)$/i.exec(uri) ?? [];
    if (name === undefined) return undefined;
    // It may have a path already.
    if (name.startsWith('/')) return pathOfUri(`file://${name}`);
    const ending = ENDINGS[languageId] ?? '';
    return joinPath(this.#folders[0] ?? '/', name.endsWith(ending) ? name : name + ending);
  }
}

const ENDINGS: Readonly<Record<string, string>> = {
  dockercompose: '.compose.yaml',
  yaml: '.yaml',
  json: '.json',
  makefile: '.mk',
  shellscript: '.sh',
};

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
