import { type ParseEntry, parse } from 'shell-quote';
import type { Setting, Unknown } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { skeletonOf } from './image-name.ts';
import { settingText } from './wording.ts';

/** Programs that are an SSH server. */
const SERVERS: readonly string[] = ['sshd', 'dropbear', 'tinysshd'];
/** The names under which service managers know them. */
const SERVICES: readonly string[] = ['ssh', 'sshd', 'dropbear'];
/** Options with which `sshd` says something and ends (sshd(8)). */
const HARMLESS_OPTIONS: readonly string[] = ['-t', '-T', '-V', '-G', '-h', '--help', '--version'];

const START_VERBS: readonly string[] = ['start', 'restart', 'reload'];
/** Service managers whose verb comes after the service (`service ssh start`), and before it (`systemctl start ssh`). */
const SERVICE_FIRST: readonly string[] = ['service', 'rc-service', 'invoke-rc.d'];
const VERB_FIRST: readonly string[] = ['systemctl', 's6-svc', 'sv', 'initctl'];

/** Programs that take a command line in the value of `-c`. */
const SHELLS: readonly string[] = ['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'su', 'runuser'];

interface Wrapper {
  /** How many arguments of its own come before the command. */
  readonly arguments: number;
  /** Its options that take the next word as their value. */
  readonly valued?: readonly string[];
}

/** Programs that run the command in their arguments. */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ...[
    'exec',
    'env',
    'nohup',
    'command',
    'setsid',
    'time',
    'stdbuf',
    'tini',
    'dumb-init',
    'catatonit',
    'docker-init',
  ].map((name) => [name, { arguments: 0 }] as const),
  ...['gosu', 'su-exec', 'chroot'].map((name) => [name, { arguments: 1 }] as const),
  ['sudo', { arguments: 0, valued: ['-u', '-g'] }],
  ['doas', { arguments: 0, valued: ['-u'] }],
  ['nice', { arguments: 0, valued: ['-n'] }],
  ['timeout', { arguments: 1, valued: ['-s', '-k'] }],
]);
/** Words of a shell's grammar that stand before a command. */
const KEYWORDS: readonly string[] = ['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', '('];

const MAX_NESTING = 4;

/** Whether a command starts an SSH server; `unknown` where the program itself is not known. */
export type SshAnswer =
  | { readonly kind: 'yes'; readonly words: string; readonly setting: Setting<string> }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly setting: Unknown<string> };

/** Looks for the start of an SSH server in a command of several words, through `sh -c` and programs that run another. */
export function startsSshServer(command: readonly Setting<string>[]): SshAnswer {
  const words = command.map((setting) => (setting.known ? setting.value : skeletonOf(setting.pattern)));
  if (!words.some(isWorthReading)) return { kind: 'no' };
  const found = inWords(words, 0);
  if (found === undefined) return { kind: 'no' };
  const setting = command[found.index];
  if (setting !== undefined && found.words !== undefined)
    return {
      kind: 'yes',
      words: command.some(({ place }) => place.shown !== undefined)
        ? command.map((each) => settingText(each)).join(' ')
        : found.words,
      setting,
    };
  return setting?.known === false ? { kind: 'unknown', setting } : { kind: 'no' };
}

/** Few commands have such a word anywhere, and splitting the others is work for nothing. */
function isWorthReading(word: string): boolean {
  return word.includes('ssh') || word.includes('dropbear') || word.includes(UNKNOWN_CHARACTER);
}

/** `words` is what starts the server; absent where the program is unknown. */
interface Found {
  readonly index: number;
  readonly words?: string;
}

function inWords(words: readonly string[], depth: number): Found | undefined {
  let index = 0;
  for (;;) {
    while (isPrefix(words[index])) index += 1;
    const program = baseName(words[index] ?? '');
    const wrapper = WRAPPERS.get(program);
    if (wrapper === undefined) break;
    index = afterOptions(words, index + 1, wrapper.valued ?? []) + wrapper.arguments;
  }
  const word = words[index];
  if (word === undefined) return undefined;
  const program = baseName(word);
  if (program.includes(UNKNOWN_CHARACTER)) return couldBeServer(program) ? { index } : undefined;
  if (SHELLS.includes(program)) return inShell(words, index + 1, depth);
  if (isSshStart(program, words.slice(index + 1))) return { index, words: startText(program, words.slice(index + 1)) };
  return undefined;
}

function afterOptions(words: readonly string[], from: number, valued: readonly string[]): number {
  let index = from;
  for (let word = words[index]; word?.startsWith('-') === true; word = words[index])
    index += valued.includes(word) ? 2 : 1;
  return index;
}

/** The command line of `sh -c '…'`; options before it may be bundled (`-lc`, `-cx`). */
function inShell(words: readonly string[], from: number, depth: number): Found | undefined {
  const option = words.findIndex((word, index) => index >= from && /^-[abd-z]*c[a-z]*$/.test(word));
  if (option < 0 || depth >= MAX_NESTING) return undefined;
  const script = words[option + 1];
  const found = script === undefined ? undefined : inScript(script, depth + 1);
  return found === undefined ? undefined : { ...found, index: option + 1 };
}

function inScript(script: string, depth: number): Omit<Found, 'index'> | undefined {
  const commands = script.split(/\r?\n/).flatMap(splitCommands);
  const found = commands.map((words) => inWords(words, depth)).filter((one) => one !== undefined);
  return found.find(({ words }) => words !== undefined) ?? found[0];
}

/** A line's simple commands. What the shell itself would fill in stays as it is written: it is none of the names that are looked for. */
function splitCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  let isRedirected = false;
  for (const entry of parseLine(line)) {
    if (typeof entry !== 'string' && 'comment' in entry) break;
    const word = typeof entry === 'string' ? entry : entry.op === 'glob' ? entry.pattern : undefined;
    if (word === undefined && typeof entry !== 'string') {
      isRedirected = /^[<>&]*[<>]/.test(entry.op) && !entry.op.endsWith('(');
      if (!isRedirected) commands.push([]);
    } else if (word !== undefined) {
      if (!isRedirected) commands.at(-1)?.push(word);
      isRedirected = false;
    }
  }
  return commands;
}

/** `shell-quote` refuses some expansions; the words of such a line are then taken as they stand. */
function parseLine(line: string): readonly ParseEntry[] {
  try {
    return parse(line, (name) => `$${name}`);
  } catch {
    return line.split(/\s+/);
  }
}

function isPrefix(word: string | undefined): boolean {
  return word !== undefined && (KEYWORDS.includes(word) || /^[A-Za-z_]\w*=/.test(word));
}

function isSshStart(program: string, rest: readonly string[]): boolean {
  if (SERVERS.includes(program)) return !rest.some((word) => HARMLESS_OPTIONS.includes(word));
  const [first = '', ...others] = rest.filter((word) => !word.startsWith('-'));
  if (SERVICE_FIRST.includes(program))
    return SERVICES.includes(first) && others.some((word) => START_VERBS.includes(word));
  if (VERB_FIRST.includes(program))
    return START_VERBS.includes(first) && others.some((word) => SERVICES.includes(word.replace(/\.service$/, '')));
  return false;
}

function startText(program: string, rest: readonly string[]): string {
  return SERVERS.includes(program) ? program : [program, ...rest].slice(0, 3).join(' ');
}

function couldBeServer(program: string): boolean {
  const head = program.slice(0, program.indexOf(UNKNOWN_CHARACTER));
  const tail = program.slice(program.lastIndexOf(UNKNOWN_CHARACTER) + 1);
  return [...SERVERS, ...SHELLS, ...SERVICE_FIRST, ...VERB_FIRST].some(
    (name) => name.startsWith(head) && name.endsWith(tail),
  );
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}
