import type { ParseContext, SourceFile } from '../parsers/contract/parsed.ts';
import { detectNameless } from '../parsers/registry.ts';
import { toPlainPath } from '../util/paths.ts';
import { type Discovery, discover, isExclusion } from '../workspace/files/discover.ts';
import { readGiven, withGivenTexts } from '../workspace/files/overlay.ts';
import { createOutsideTest } from '../workspace/files/root.ts';
import { complain } from './complain.ts';
import { type Io, UsageError } from './io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';

/** The options of all commands that read inputs. */
export const INPUT_OPTIONS = {
  project: {
    value: 'FILES',
    isRepeatable: true,
    help: 'Compose files, parted by commas, that are merged as docker compose -f A -f B\nmerges them (repeatable)',
  },
  dotenv: {
    value: 'FILE',
    isRepeatable: true,
    help: 'take values of variables from FILE in place of .env, as docker compose\ndoes (repeatable)',
  },
  env: { help: "take values of variables from plimsoll's own environment too" },
  'stdin-filename': { value: 'NAME', help: 'the name of the text on standard input (path -)' },
} as const satisfies OptionTable;

export interface Inputs extends Discovery {
  readonly context: ParseContext;
  /** The files of variables that the context names, read once for all. */
  readonly dotenvFiles: readonly SourceFile[];
}

const STDIN = '<stdin>';

/** What the operands name: files, folders and globs, or standard input. Throws a UsageError for what can't be read. */
export async function openInputs(options: ParsedOptions, io: Io): Promise<Inputs> {
  if (options.operands.includes('')) throw new UsageError('A path is empty. The current folder is a dot.');
  const literals = options.literals.map((path) => toPath(path, io));
  const operands = options.operands.slice(0, options.operands.length - literals.length).map((path) => toPath(path, io));
  const dotenvFiles = readDotenvFiles(options, io);
  const context: ParseContext = {
    files: withGivenTexts(io.files, dotenvFiles),
    environment: readEnvironment(options, io),
    ...(dotenvFiles.length === 0 ? {} : { envFiles: dotenvFiles.map(({ path }) => path) }),
    workingDirectory: io.files.workingDirectory,
    isOutside: createOutsideTest(io.files, namedPaths(options, io)),
  };
  const projects = options.values('project').map((list) =>
    list
      .split(',')
      .map((path) => toPath(path.trim(), io))
      .filter((path) => path !== ''),
  );

  if (!operands.includes('-') && !literals.includes('-')) {
    if (options.has('stdin-filename'))
      throw new UsageError('--stdin-filename names the text on standard input: give - as the path.');
    const hasPath = projects.length > 0 || literals.length > 0 || operands.some((path) => !isExclusion(path, io.files));
    return { ...discover(hasPath ? operands : ['.', ...operands], io.files, projects, literals), context, dotenvFiles };
  }
  if (options.operands.length > 1) throw new UsageError('- is standard input and stands alone.');
  const given = options.value('stdin-filename');
  const text = await io.readStdin();
  if (given === undefined)
    return {
      inputs: [{ kind: detectNameless(text), files: [{ path: STDIN, text }] }],
      notes: [],
      walked: [],
      context,
      dotenvFiles,
    };
  const name = toPath(given, io);
  const files = withGivenTexts(io.files, [...dotenvFiles, { path: name, text }]);
  return { ...discover([name], files, projects), context: { ...context, files }, dotenvFiles };
}

function toPath(path: string, io: Io): string {
  return toPlainPath(path, io.files.workingDirectory);
}

/** All that the user names. */
export function namedPaths(options: ParsedOptions, io: Io): readonly string[] {
  const projects = options.values('project').flatMap((list) => list.split(',').map((path) => path.trim()));
  return [...options.operands, ...projects, ...options.values('dotenv')]
    .filter((path) => path !== '' && path !== '-' && !path.startsWith('!'))
    .map((path) => toPath(path, io));
}

/** The files that give variables their values in the place of `.env`. */
function readDotenvFiles(options: ParsedOptions, io: Io): readonly SourceFile[] {
  const {
    given,
    notes: [unread],
  } = readGiven(
    options.values('dotenv').map((path) => toPath(path, io)),
    io.files,
  );
  if (unread !== undefined) throw new UsageError(`--dotenv ${unread.path}: ${unread.message}`);
  return given;
}

/** Plimsoll's own environment, where it is asked for. */
function readEnvironment(options: ParsedOptions, io: Io): ReadonlyMap<string, string> {
  const own = options.has('env') ? Object.entries(io.environment) : [];
  return new Map(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/** Throws a UsageError where nothing was found in what should hold something, a folder or a glob, after telling what there could not be read. */
export function requireSomething(count: number, options: ParsedOptions, { notes }: Inputs, io: Io): void {
  if (count > 0 || notes.some(({ severity }) => severity === 'error')) return;
  const operands = options.operands.length === 0 ? ['.'] : options.operands;
  const folders = operands.filter(
    (path) => path !== '-' && io.files.kindOf(path) !== 'file' && !isExclusion(path, io.files),
  );
  if (folders.length === 0) return;
  for (const { path, message } of notes.filter(({ isUnread }) => isUnread === true))
    complain(io, `${path}: ${message}`);
  throw new UsageError(
    `Nothing to lint in ${folders.join(', ')}: no Compose file, no script that calls a container engine, no docker inspect output.`,
  );
}
