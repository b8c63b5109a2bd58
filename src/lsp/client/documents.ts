import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SourceFile } from '../../files/file-reader.ts';
import { joinPath, relativePath, splitPath } from '../../util/paths.ts';
import { pathOfUri, uriOfPath } from './uris.ts';

/** One state of an open document; each change creates a new one. */
export type { TextDocument };

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
  /**
   * The absolute directory that `path` is relative to: the document's workspace folder, or else its
   * own directory.
   */
  readonly folder: string;
  readonly path: string;
}

/** Computed from all open documents; valid until one changes. */
interface OpenFiles {
  readonly documents: readonly TextDocument[];
  readonly byPath: ReadonlyMap<string, TextDocument>;
  readonly texts: readonly SourceFile[];
}

/** Limits cached places, which include those of closed documents. */
const MAX_PLACES = 10_000;

export class OpenDocuments {
  readonly #documents: () => readonly TextDocument[];
  /** By language and URI. Cached because linting a document requests the places of all. */
  readonly #places = new Map<string, DocumentPlace | undefined>();
  #folders: readonly string[] = [];
  #open: OpenFiles = { documents: [], byPath: new Map(), texts: [] };

  constructor(documents: () => readonly TextDocument[]) {
    this.#documents = documents;
  }

  /** Sets the workspace folders by URI; ignores those without a directory. */
  setFolders(uris: readonly string[]): void {
    this.#folders = uris.flatMap((uri) => {
      const path = pathOfUri(uri);
      return path === undefined ? [] : [joinPath(path, '.')];
    });
    this.#places.clear();
    this.#open = { documents: [], byPath: new Map(), texts: [] };
  }

  /** `undefined` if the document can't be a file, such as an old version from version control. */
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
   * The texts of all open documents by absolute path, with `state` for its own document. The list
   * is the same until one changes.
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

  /** The URI of a file; if it is open, as the client writes it. */
  uriOf(path: string): string {
    return this.at(path)?.uri ?? uriOfPath(path);
  }

  at(path: string): TextDocument | undefined {
    return this.#openFiles().byPath.get(path);
  }

  /**
   * The path for an unsaved document: in the first workspace folder, with a name by its language.
   */
  #pathOfUntitled(uri: string, languageId: string): string | undefined {
    const [, name] = /^untitled:(.+)$/i.exec(uri) ?? [];
    if (name === undefined) return undefined;
    // The URI of an unsaved document can have a path.
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
