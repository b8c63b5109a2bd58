import type { FileSystem } from '../files/file-system.ts';
import type { ComposeSection } from '../model/finding.ts';
import { definitionsIn } from '../parsers/compose/detect.ts';
import { append, getOrInsert } from '../util/maps.ts';

/** A Compose file that may define a name. It is parsed only if it contains the name. */
export interface DefiningFile {
  readonly path: string;
  /**
   * The last word of each key. If escapes may hide keys, all words of the names that it defines.
   */
  readonly words: ReadonlySet<string>;
  defines(section: ComposeSection, name: string): boolean;
}

const WORD = /[\w.-]+/g;
/** A word before a colon. */
const KEY = /(?<![\w.-])[\w.-]{1,200}(?=["']?\s{0,100}:)/g;
/** Syntax for keys without a colon: `{a, b}`, `? a`. */
const WITHOUT_COLON = /(?:^|[^$])\{[^}]|^[ \t]*\?[ \t]/m;
/** The last word at the end of a name, up to the length that {@link KEY} matches. */
const LAST_WORD = /(?<![\w.-])[\w.-]{1,200}$/;

/**
 * Indexes a file. `shown` is its text with secrets hidden, if known; this saves reading the file.
 */
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
  const isEscaped = text.includes('\\');
  const written = isEscaped ? [...definitions().values()].flatMap((names) => [...names]).join('\n') : text;
  return {
    path,
    words: new Set(isEscaped || WITHOUT_COLON.test(text) ? written.match(WORD) : written.match(KEY)),
    defines: (section, name) => definitions().get(section)?.has(name) === true,
  };
}

/** Finds the files that define a name, in the order of the list. Caches answers. */
export type DefinerIndex = (section: ComposeSection, name: string) => readonly Definer[];

export interface Definer {
  readonly path: string;
  readonly index: number;
}

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
      const word = LAST_WORD.exec(name)?.[0];
      const indexes = word === undefined ? list.keys() : (byWord.get(word) ?? []);
      return Array.from(indexes).flatMap((index) => {
        const file = list[index];
        return file?.defines(section, name) === true ? [{ path: file.path, index }] : [];
      });
    });
}
