import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of cases. */
export interface Topic<Case> {
  readonly name: string;
  /** The recordings' file, beside the cases. */
  readonly recordingPath: string;
  readonly cases: readonly Case[];
}

/** What a line `# name: text` below the name of a case says. */
export interface Notes {
  /** The texts of all notes of a name. */
  readonly texts: (name: string) => readonly string[];
  /** The parts of all notes of a name, which commas divide. */
  readonly list: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
}

const CASE = '### ';

/** Every topic in `directory`, by name: the files with such an ending, as `parse` reads them. */
export function readTopics<Case>(
  directory: string,
  ending: string,
  parse: (text: string, file: string) => readonly Case[],
): readonly Topic<Case>[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => {
      const name = file.slice(0, -ending.length);
      const text = readFileSync(join(directory, file), 'utf8');
      return { name, recordingPath: join(directory, `${name}.json`), cases: parse(text, file) };
    });
}

/**
 * The cases of a file, as `parse` reads each. What stands before the first `### ` line introduces the topic and belongs
 * to none.
 */
export function splitCases<Case extends { readonly name: string }>(
  text: string,
  file: string,
  parse: (block: string) => Case,
): readonly Case[] {
  const [, ...blocks] = `\n${text}`.split(`\n${CASE}`);
  const cases = blocks.map(parse);
  const names = cases.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${file}: two cases are called "${twice}"`);
  return cases;
}

/**
 * The notes at the beginning of some lines, and the lines behind them. Throws on a note that has none of these names,
 * so that a misspelt note is no comment; `where` says in which case.
 */
export function readNotes(
  lines: readonly string[],
  names: readonly string[],
  where: string,
): Notes & { readonly rest: readonly string[] } {
  const end = lines.findIndex((line) => !line.startsWith('# '));
  const count = end === -1 ? lines.length : end;
  const notes = lines.slice(0, count).map((line) => {
    const [, name = '', text = ''] = /^# ([a-z-]+)(?:: (.*))?$/.exec(line) ?? [];
    if (!names.includes(name)) throw new Error(`${where}: "${line}" is no note; a remark is written "# why: …"`);
    return { name, text };
  });
  const texts = (wanted: string): readonly string[] =>
    notes.filter((note) => note.name === wanted).map(({ text }) => text);
  return {
    texts,
    list: (name) => texts(name).flatMap((text) => text.split(/, */)),
    has: (name) => texts(name).length > 0,
    rest: lines.slice(count),
  };
}
