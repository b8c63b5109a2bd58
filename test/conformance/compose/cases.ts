import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One project and what is said about it in its notes; README.md explains each note. */
export interface ComposeCase {
  readonly name: string;
  /** What each file of the project holds, by its path from the project's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Files to give with `-f`; none where the client looks for them itself. */
  readonly configFiles: readonly string[];
  readonly envFiles: readonly string[];
  /** Files that plimsoll is given, where only the client finds them by itself. */
  readonly given: readonly string[];
  readonly finds?: string;
  /** Paths that the project does not give, such as `web.HostConfig.Memory`; the service is left out where there is one. */
  readonly unknown: readonly string[];
  /** Services of which the client creates no container, though the project says what it would be. */
  readonly notCreated: readonly string[];
  /** Networks and volumes that are there before. */
  readonly exists: readonly string[];
  /** What is found is no matter of the client, which passes it on: the engine refuses it. */
  readonly isLeftToEngine: boolean;
  /** Its containers are started and stopped, so that its hooks run. */
  readonly isStarted: boolean;
  /** It needs a program that the recorder lacks, so somebody wrote its recording. */
  readonly isWrittenByHand: boolean;
}

export interface ComposeTopic {
  readonly name: string;
  /** The recordings' file, beside the cases. */
  readonly recordingPath: string;
  readonly cases: readonly ComposeCase[];
}

const caseHeader = '### ';
const fileHeader = /^-- (\S+) --$/;

/** Every topic in `directory`, by name. Throws on a note that is not one, so that a misspelt note is no comment. */
export function readComposeTopics(directory: string): readonly ComposeTopic[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.txt'.length),
      recordingPath: join(directory, file.replace(/\.txt$/, '.json')),
      cases: parseCases(readFileSync(join(directory, file), 'utf8'), file),
    }));
}

/** What stands before the first `### ` line introduces the topic and belongs to no case. */
export function parseCases(text: string, file: string): readonly ComposeCase[] {
  const [, ...blocks] = `\n${text}`.split(`\n${caseHeader}`);
  const cases = blocks.map((block) => parseCase(block, file));
  const names = cases.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${file}: two cases are called "${twice}"`);
  return cases;
}

interface Note {
  readonly name: string;
  readonly text: string;
}

const noteNames = [
  'files',
  'env-file',
  'given',
  'finds',
  'unknown',
  'not-created',
  'exists',
  'by-hand',
  'started',
  'left-to-engine',
  'crlf',
  'why',
];

function parseCase(block: string, file: string): ComposeCase {
  const [name = '', ...lines] = block.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('# '));
  const noteCount = end === -1 ? lines.length : end;
  const notes = lines.slice(0, noteCount).map((line) => parseNote(line, `${file}: ${name}`));
  const listed = (wanted: string): readonly string[] =>
    notes.filter((note) => note.name === wanted).flatMap(({ text }) => text.split(/, */));
  const [finds] = listed('finds');
  return {
    name,
    files: parseFiles(lines.slice(noteCount), listed('crlf')),
    configFiles: listed('files'),
    envFiles: listed('env-file'),
    given: listed('given'),
    ...(finds === undefined ? {} : { finds }),
    unknown: listed('unknown'),
    notCreated: listed('not-created'),
    exists: listed('exists'),
    isLeftToEngine: notes.some((note) => note.name === 'left-to-engine'),
    isStarted: notes.some((note) => note.name === 'started'),
    isWrittenByHand: notes.some((note) => note.name === 'by-hand'),
  };
}

function parseNote(line: string, where: string): Note {
  const match = /^# ([a-z-]+)(?:: (.*))?$/.exec(line);
  const [, name = '', text = ''] = match ?? [];
  if (!noteNames.includes(name)) throw new Error(`${where}: "${line}" is no note; a remark is written "# why: …"`);
  return { name, text };
}

/** Files end in one line break, but an empty one is empty. Text before the first file's header is compose.yaml. */
function parseFiles(lines: readonly string[], crlf: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string[]>();
  const first: string[] = [];
  let current = first;
  for (const line of lines) {
    const [, path] = fileHeader.exec(line) ?? [];
    if (path === undefined) current.push(line);
    else files.set(path, (current = []));
  }
  if (first.some((line) => line.trim() !== '')) files.set('compose.yaml', first);
  return new Map(
    [...files].map(([path, content]) => {
      const text = content.join('\n').trim() === '' ? '' : `${content.join('\n').trimEnd()}\n`;
      return [path, crlf.includes(path) ? text.replaceAll('\n', '\r\n') : text];
    }),
  );
}
