import { BaselineError } from '../findings/baseline-file.ts';
import { ImageLockError } from '../session/image-lock-error.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { VERSION } from '../version.ts';
import { ConfigError, SettingsError } from '../workspace/config/config-file.ts';
import type { CliCommand, Commands } from './commands/command.ts';
import { type ExitCode, type Io, printError, UsageError } from './io.ts';
import type { OptionTable } from './options/options.ts';
import { answerTo, COMMANDS_OF_OTHERS } from './options/others.ts';

const LINT: CliCommand = {
  summary: 'lint files and directories (default: the current directory)',
  usage: '[lint] [options] [path…]',
  operands: 'paths',
  load: () => import('./commands/lint.ts'),
};

const COMMANDS: Commands = {
  lint: LINT,
  fix: {
    summary: 'print fixes as a diff, or apply them',
    usage: 'fix [options] [path…]',
    operands: 'paths',
    load: () => import('./commands/fix.ts'),
  },
  model: {
    summary: 'print the Engine API requests as JSON',
    usage: 'model [options] [path…]',
    operands: 'paths',
    load: () => import('./commands/model.ts'),
  },
  baseline: {
    summary: 'record current findings so that only new ones count',
    usage: 'baseline [options] [path…]',
    operands: 'paths',
    load: () => import('./commands/baseline.ts'),
  },
  images: {
    summary: 'record image facts from docker image inspect, or list what is known about images in use',
    usage: 'images [options] [path…]',
    operands: 'paths',
    load: () => import('./commands/images.ts'),
  },
  drift: {
    summary: 'compare running containers with the files',
    usage: 'drift [options] [path…]',
    operands: 'paths',
    load: () => import('./commands/drift.ts'),
  },
  explain: {
    summary: "print a rule's page",
    usage: 'explain [options] <id|number>',
    operands: 'rule',
    load: () => import('./commands/explain.ts'),
  },
  rules: {
    summary: 'list all rules with number, level and severity',
    usage: 'rules [options]',
    operands: 'none',
    load: () => import('./commands/rules.ts'),
  },
  policies: {
    summary: 'test custom rules',
    usage: 'policies test [options] <path…>',
    operands: 'paths',
    load: () => import('./commands/policies.ts'),
  },
  lsp: {
    summary: 'run the language server',
    usage: 'lsp [--stdio]',
    operands: 'none',
    load: () => import('./commands/lsp.ts'),
  },
  init: {
    summary: 'write a configuration with examples in comments, or one for a CI system with --ci',
    usage: 'init [--ci SYSTEM]',
    operands: 'none',
    load: () => import('./commands/init.ts'),
  },
  completion: {
    summary: 'print a shell completion script',
    usage: 'completion <bash|zsh|fish>',
    operands: 'shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand(COMMANDS, 'lint'),
  },
};

/** Runs the command line and returns its exit code; all input and output goes through `io`. Never throws: errors are reported on stderr. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const start = async (command: CliCommand, words: readonly string[]): Promise<ExitCode> =>
    (await command.load()).run(words, io, command.usage);
  try {
    refuseNodeOptions(argv);
    const [first, ...rest] = argv;
    if (first === '--version' || first === '-V') {
      io.stdout.write(`${VERSION}\n`);
      return 0;
    }
    if (first === 'help' || first === '--help' || first === '-h') {
      const named = first === 'help' ? commandNamed(rest[0]) : undefined;
      if (named !== undefined) return await start(named, ['--help']);
      if (first === 'help' && rest[0] !== undefined) refuseMistypedCommand(rest[0], io);
      io.stdout.write(await topHelp(io));
      return 0;
    }
    const command = commandNamed(first);
    if (command !== undefined) return await start(command, rest);
    const late = await findCommandBehindOptions(argv, io);
    if (late !== undefined) return await start(late.command, argv.toSpliced(late.at, 1));
    if (first !== undefined) refuseMistypedCommand(first, io);
    return await start(LINT, argv);
  } catch (error) {
    const usage = usageMessage(error);
    if (usage !== undefined) {
      printError(io, usage[0], ...usage.slice(1), `For help, run plimsoll ${helpOf(argv)}--help.`);
      return 2;
    }
    if (isOutputFailure(error)) {
      printError(io, `can't write the output: ${error.message}`);
      return 2;
    }
    printError(
      io,
      `internal error: ${error instanceof Error ? error.message : String(error)}`,
      'This is a plimsoll bug; please report it with the input that caused it.',
    );
    return 3;
  }
}

/** Options of Node.js that it also reads after the script's name, up to the first `--`. */
const UP_TO_DASHES = /^--env-file(?:-if-exists)?(?:=|$)/;
/** Options that it reads anywhere, even after `--`. */
const ANYWHERE = /^--experimental-(?:default-)?config-file/;

/** Throws a UsageError for arguments that Node.js itself reads anywhere: it already ran modules that they load, so the run must not look successful. */
function refuseNodeOptions(argv: readonly string[]): void {
  const dashes = argv.indexOf('--');
  const taken = argv.find(
    (word, at) => ANYWHERE.test(word) || (UP_TO_DASHES.test(word) && (dashes < 0 || at < dashes)),
  );
  if (taken === undefined) return;
  const [name = ''] = taken.split('=', 1);
  const remedy =
    name === '--env-file'
      ? 'For variable values, use --dotenv FILE. To pass a file with such a name, prefix it with ./.'
      : 'To pass a file with such a name, prefix it with ./.';
  throw new UsageError(
    `${name} is a Node.js option, not a plimsoll option: Node.js would load settings from that file before plimsoll starts. ${remedy}`,
  );
}

/** The command that the help is asked of, and a space. */
function helpOf([first]: readonly string[]): string {
  return first === undefined || commandNamed(first) === undefined ? '' : `${first} `;
}

function commandNamed(word: string | undefined): CliCommand | undefined {
  return word !== undefined && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
}

/** Finds the command in `plimsoll --preset all baseline`; an existing file of that name is a file. */
async function findCommandBehindOptions(
  argv: readonly string[],
  io: Io,
): Promise<{ readonly command: CliCommand; readonly at: number } | undefined> {
  if (argv[0]?.startsWith('-') !== true) return undefined;
  const { parseOptions } = await import('./options/options.ts');
  const lint = await LINT.load();
  const isOperand = (word: string, table: OptionTable): boolean => parseOptions(argv, table).operands[0] === word;
  for (const [at, word] of argv.entries()) {
    if (word === '--') return undefined;
    const command = commandNamed(word);
    if (command === undefined || io.files.kindOf(word) !== undefined) continue;
    const { OPTIONS } = await command.load();
    try {
      if (isOperand(word, OPTIONS)) return { command, at };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (isOperand(word, lint.OPTIONS)) throw new UsageError(`plimsoll ${word}: ${error.message}`);
    }
  }
  return undefined;
}

/** The maximum number of named faults in a configuration. */
const MAX_LINES = 50;

/** The lines to print for a wrong command line, configuration, baseline or lock file. */
function usageMessage(error: unknown): readonly [string, ...string[]] | undefined {
  if (error instanceof ConfigError) {
    const { lines } = error;
    const more = lines.length > MAX_LINES ? [`… and ${lines.length - MAX_LINES} more`] : [];
    return ["Can't use the configuration:", ...lines.slice(0, MAX_LINES), ...more];
  }
  const isKnown = [UsageError, BaselineError, ImageLockError, SettingsError].some((kind) => error instanceof kind);
  return error instanceof Error && isKnown ? [error.message] : undefined;
}

/** For example, a full disk behind standard output. */
function isOutputFailure(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

/** Rejects a mistyped command such as `plimsoll modle`, unless a file has that name. Does not repeat commands and URLs, which may contain a password. */
function refuseMistypedCommand(word: string, io: Io): void {
  if (/^(?:docker|podman|nerdctl)(?:-compose)?\s/.test(word) && io.files.kindOf(word) === undefined)
    throw new UsageError("To lint a command, pass it on standard input: echo 'docker run …' | plimsoll -");
  if (word.startsWith('file://')) throw new UsageError('Pass the path alone, without file://.');
  if (/^[a-z]+:\/\//.test(word))
    throw new UsageError('plimsoll reads files, not URLs. Download the file first: curl -fsSL URL | plimsoll -');
  if (/^[a-z\d][\w./-]*:[a-z\d][\w.-]*$/.test(word) && !/\.\w+:\d+$/.test(word) && io.files.kindOf(word) === undefined)
    throw new UsageError(
      `Unknown file ${JSON.stringify(word)}. Images are not linted, only the files that start containers.`,
    );
  if (/^[\u2010-\u2015\u2212]/.test(word))
    throw new UsageError(`${JSON.stringify(word)} starts with a typographic dash. Options start with two hyphens: --.`);
  if (word.startsWith('-') || /[./\\*!]/.test(word) || io.files.kindOf(word) !== undefined) return;
  const nearest = nearestWord(word, Object.keys(COMMANDS));
  const answer = answerTo(word, COMMANDS_OF_OTHERS);
  const hint = answer ?? (nearest === undefined ? undefined : `Did you mean plimsoll ${nearest}?`);
  throw new UsageError(
    `Unknown command, file or directory ${JSON.stringify(word)}.${hint === undefined ? '' : ` ${hint}`}`,
  );
}

async function topHelp({ stdout }: Io): Promise<string> {
  const { OPTIONS } = await LINT.load();
  const { helpRows, helpText, optionHelp, textWidth } = await import('./options/options.ts');
  const width = textWidth(stdout);
  const commands = Object.values(COMMANDS).map(({ usage, summary }) => [`  plimsoll ${usage}`, summary] as const);
  return `${helpText(
    'plimsoll checks containers against section 5 of the CIS Docker Benchmark before they run. It reads Compose files, scripts that call docker run or docker exec, and docker inspect output.',
    width,
  )}

Usage
${helpRows(commands, width)}

Lint options
${optionHelp(OPTIONS, width)}

Examples
${helpRows(
  [
    ['  plimsoll', 'lint everything below the current directory'],
    ['  plimsoll compose.yaml deploy.sh', 'lint two files'],
    ['  plimsoll --format json=report.json', 'write a report too'],
    ['  docker inspect web | plimsoll -', 'check a running container'],
    ['  plimsoll explain 5.31', 'why a finding matters and how to fix it'],
  ],
  width,
)}

Exit codes
${helpRows(
  [
    ['  0', 'no finding at or above --fail-on (default: error)'],
    ['  1', 'findings at or above it'],
    ['  2', 'usage or configuration error, unreadable file, or nothing to lint'],
    ['  3', 'internal error'],
  ],
  width,
)}
`;
}
