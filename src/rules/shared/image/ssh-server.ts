import { baseName } from '../../../parsers/programs/engines.ts';
import { splitShellCommands } from '../../../parsers/programs/split-words.ts';
import { readShellWords, unwrap, type WordEnd } from '../../../parsers/programs/unwrap.ts';
import { findWrapper, isKeyword, isShell, SHELL_PROGRAMS } from '../../../parsers/programs/wrappers.ts';
import type { Setting, Unknown } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { settingText } from '../wording.ts';
import { skeletonOf } from './image-name.ts';

const SERVERS: readonly string[] = ['sshd', 'dropbear', 'tinysshd'];
const SERVICES: readonly string[] = ['ssh', 'sshd', 'dropbear'];
/** Options with which `sshd` only prints something (sshd(8)). */
const HARMLESS_OPTIONS: readonly string[] = ['-t', '-T', '-V', '-G', '-h', '--help', '--version'];

const START_VERBS: readonly string[] = ['start', 'restart', 'reload'];
/**
 * Service managers whose verb comes after the service (`service ssh start`), and before it
 * (`systemctl start ssh`).
 */
const SERVICE_FIRST: readonly string[] = ['service', 'rc-service', 'invoke-rc.d'];
const VERB_FIRST: readonly string[] = ['systemctl', 's6-svc', 'sv', 'initctl'];

/** The maximum depth of strings in strings, and of programs that run programs. */
const MAX_NESTING = 4;
const MAX_WRAPPERS = 20;

/** Whether a command starts an SSH server; `unknown` if the program is unknown. */
export type SshAnswer =
  | { readonly kind: 'yes'; readonly words: string; readonly setting: Setting<string> }
  | { readonly kind: 'no' }
  | { readonly kind: 'unknown'; readonly setting: Unknown<string> };

/** Finds the start of an SSH server in a command, also through `sh -c` and wrappers. */
export function startsSshServer(command: readonly Setting<string>[]): SshAnswer {
  const words = command.map((setting) => skeletonOf(setting));
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

/** A quick test, since few commands contain such a word. */
function isWorthReading(word: string): boolean {
  return word.includes('ssh') || word.includes('dropbear') || word.includes(UNKNOWN_CHARACTER);
}

/** `words` starts the server; absent if the program is unknown. */
interface ServerStart {
  readonly index: number;
  readonly words?: string;
}

function inWords(words: readonly string[], depth: number): ServerStart | undefined {
  let index = 0;
  for (let wrappers = 0; wrappers <= MAX_WRAPPERS; wrappers += 1) {
    while (isPrefix(words[index])) index += 1;
    const word = words[index];
    if (word === undefined) return undefined;
    const program = baseName(word);
    const wrapper = findWrapper(program);
    if (wrapper === undefined) return inProgram(program, words, index, depth);
    const from = index + 1;
    const unwrapped = unwrap(wrapper, words.slice(from));
    if (unwrapped === undefined || wrapper.runsIn === 'other-machine') return undefined;
    index = from + unwrapped.command;
    const { script } = unwrapped;
    if (script !== undefined) return inString(words, { word: from + script.word, from: script.from }, depth);
    if (wrapper.runs === 'script') return at(index, inScript(words.slice(index).join(' '), depth + 1));
  }
  return undefined;
}

function inProgram(program: string, words: readonly string[], index: number, depth: number): ServerStart | undefined {
  if (program.includes(UNKNOWN_CHARACTER)) return couldBeServer(program) ? { index } : undefined;
  const rest = words.slice(index + 1);
  if (isShell(program)) {
    const task = readShellWords(rest);
    return task?.kind === 'string' ? inString(words, { word: index + 1 + task.script, from: 0 }, depth) : undefined;
  }
  return isSshStart(program, rest) ? { index, words: startText(program, rest) } : undefined;
}

function inString(words: readonly string[], { word, from }: WordEnd, depth: number): ServerStart | undefined {
  return at(word, inScript(words[word]?.slice(from) ?? '', depth + 1));
}

function inScript(script: string, depth: number): Omit<ServerStart, 'index'> | undefined {
  if (depth > MAX_NESTING) return undefined;
  const found = splitShellCommands(script)
    .map((words) => inWords(words, depth))
    .filter((one) => one !== undefined);
  return found.find(({ words }) => words !== undefined) ?? found[0];
}

function at(index: number, found: Omit<ServerStart, 'index'> | undefined): ServerStart | undefined {
  return found === undefined ? undefined : { ...found, index };
}

function isPrefix(word: string | undefined): boolean {
  return word !== undefined && (isKeyword(word) || /^[A-Za-z_]\w*=/.test(word));
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
  return [...SERVERS, ...SHELL_PROGRAMS, ...SERVICE_FIRST, ...VERB_FIRST].some(
    (name) => name.startsWith(head) && name.endsWith(tail),
  );
}
