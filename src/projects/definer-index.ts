import type { ComposeSection } from '../model/finding.ts';
import { definitionsIn } from '../parsers/compose/definitions.ts';
import { append, getOrInsert } from '../util/maps.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';

/** A Compose file whose names may be asked for: it is parsed only for a name that may be in it. */
export interface DefiningFile {
  readonly path: string;
  /** Each word of its text; the words of the names that it defines, where escapes may hide them in the text. */
  readonly words: ReadonlySet<string>;
  defines(section: ComposeSection, name: string): boolean;
}

const WORD = /[\w.-]+/g;

/** `shown` is the text of the file with its secrets hidden, where that is known: then most files need not be read. */
export function readDefiningFile(path: string, files: Pick<FileSystem, 'read'>, shown?: string): DefiningFile {
  const read = (): string => {
    const result = files.read(path);
    return 'text' in result ? result.text : '';
  };
  const text = shown ?? read();
  let known: ReturnType<typeof definitionsIn> | undefined;
  const definitions = (): ReturnType<typeof definitionsIn> => {
    known ??= definitionsIn(shown === undefined ? text : read());
    return known;
  };
  const written = text.includes('\\') ? [...definitions().values()].flatMap((names) => [...names]).join('\n') : text;
  return {
    path,
    words: new Set(written.match(WORD)),
    defines: (section, name) => definitions().get(section)?.has(name) === true,
  };
}

/** Finds the files of a list that define a name, in their order; each name is looked for once. */
export type DefinerIndex = (section: ComposeSection, name: string) => readonly Definer[];

/** A file that defines a name, and its place in the list. */
export interface Definer {
  readonly path: string;
  readonly index: number;
}

/** An index of files, which are read at the first question. */
export function createDefinerIndex(read: () => readonly DefiningFile[]): DefinerIndex {
  let all: readonly DefiningFile[] | undefined;
  const byWord = new Map<string, number[]>();
  const found = new Map<string, readonly Definer[]>();
  const open = (): readonly DefiningFile[] => {
    const opened = read();
    for (const [index, { words }] of opened.entries()) for (const word of words) append(byWord, word, index);
    return opened;
  };
  return (section, name) =>
    getOrInsert(found, `${section} ${name}`, () => {
      all ??= open();
      const list = all;
      const [word] = name.match(WORD) ?? [];
      const indexes = word === undefined ? list.keys() : (byWord.get(word) ?? []);
      return Array.from(indexes).flatMap((index) => {
        const file = list[index];
        return file?.defines(section, name) === true ? [{ path: file.path, index }] : [];
      });
    });
}
