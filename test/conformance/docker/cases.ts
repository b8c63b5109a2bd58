import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One script and what is said about it in its notes; README.md explains each note. */
export interface DockerCase {
  readonly name: string;
  /** The whole script, its notes (which are comments) included. */
  readonly script: string;
  /** The script's own name among its files. */
  readonly path: string;
  /** The other files, by their paths from where it runs. */
  readonly files: ReadonlyMap<string, string>;
  readonly finds?: string;
  /** Paths that the text does not give, such as `HostConfig.Binds`. */
  readonly unknown: readonly string[];
  /** It is run once for each of these lines of arguments; without one, once without arguments. */
  readonly runs: readonly string[];
  /** Variables for the recording alone, as `NAME=value`. */
  readonly environment: readonly string[];
  /** What is found is no matter of the client, which passes it on: the engine refuses it. */
  readonly isLeftToEngine: boolean;
  /** No docker can play it, so somebody wrote its recording. */
  readonly isWrittenByHand: boolean;
  readonly sendsNothing: boolean;
  readonly isAnyOrder: boolean;
  readonly isPartial: boolean;
  readonly hasUnresolvedOptions: boolean;
  /** The model also has commands that this run does not reach. */
  readonly hasUnreached: boolean;
  readonly isCrlf: boolean;
  /** Whether the engine says that it runs on Windows. */
  readonly isWindowsEngine: boolean;
}

export interface DockerTopic {
  readonly name: string;
  /** The recordings' file, beside the cases. */
  readonly recordingPath: string;
  readonly cases: readonly DockerCase[];
}

const header = '### ';

/** Begins another file of a case: its path follows. */
const fileHeader = '#### ';

/** Every topic in `directory`, by name. Throws on a note that is not one, so that a misspelt note is no comment. */
export function readDockerTopics(directory: string): readonly DockerTopic[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.sh'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.sh'.length),
      recordingPath: join(directory, file.replace(/\.sh$/, '.json')),
      cases: parseCases(readFileSync(join(directory, file), 'utf8'), file),
    }));
}

/** What stands before the first `### ` line introduces the topic and belongs to no case. `path` is the name of a case's own file where no note gives one. */
export function parseCases(text: string, file: string, path = 'case.sh'): readonly DockerCase[] {
  const [, ...blocks] = `\n${text}`.split(`\n${header}`);
  const cases = blocks.map((block) => parseCase(block, file, path));
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
  'arguments',
  'finds',
  'unknown',
  'environment',
  'by-hand',
  'left-to-engine',
  'nothing',
  'any-order',
  'partial',
  'unresolved-options',
  'unreached',
  'crlf',
  'engine',
  'why',
  'path',
];

function parseCase(block: string, file: string, defaultPath: string): DockerCase {
  const [main = '', ...others] = block.split(`\n${fileHeader}`);
  const [name = '', ...lines] = main.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('# '));
  const notes = lines.slice(0, end === -1 ? lines.length : end).map((line) => parseNote(line, `${file}: ${name}`));
  const texts = (wanted: string): readonly string[] =>
    notes.filter((note) => note.name === wanted).map(({ text }) => text);
  const has = (wanted: string): boolean => texts(wanted).length > 0;
  const [finds] = texts('finds');
  return {
    name,
    script: `${lines.join('\n').trimEnd()}\n`,
    path: texts('path')[0] ?? defaultPath,
    files: new Map(
      others.map((other) => {
        const [path = '', ...rest] = other.split('\n');
        return [path, `${rest.join('\n').trimEnd()}\n`];
      }),
    ),
    ...(finds === undefined ? {} : { finds }),
    unknown: texts('unknown').flatMap((text) => text.split(/, */)),
    runs: texts('arguments'),
    environment: texts('environment'),
    isLeftToEngine: has('left-to-engine'),
    isWrittenByHand: has('by-hand'),
    sendsNothing: has('nothing'),
    isAnyOrder: has('any-order'),
    isPartial: has('partial'),
    hasUnresolvedOptions: has('unresolved-options'),
    hasUnreached: has('unreached'),
    isCrlf: has('crlf'),
    isWindowsEngine: texts('engine').includes('windows'),
  };
}

function parseNote(line: string, where: string): Note {
  const match = /^# ([a-z-]+)(?:: (.*))?$/.exec(line);
  const [, name = '', text = ''] = match ?? [];
  if (!noteNames.includes(name)) throw new Error(`${where}: "${line}" is no note; a remark is written "# why: …"`);
  return { name, text };
}
