import { VERSION } from '../version.ts';
import type { CliCommand, Commands } from './commands/command.ts';
import { reportFailure } from './failures.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import type { OptionTable } from './options/options.ts';

const LINT: CliCommand = {
  summary: 'lint files and directories (default command)',
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
    summary: 'record image facts, or list those of the images in use',
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
    summary: 'write a configuration, or one for a CI system with --ci',
    usage: 'init [--ci SYSTEM]',
    operands: 'none',
    load: () => import('./commands/init.ts'),
  },
  completion: {
    summary: 'print a shell completion script',
    usage: 'completion <bash|zsh|fish|powershell>',
    operands: 'shell',
    load: async () => (await import('./commands/completion.ts')).completionCommand(COMMANDS, 'lint'),
  },
};

/**
 * Runs the command line and returns its exit code; all input and output goes through `io`. Never
 * throws: errors are reported on stderr.
 */
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
      const named = commandNamed(rest[0]);
      if (named !== undefined) return await start(named, ['--help']);
      if (first === 'help' && rest[0] !== undefined) await refuseMistypedCommand(rest[0], io);
      const { topHelp } = await import('./top-help.ts');
      io.stdout.write(await topHelp(COMMANDS, LINT, io));
      return 0;
    }
    const command = commandNamed(first);
    if (command !== undefined) return await start(command, rest);
    const late = await findCommandBehindOptions(argv, io);
    if (late !== undefined) return await start(late.command, argv.toSpliced(late.at, 1));
    if (first !== undefined) await refuseMistypedCommand(first, io);
    await refuseCommandAtEnd(argv, io);
    return await start(LINT, argv);
  } catch (error) {
    return reportFailure(error, commandNamed(argv[0]) === undefined ? '' : `${argv[0]} `, io);
  }
}

/** Node.js options that Node.js also reads after the script's name, up to the first `--`. */
const UP_TO_DASHES = /^--env-file(?:-if-exists)?(?:=|$)/;
/** Options that Node.js reads anywhere, even after `--`. */
const ANYWHERE = /^--experimental-(?:default-)?config-file/;

/**
 * Throws a UsageError for arguments that Node.js reads itself: it may already have run modules that
 * they name, so the run must not look successful.
 */
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

const ORDINARY = /^-|^[\w@+-]*[./][\w./@+-]*$/;

async function refuseMistypedCommand(word: string, io: Io): Promise<void> {
  if (ORDINARY.test(word)) return;
  const { refuseWord } = await import('./mistyped.ts');
  refuseWord(word, Object.keys(COMMANDS), io);
}

/** Throws a UsageError for a command after the paths, such as `plimsoll compose.yaml fix`. */
async function refuseCommandAtEnd(argv: readonly string[], io: Io): Promise<void> {
  const isCommand = (word: string): boolean => commandNamed(word) !== undefined && io.files.kindOf(word) === undefined;
  if (!argv.slice(1).some(isCommand)) return;
  const { parseOptions } = await import('./options/options.ts');
  const { OPTIONS } = await LINT.load();
  const word = parseOptions(argv, OPTIONS).operands.slice(1).find(isCommand);
  if (word !== undefined)
    throw new UsageError(`The command comes first: plimsoll ${word} ${argv.filter((each) => each !== word).join(' ')}`);
}

function commandNamed(word: string | undefined): CliCommand | undefined {
  return word !== undefined && Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
}

/**
 * Finds the command after options, as in `plimsoll --preset all baseline`. An existing file of that
 * name counts as a file.
 */
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
