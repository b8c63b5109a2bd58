import { discover, failureMessage, type DiscoveryNote, type Input } from '../files/discover.ts';
import type { FileSystem } from '../files/file-system.ts';
import { joinPath, toPlainPath } from '../model/paths.ts';
import { detectNameless } from '../parsers/detect.ts';
import type { ParseContext } from '../parsers/parsed.ts';
import { type Io, UsageError } from './io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';

/** The options of all commands that read inputs. */
export const INPUT_OPTIONS = {
  project: { value: 'FILES', isRepeatable: true, help: 'Compose files, parted by commas, that are merged as docker compose -f A -f B\nmerges them (repeatable)' },
  'env-file': { value: 'FILE', isRepeatable: true, help: 'take values of variables from FILE in place of .env, as docker compose\ndoes (repeatable)' },
  env: { help: "take values of variables from plimsoll's own environment too" },
  'stdin-filename': { value: 'NAME', help: 'the name of the text on standard input (path -)' },
} as const satisfies OptionTable;

export interface Inputs {
  readonly inputs: Iterable<Input>;
  /** Complete once `inputs` has been read to its end. */
  readonly notes: readonly DiscoveryNote[];
  readonly context: ParseContext;
}

const STDIN = '<stdin>';

/** What the operands name: files, folders and globs, or standard input. Throws a UsageError for what can't be read. */
export async function openInputs(options: ParsedOptions, io: Io): Promise<Inputs> {
  const operands = options.operands.map((path) => toPath(path, io));
  const context: ParseContext = { files: io.files, ...readVariables(options, io), workingDirectory: io.files.workingDirectory };
  const projects = options.values('project').map((list) => list.split(',').map((path) => toPath(path.trim(), io)).filter((path) => path !== ''));

  if (!operands.includes('-')) {
    if (options.has('stdin-filename')) throw new UsageError('--stdin-filename names the text on standard input: give - as the path.');
    const hasPath = projects.length > 0 || operands.some((path) => !path.startsWith('!'));
    return { ...discover(hasPath ? operands : ['.', ...operands], io.files, projects), context };
  }
  if (operands.length > 1) throw new UsageError('- is standard input and stands alone.');
  const given = options.value('stdin-filename');
  const text = await io.readStdin();
  if (given === undefined) return { inputs: [{ kind: detectNameless(text), files: [{ path: STDIN, text }] }], notes: [], context };
  const name = toPath(given, io);
  const files = withText(io.files, name, text);
  return { ...discover([name], files, projects), context: { ...context, files } };
}

function toPath(path: string, io: Io): string {
  return toPlainPath(path, io.files.workingDirectory);
}

/** The file system with unsaved text in the place of a file, which need not be there. */
function withText(files: FileSystem, path: string, text: string): FileSystem {
  const absolute = (other: string): string => joinPath(files.workingDirectory, other);
  const isIt = (other: string): boolean => absolute(other) === absolute(path);
  return {
    ...files,
    read: (asked) => (isIt(asked) ? { text } : files.read(asked)),
    kindOf: (asked) => (isIt(asked) ? 'file' : files.kindOf(asked)),
  };
}

/** What gives variables their values: files in the place of `.env`, and plimsoll's own environment where it is asked for. */
function readVariables(options: ParsedOptions, io: Io): Pick<ParseContext, 'environment' | 'envFiles'> {
  const envFiles = options.values('env-file').map((path) => toPath(path, io));
  for (const path of envFiles) {
    const result = io.files.read(path);
    if ('failure' in result) throw new UsageError(`--env-file ${path}: ${failureMessage(result.failure)}`);
  }
  const own = options.has('env') ? Object.entries(io.environment) : [];
  const environment = new Map(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  return envFiles.length === 0 ? { environment } : { environment, envFiles };
}

/** Throws a UsageError where nothing was found in what should hold something: a folder or a glob. */
export function requireSomething(count: number, options: ParsedOptions, { notes }: Inputs, io: Io): void {
  if (count > 0 || notes.some(({ severity }) => severity === 'error')) return;
  const operands = options.operands.length === 0 ? ['.'] : options.operands;
  const folders = operands.filter((path) => path !== '-' && io.files.kindOf(path) !== 'file');
  if (folders.length > 0) throw new UsageError(`Nothing to lint in ${folders.join(', ')}: no Compose file, no script that calls a container engine, no docker inspect output.`);
}
