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

export interface DocumentPlace {
  /** The absolute folder to which paths are relative: the workspace folder that holds it, or else its own. */
  readonly folder: string;
  /** From that folder, as a user of the command line would name it. */
  readonly path: string;
}

/** What is made of all open documents at once, as long as none of them changes. */
interface OpenFiles {
  readonly documents: readonly TextDocument[];
  readonly byPath: ReadonlyMap<string, TextDocument>;
  readonly texts: readonly SourceFile[];
}

/** More places than this are found anew: they are of documents that were closed. */
const MAX_PLACES = 10_000;

/** The open documents as files among the workspace folders. */
export class OpenDocuments {
  readonly #documents: () => readonly TextDocument[];
  /** By languages and URIs: each document is asked for its place whenever one of them is linted. */
  readonly #places = new Map<string, DocumentPlace | undefined>();
  #folders: readonly string[] = [];
  #open: OpenFiles = { documents: [], byPath: new Map(), texts: [] };

  constructor(documents: () => readonly TextDocument[]) {
    this.#documents = documents;
  }

  /** The workspace folders by their URIs; those that are on no disk count for nothing. */
  setFolders(uris: readonly string[]): void {
    this.#folders = uris.flatMap((uri) => {
      const path = pathOfUri(uri);
      return path === undefined ? [] : [joinPath(path, '.')];
    });
    this.#places.clear();
    this.#open = { documents: [], byPath: new Map(), texts: [] };
  }

  /** `undefined` for a document that is neither a file nor to become one, such as a state from version control. */
  placeOf(document: Pick<TextDocument, 'uri' | 'languageId'>): DocumentPlace | undefined {
    const key = `${document.languageId}\n${document.uri}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#findPlace(document);
    if (this.#places.size >= MAX_PLACES) this.#places.clear();
    this.#places.set(key, place);
    return place;
  }

  #findPlace({ uri, languageId }: Pick<TextDocument, 'uri' | 'languageId'>): DocumentPlace | undefined {
    const whole = pathOfUri(uri) ?? this.#pathOfUntitled(uri, languageId);
    if (whole === undefined) return undefined;
    const folders = this.#folders.filter((folder) => isBelow(folder, whole));
    const folder = folders.reduce((a, b) => (b.length > a.length ? b : a), folders[0] ?? splitPath(whole)[0]);
    return { folder, path: relativePath(folder, whole) };
  }

  /**
   * The texts of all open documents, by absolute paths, with that of `state` in the place of what it has become: the
   * same list as long as none of them changes.
   */
  textsWith(state: TextDocument): readonly SourceFile[] {
    const { byPath, texts } = this.#openFiles();
    const path = this.pathOf(state);
    return path === undefined || byPath.get(path) === state ? texts : [...texts, { path, text: state.getText() }];
  }

  #openFiles(): OpenFiles {
    const documents = this.#documents();
    const before = this.#open.documents;
    if (documents.length === before.length && documents.every((document, index) => document === before[index]))
      return this.#open;
    const byPath = new Map<string, TextDocument>();
    for (const document of documents) {
      const path = this.pathOf(document);
      if (path !== undefined) byPath.set(path, document);
    }
    const texts = Array.from(byPath, ([path, document]) => ({ path, text: document.getText() }));
    this.#open = { documents, byPath, texts };
    return this.#open;
  }

  pathOf(document: Pick<TextDocument, 'uri' | 'languageId'>): string | undefined {
    const place = this.placeOf(document);
    return place === undefined ? undefined : joinPath(place.folder, place.path);
  }

  /** The URI of a file, as its client names it where it is open. */
  uriOf(path: string): string {
    return this.at(path)?.uri ?? uriOfPath(path);
  }

  at(path: string): TextDocument | undefined {
    return this.#openFiles().byPath.get(path);
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
