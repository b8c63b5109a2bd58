import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import type { Program } from '../docker/commands/invocation.ts';
import { type Item, sourceOf } from '../shell/expand/items.ts';
import { ENGINE_IN_NAME, ENGINE_NAME } from './engine-names.ts';

const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['docker', 'docker'],
  ['docker.io', 'docker'],
  ['nvidia-docker', 'docker'],
  ['docker-compose', 'docker-compose'],
  ['podman', 'podman'],
  ['podman-remote', 'podman'],
  ['nerdctl', 'nerdctl'],
  ['nerdctl.lima', 'nerdctl'],
]);

/** The program that a name or path runs, by its last part. */
export function findProgram(name: string): Program | undefined {
  const base = baseName(name);
  return programs.get(base.endsWith('.exe') ? base.slice(0, -'.exe'.length) : base);
}

export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

const subcommands: ReadonlySet<string> = new Set(
  'run create exec container compose volume build buildx image tag commit'.split(' '),
);

/** True for a word that can follow the name of a program that is read: a subcommand, or an option before it. */
export function isSubcommand(name: string): boolean {
  return subcommands.has(name);
}

/** The names that the first word of a command can have: its value, or the values that it can be. */
export function commandNames(item: Item): readonly string[] {
  if (item.kind !== 'word') return [];
  const { text } = item;
  if (text.value !== undefined) return [text.value];
  const names = text.alternatives().flatMap(({ value }) => value ?? []);
  const base = baseName(text.skeleton);
  // `$BIN/docker`: the folder doesn't matter.
  return base !== text.skeleton && base !== '' && !base.includes(UNKNOWN_CHARACTER) ? [base, ...names] : names;
}

/** A program that an unknown word seems to stand for. */
export interface Guess {
  readonly program: Program;
  /** The word says that it is an engine, not which. */
  readonly mayBeAnother: boolean;
}

/**
 * The program that an unknown first word stands for, by its name, where a subcommand follows: `$DOCKER run`,
 * `"$(command -v podman)" exec`.
 */
export function guessProgram(first: Item, next: string | undefined): Guess | undefined {
  if (next === undefined || !(isSubcommand(next) || next.startsWith('-'))) return undefined;
  for (const expression of expressionsOf(first)) {
    const guess = guessByExpression(expression.toLowerCase(), next);
    if (guess !== undefined) return guess;
  }
  return undefined;
}

/** What an unknown word is known by: the variable in the command, and the expressions that give it its value. */
function expressionsOf(first: Item): readonly string[] {
  const [segment] = first.kind === 'word' ? first.text.segments : [];
  const candidates = segment?.kind === 'unknown' ? segment.candidates : [];
  return [(first.written ?? '').replace(/^"(.*)"$/, '$1'), sourceOf(first), ...candidates.map(({ source }) => source)];
}

const ANY_ENGINE = new RegExp(`${ENGINE_IN_NAME}|^\\$\\{?${ENGINE_NAME}\\}?$`);

function guessByExpression(expression: string, next: string): Guess | undefined {
  if (!/^(?:\$\w+|\$\{\w+(?:\[\w*\])?\}|(?:\$\(|`)(?:which|command -v|type -p) [^()`]+[)`])$/.test(expression))
    return undefined;
  if (/docker_?-?compose|compose_(?:cmd|bin|command)/.test(expression))
    return isSubcommand(next) && next !== 'compose' ? { program: 'docker-compose', mayBeAnother: false } : undefined;
  const named = (['docker', 'podman', 'nerdctl'] as const).filter((name) => expression.includes(name));
  const [program] = named;
  if (program !== undefined) return { program, mayBeAnother: named.length > 1 };
  return ANY_ENGINE.test(expression) ? { program: 'docker', mayBeAnother: true } : undefined;
}
