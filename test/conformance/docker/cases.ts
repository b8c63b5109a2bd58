import { readNotes, readTopics, splitCases, type Topic } from '../topics.ts';

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
  /** What of it is not followed: the model may say less than was sent, and nothing else. */
  readonly notFollowed: readonly Construct[];
  /** The model also has commands that this run does not reach. */
  readonly hasUnreached: boolean;
  readonly isCrlf: boolean;
  /** Whether the engine says that it runs on Windows. */
  readonly isWindowsEngine: boolean;
}

/** What scripts do that is not followed, as `docs/contributing/decisions.md` says. */
export type Construct = (typeof CONSTRUCTS)[number];

export const CONSTRUCTS = ['aliases', 'arithmetic', 'elements', 'lines', 'references', 'sed', 'traps'] as const;

export type DockerTopic = Topic<DockerCase>;

/** Begins another file of a case: its path follows. */
const fileHeader = '#### ';

/** Every topic in `directory`, by name. Throws on a note that is not one. */
export function readDockerTopics(directory: string): readonly DockerTopic[] {
  return readTopics(directory, '.sh', parseCases);
}

/** `path` is the name of a case's own file where no note gives one. */
export function parseCases(text: string, file: string, path = 'case.sh'): readonly DockerCase[] {
  return splitCases(text, file, (block) => parseCase(block, file, path));
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
  'not-followed',
  'crlf',
  'engine',
  'why',
  'path',
];

function parseCase(block: string, file: string, defaultPath: string): DockerCase {
  const [main = '', ...others] = block.split(`\n${fileHeader}`);
  const [name = '', ...lines] = main.split('\n');
  const { texts, list, has } = readNotes(lines, noteNames, `${file}: ${name}`);
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
    unknown: list('unknown'),
    runs: texts('arguments'),
    environment: texts('environment'),
    isLeftToEngine: has('left-to-engine'),
    isWrittenByHand: has('by-hand'),
    sendsNothing: has('nothing'),
    isAnyOrder: has('any-order'),
    isPartial: has('partial'),
    hasUnresolvedOptions: has('unresolved-options'),
    notFollowed: list('not-followed').map((construct) => constructOf(construct, `${file}: ${name}`)),
    hasUnreached: has('unreached'),
    isCrlf: has('crlf'),
    isWindowsEngine: texts('engine').includes('windows'),
  };
}

function constructOf(text: string, where: string): Construct {
  const construct = CONSTRUCTS.find((each) => each === text);
  if (construct === undefined) throw new Error(`${where}: "${text}" is followed, or nothing`);
  return construct;
}
