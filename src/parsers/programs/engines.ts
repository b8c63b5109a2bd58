import { ENGINE_IN_NAME, ENGINE_NAME } from './engine-names.ts';

/** The programs whose command lines are read. All of them follow docker's grammar; the last two add flags of their own. */
export type Program = 'docker' | 'docker-compose' | 'podman' | 'nerdctl';

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
export function canFollowEngine(word: string): boolean {
  return subcommands.has(word) || word.startsWith('-');
}

/** True for a text that begins like a command of an engine: `docker run …`, `sudo podman exec …`. */
export function isEngineCommand(text: string): boolean {
  const [, name = '', next = ''] = /^\s*(?:sudo\s+)?(\S+)\s+(\S+)/.exec(text) ?? [];
  return findProgram(name) !== undefined && subcommands.has(next);
}

/** A program that an unknown word seems to stand for. */
export interface Guess {
  readonly program: Program;
  /** The word says that it is an engine, not which. */
  readonly mayBeAnother: boolean;
}

const ANY_ENGINE = new RegExp(`${ENGINE_IN_NAME}|^\\$\\{?${ENGINE_NAME}\\}?$`);

/**
 * The program for which an unknown first word stands, by the expression that gives it, where a subcommand follows: `$DOCKER run`,
 * `"$(command -v podman)" exec`.
 */
export function guessProgram(written: string, next: string): Guess | undefined {
  if (!canFollowEngine(next)) return undefined;
  const expression = written.toLowerCase();
  if (!/^(?:\$\w+|\$\{\w+(?:\[\w*\])?\}|(?:\$\(|`)(?:which|command -v|type -p) [^()`]+[)`])$/.test(expression))
    return undefined;
  if (/docker_?-?compose|compose_(?:cmd|bin|command)/.test(expression))
    return subcommands.has(next) && next !== 'compose' ? { program: 'docker-compose', mayBeAnother: false } : undefined;
  const named = (['docker', 'podman', 'nerdctl'] as const).filter((name) => expression.includes(name));
  const [program] = named;
  if (program !== undefined) return { program, mayBeAnother: named.length > 1 };
  return ANY_ENGINE.test(expression) ? { program: 'docker', mayBeAnother: true } : undefined;
}
