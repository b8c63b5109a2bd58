import type { CommandNode, CompoundList, Function as FunctionNode, SyntaxNode } from 'unbash';
import type { Problem } from '../../../model/finding.ts';
import type { Hop, Location, Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { Deployed } from '../../contract/relations.ts';
import type { DockerInvocation } from '../../docker/commands/invocation.ts';
import type { Argument } from '../../docker/grammar/words.ts';
import type { ParsedShell } from '../syntax/parse-script.ts';
import { locationIn, type ScriptText } from '../syntax/script-text.ts';
import {
  ALL_NAMES,
  type Binding,
  exportOf,
  type FunctionDefinition,
  fork,
  type ScriptFile,
  type State,
  setExported,
} from './state.ts';

/** What a command holds in `$(…)` is read with it and by itself: so often is a text read where nothing repeats. */
export const READ_FACTOR = 2;

/** A unit of systemd or of Quadlet that a script writes into a file of its own. */
export interface WrittenUnit {
  readonly kind: NonNullable<Deployed['kind']>;
  readonly text: Text;
}

/** Words that are printed: parts of a command that was met. */
export interface Printed {
  /** What follows may be anything: they go to another command, or into a file. */
  readonly isPassedOn: boolean;
  readonly script: ScriptText;
  readonly nodes: readonly SyntaxNode[];
}

/** What is collected while one file is read. */
export interface Session {
  /** Values that the user gave for variables. */
  readonly environment: ReadonlyMap<string, string>;
  /** The docker commands, by the place of the command. */
  readonly calls: Map<string, CallSite>;
  /**
   * The call paths on which commands were found, numbered, by the path that leads to a call and the place of the call.
   */
  readonly paths: Map<string, number>;
  readonly problems: Map<string, Problem>;
  /** Words of commands that may still be read again, in loops and functions. */
  repeats: number;
  /** Characters of commands that are read for the first time without counting among the repeats. */
  unread: number;
  /** Characters of words inside words, and of scripts in strings, that may still be read: a text can run itself. */
  nested: number;
  /** The words inside words that were read already. */
  readonly seen: WeakSet<SyntaxNode>;
  /** Where values stand that the script gives to variables. */
  readonly assigned: Map<string, Location>;
  /** Where passwords stand in commands, by their places. */
  readonly secrets: Map<string, Location>;
  /** The units that the script writes, by their names and where they begin. */
  readonly units: Map<string, WrittenUnit>;
  /** The commands whose assignments are among them. */
  readonly noted: WeakSet<SyntaxNode>;
  /** The files that a script sources, where files can be read at all. */
  readonly sources: Sources | undefined;
  /** The statements of the scripts that were read. */
  readonly parsed: WeakMap<ScriptText, ParsedShell>;
  /** What the substitutions printed when they were last followed. */
  readonly printed: WeakMap<SyntaxNode, Text>;
  readonly interpreter: Interpreter;
  /** The words of all commands of an engine that were met, those of which nothing comes among them. */
  readonly commands: Set<Argument>;
  /** See `Printed`. */
  readonly printedWords: Printed[];
}

/** The other files that a script reads. */
export interface Sources {
  /**
   * The text of a file of the project; `undefined` where there is none, where it is no text, and outside of the
   * project.
   */
  readonly read: (path: string) => string | undefined;
  /** True for a path within the project, whatever is there. */
  readonly isWithin: (folder: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  readonly scripts: Map<string, ScriptText>;
  /** All that was read, by path. */
  readonly texts: Map<string, string>;
  /** The Dockerfiles of what it builds, by path. */
  readonly dockerfiles: Map<string, string>;
  /** Characters of files that may still be sourced or built from. */
  left: number;
}

/** What runs the parts of a command that are scripts of their own. */
export interface Interpreter {
  /** Reads a whole script and follows it. */
  readonly runScript: (scope: Scope, script: ScriptText) => void;
  readonly runNode: (scope: Scope, node: CommandNode | CompoundList) => void;
}

/** One docker command in the text, and what it was each time that the script came by: in a loop, in a function. */
export interface CallSite {
  readonly location: Location;
  readonly reached: CommandRun[];
  readonly unreached: CommandRun[];
}

export interface CommandRun {
  readonly invocation: DockerInvocation;
  /** The calls of functions that led to it. */
  readonly path: number;
}

/** One shell process: what `sh -c` starts anew. */
export interface Shell {
  /** All functions that were ever defined, those that another took the name of too. */
  readonly definitions: FunctionDefinition[];
  /** The names of aliases of an engine's commands. */
  readonly aliases: Set<string>;
  /** True for `sh`, which is dash or busybox, as opposed to bash. */
  readonly isPlain: boolean;
  /** Names of variables that programs get somewhere in the script: see `exportOf`. */
  readonly exported: Set<string>;
  /** `shopt -s nocasematch`, `shopt -s lastpipe` and what else was set. */
  readonly options: Set<string>;
  /** Something was sourced that may have set anything anew, and too much was done already to follow what. */
  hasSourced: boolean;
}

/** A script that `trap` or `alias` keeps for later. */
export interface Kept {
  readonly text: Text;
  readonly isUnreached: boolean;
}

/** What can be left before its end: a function, a file that is sourced, a subshell. */
export interface Body {
  readonly base: State;
  /** The states in which it was left. */
  readonly returns: State[];
  /** It stands in a branch that is not taken. */
  readonly isUnreached: boolean;
}

/** A function that is running. */
export interface Frame extends Body {
  /** What the names that it made its own were bound to before: `undefined` for what they are outside. */
  readonly saved: Map<string, Binding | undefined>;
}

/** A loop that is running. */
export interface Loop {
  readonly base: State;
  readonly breaks: State[];
  readonly continues: State[];
  /** The loop in whose body it stands, in the same function. */
  readonly outer: Loop | undefined;
  /** It stands in a branch that is not taken. */
  readonly isUnreached: boolean;
}

/** Where a command stands: which text, which variables, what it is part of. */
export interface Scope {
  readonly session: Session;
  readonly shell: Shell;
  readonly script: ScriptText;
  readonly state: State;
  readonly file: ScriptFile | undefined;
  readonly frame: Frame | undefined;
  /** The file that is being sourced, in the function that is running. */
  readonly sourced: Body | undefined;
  /** The subshell that `exit` leaves, where what it prints counts. */
  readonly subshell: Body | undefined;
  /** What commands print becomes a value. */
  readonly isCaptured: boolean;
  /** What commands print goes to another command or into a file. */
  readonly isPiped: boolean;
  /** The files that are being sourced, which aren't entered again. */
  readonly reading: readonly string[];
  readonly loop: Loop | undefined;
  /** What the shell runs later; `undefined` where its end isn't seen, as in a subshell. */
  readonly kept: Kept[] | undefined;
  /** What a shell reads that has nothing else to read: the here-document of the `ssh` that started it. */
  readonly input: (() => Text | undefined) | undefined;
  /** The functions that are running, which aren't entered again. */
  readonly running: readonly FunctionNode[];
  /** The calls that are running: 0 where there is none. */
  readonly path: number;
  readonly depth: number;
  /** How many loops are around, of this script and of those that run it. */
  readonly loops: number;
  /** How often the loops around make a command be read, where their rounds are followed one by one. */
  readonly rounds: number;
  /** Only variables are followed: the commands are read again with what is then known. */
  readonly isSilent: boolean;
  /** In a branch that is not taken, with what is known here; its commands count only if no other way leads to them. */
  readonly isUnreached: boolean;
}

/** What a word depends on besides its text. */
export type WordScope = Pick<Scope, 'script' | 'state' | 'session' | 'shell' | 'file'>;

/** The same place on a copy of the variables: a subshell, a branch that leads nowhere. */
export function inSubshell(scope: Scope): Scope {
  return {
    ...scope,
    state: fork(scope.state),
    ...{ frame: undefined, sourced: undefined, subshell: undefined, loop: undefined, kept: undefined },
    isCaptured: false,
  };
}

/**
 * Behind an end: what stands there may be run all the same, where what decided the end is not what it seems. It changes
 * nothing.
 */
export function behindEnd(scope: Scope): Scope {
  return { ...scope, state: fork(scope.state), isUnreached: true };
}

/** The call path that goes on with the call at `location`. */
export function pathThrough({ session: { paths }, path }: Scope, location: Location): number {
  return getOrInsert(paths, `${path} ${locationKey(location)}`, () => paths.size + 1);
}

export function newShell(isPlain = false): Shell {
  return {
    definitions: [],
    aliases: new Set(),
    isPlain,
    exported: new Set(),
    options: new Set(),
    hasSourced: false,
  };
}

/** Makes programs get a variable, or get it no longer. */
export function exportName({ shell, state }: Pick<Scope, 'shell' | 'state'>, name: string, isExported = true): void {
  if (isExported) shell.exported.add(name);
  if (shell.exported.has(name)) setExported(state, name, isExported ? 'always' : 'never');
}

/** Makes programs get a variable that is given a value, as far as `set -a` says so. */
export function exportAssigned({ shell, state }: Pick<Scope, 'shell' | 'state'>, name: string): void {
  const all = exportOf(state, ALL_NAMES);
  if (all === 'never' || exportOf(state, name) === 'always') return;
  shell.exported.add(name);
  setExported(state, name, all);
}

/** Adds a problem, once for each place. */
export function addProblem(scope: Scope, problem: Problem): void {
  const { session } = scope;
  if (!scope.isSilent) session.problems.set(`${problem.id} ${locationKey(problem.place.location)}`, problem);
}

/** Reports text that is run and that nobody can know. `what` says who runs it, as the beginning of a sentence. */
export function reportUnknown(scope: Scope, place: Place, what: string): void {
  addProblem(scope, {
    id: 'syntax/unknown-command',
    severity: 'info',
    message: {
      what: `${what} that plimsoll can't determine, so its containers were not checked.`,
      remedy: 'Write the command out, or move it to a file in the repository.',
    },
    place,
  });
}

/**
 * Reports where something is first not followed that a script can do thousands of times; of the other places there is
 * no problem.
 */
export function reportLimit(scope: Scope, location: Location, what: string): void {
  const { session } = scope;
  const key = `syntax/limit ${what}`;
  if (session.problems.has(key) || scope.isSilent) return;
  session.problems.set(key, {
    id: 'syntax/limit',
    severity: 'info',
    message: { what },
    place: { location, hops: [] },
  });
}

export function locationKey({ path, span }: Location): string {
  return `${path}:${span.start}-${span.end}`;
}

/** The step that a value takes which depends on the statement at two offsets. */
export function branchAt(scope: Scope, { pos, end }: { readonly pos: number; readonly end: number }): Hop {
  return { kind: 'branch', location: locationIn(scope.script, pos, Math.max(end, pos + 1)) };
}
