import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of cases. */
export interface Topic<Case> {
  readonly name: string;
  /** The recordings' file, beside the cases. */
  readonly recordingPath: string;
  readonly cases: readonly Case[];
}

/** The `# name: text` lines below a case's name. */
export interface Notes {
  readonly texts: (name: string) => readonly string[];
  /** The comma-separated parts of all notes with a name. */
  readonly list: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
}

const CASE = '### ';

/** The topics in `directory`, by name: all files with this ending, as `parse` reads them. */
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

/** The cases of a file. Text before the first `### ` line introduces the topic. */
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
 * The notes at the start of some lines, and the remaining lines. Throws on unknown names, so a
 * misspelled note can't become a comment; `where` names the case.
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
