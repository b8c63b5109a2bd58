import { readNotes, readTopics, splitCases, type Topic } from '../topics.ts';

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
  /**
   * Paths that the project does not give, such as `web.HostConfig.Memory`; the service is left out where there is one.
   */
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

export type ComposeTopic = Topic<ComposeCase>;

const fileHeader = /^-- (\S+) --$/;

/** Every topic in `directory`, by name. Throws on a note that is not one. */
export function readComposeTopics(directory: string): readonly ComposeTopic[] {
  return readTopics(directory, '.txt', parseCases);
}

export function parseCases(text: string, file: string): readonly ComposeCase[] {
  return splitCases(text, file, (block) => parseCase(block, file));
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
  const { list, has, rest } = readNotes(lines, noteNames, `${file}: ${name}`);
  const [finds] = list('finds');
  return {
    name,
    files: parseFiles(rest, list('crlf')),
    configFiles: list('files'),
    envFiles: list('env-file'),
    given: list('given'),
    ...(finds === undefined ? {} : { finds }),
    unknown: list('unknown'),
    notCreated: list('not-created'),
    exists: list('exists'),
    isLeftToEngine: has('left-to-engine'),
    isStarted: has('started'),
    isWrittenByHand: has('by-hand'),
  };
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
