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

/** A command in `$(…)` is read by itself and with the outer one: this often without repetition. */
export const READ_FACTOR = 2;

/** A systemd or Quadlet unit that a script writes. */
export interface WrittenUnit {
  readonly kind: NonNullable<Deployed['kind']>;
  readonly text: Text;
}

/** The words that a visited command prints. */
export interface Printed {
  /** True if the words may go to another command or a file. */
  readonly isPassedOn: boolean;
  readonly script: ScriptText;
  readonly nodes: readonly SyntaxNode[];
}

/** What is shared while one file is followed. */
export interface ScriptSession {
  readonly environment: ReadonlyMap<string, string>;
  readonly found: FoundInScript;
  readonly left: ScriptBudget;
  /** Call paths of commands, numbered by their parent path and the call's place. */
  readonly paths: Map<string, number>;
  readonly seen: WeakSet<SyntaxNode>;
  /** Commands whose assignments are recorded. */
  readonly noted: WeakSet<SyntaxNode>;
  /** Files that a script sources, if files are readable. */
  readonly sources: Sources | undefined;
  readonly parsed: WeakMap<ScriptText, ParsedShell>;
  /** The last output of each substitution. */
  readonly printed: WeakMap<SyntaxNode, Text>;
  readonly interpreter: Interpreter;
}

/** What following a file finds. */
export interface FoundInScript {
  /** Docker commands by place. */
  readonly calls: Map<string, CallSite>;
  /** The words of all visited engine commands, even if they request nothing. */
  readonly commands: Set<Argument>;
  readonly printedWords: Printed[];
  readonly problems: Map<string, Problem>;
  /** Places of values that the script assigns. */
  readonly assigned: Map<string, Location>;
  readonly secrets: Map<string, Location>;
  /** Units that the script writes, by name and start. */
  readonly units: Map<string, WrittenUnit>;
  /** The keys of all written files. `written` has the texts, by name and start. */
  readonly files: Set<string>;
  readonly written: Map<string, Text>;
  /** The keys of files that are copies of the project's. */
  readonly copied: Set<string>;
}

/** What may still be read of one file. */
export interface ScriptBudget {
  /** Words that may still be repeated, in loops and functions. */
  repeats: number;
  /** Characters of commands that may still be read without counting as repeated. */
  unread: number;
  /** Characters of nested words and script strings still readable: a text can run itself. */
  nested: number;
  /** The weight of words still to expand; later ones count as having too many values. */
  steps: number;
}

/** Access to the project's other files. */
export interface Sources {
  /** A project file's text; `undefined` if missing, not text, or outside the project. */
  readonly read: (path: string) => string | undefined;
  readonly isWithin: (folder: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  readonly has: (path: string) => boolean;
  /** See `ScriptSources`. */
  readonly noteRun: ((path: string) => void) | undefined;
  readonly scripts: Map<string, ScriptText>;
  /** How often each file was followed. */
  readonly followed: Map<string, number>;
  readonly texts: Map<string, string>;
  /** The Dockerfiles it builds, by path. */
  readonly dockerfiles: Map<string, string>;
  /** Characters of files still readable. */
  left: number;
}

/** Runs a command's nested scripts. */
export interface Interpreter {
  readonly runScript: (scope: Scope, script: ScriptText) => void;
  readonly runNode: (scope: Scope, node: CommandNode | CompoundList) => void;
}

/** A docker command in the text, with its variants in loops and functions. */
export interface CallSite {
  readonly location: Location;
  readonly reached: CommandRun[];
  readonly unreached: CommandRun[];
}

export interface CommandRun {
  readonly invocation: DockerInvocation;
  /** The function calls that led to it. */
  readonly path: number;
}

/** A shell process, such as that of `sh -c`. */
export interface ShellKind {
  /** All functions ever defined, including overridden ones. */
  readonly definitions: FunctionDefinition[];
  /** Aliases of engine commands. */
  readonly aliases: Set<string>;
  /** True for `sh` (dash or busybox) instead of bash. */
  readonly isPlain: boolean;
  /** Variables that the script exports anywhere: see `exportOf`. */
  readonly exported: Set<string>;
  /** Options set by `shopt`, such as `nocasematch` and `lastpipe`. */
  readonly options: Set<string>;
  /** True if a file that couldn't be followed may have set any variable. */
  hasSourced: boolean;
}

/** A script that `trap` or `alias` keeps. */
export interface KeptScript {
  readonly text: Text;
  readonly isUnreached: boolean;
}

/** A body that can be left early: a function, a sourced file, a subshell. */
export interface Body {
  readonly base: State;
  readonly returns: State[];
  /** In an untaken branch. */
  readonly isUnreached: boolean;
}

export interface Frame extends Body {
  /** The outer bindings of local names; `undefined` if unchanged. */
  readonly saved: Map<string, Binding | undefined>;
}

export interface Loop {
  readonly base: State;
  readonly breaks: State[];
  readonly continues: State[];
  /** The surrounding loop in the same function. */
  readonly outer: Loop | undefined;
  readonly isUnreached: boolean;
}

/** What `return`, `local` and `exit` refer to. */
export interface Bodies {
  readonly frame: Frame | undefined;
  /** The file being sourced in the current function. */
  readonly sourced: Body | undefined;
  /** The subshell that `exit` leaves, if its output is needed. */
  readonly subshell: Body | undefined;
}

export const NO_BODIES: Bodies = { frame: undefined, sourced: undefined, subshell: undefined };

/** The surrounding calls, sourced files and loops, for limits. */
export interface Nesting {
  /** Files being sourced, which aren't entered again. */
  readonly reading: readonly string[];
  /** Running functions, which aren't entered again. */
  readonly running: readonly FunctionNode[];
  /** The current call path; 0 outside functions. */
  readonly path: number;
  /** The number of surrounding loops, including callers'. */
  readonly loops: number;
  /** How often the surrounding loops read a command, if followed individually. */
  readonly rounds: number;
}

/** A command's context: text, variables, surroundings. */
export interface Scope {
  readonly session: ScriptSession;
  readonly shell: ShellKind;
  readonly script: ScriptText;
  readonly state: State;
  readonly file: ScriptFile | undefined;
  readonly bodies: Bodies;
  /** Output becomes a value. */
  readonly isCaptured: boolean;
  /** Output goes to another command or a file. */
  readonly isPiped: boolean;
  readonly nesting: Nesting;
  readonly loop: Loop | undefined;
  /** Scripts for later; `undefined` if the end isn't seen, as in a subshell. */
  readonly kept: KeptScript[] | undefined;
  /** Default input: the here-document of the `ssh` that started this shell. */
  readonly input: (() => Text | undefined) | undefined;
  readonly depth: number;
  /** Follows only variables: the commands are read again later. */
  readonly isSilent: boolean;
  /** In an untaken branch; its commands count only if no other path reaches them. */
  readonly isUnreached: boolean;
}

export type WordScope = Pick<Scope, 'script' | 'state' | 'session' | 'shell' | 'file'>;

/**
 * The same context on a copy of the variables: a subshell, or a branch after which no code follows.
 */
export function inSubshell(scope: Scope): Scope {
  return {
    ...scope,
    state: fork(scope.state),
    bodies: NO_BODIES,
    loop: undefined,
    kept: undefined,
    isCaptured: false,
  };
}

/** Code after an end, in case that was misjudged. Changes no variable. */
export function behindEnd(scope: Scope): Scope {
  return { ...scope, state: fork(scope.state), isUnreached: true };
}

export function pathThrough({ session: { paths }, nesting: { path } }: Scope, location: Location): number {
  return getOrInsert(paths, `${path} ${locationKey(location)}`, () => paths.size + 1);
}

export function newShell(isPlain = false): ShellKind {
  return {
    definitions: [],
    aliases: new Set(),
    isPlain,
    exported: new Set(),
    options: new Set(),
    hasSourced: false,
  };
}

export function exportName({ shell, state }: Pick<Scope, 'shell' | 'state'>, name: string, isExported = true): void {
  if (isExported) shell.exported.add(name);
  if (shell.exported.has(name)) setExported(state, name, isExported ? 'always' : 'never');
}

/** Exports an assigned variable if `set -a` is on. */
export function exportAssigned({ shell, state }: Pick<Scope, 'shell' | 'state'>, name: string): void {
  const all = exportOf(state, ALL_NAMES);
  if (all === 'never' || exportOf(state, name) === 'always') return;
  shell.exported.add(name);
  setExported(state, name, all);
}

/** Adds a problem once per place. */
export function addProblem(scope: Scope, problem: Problem): void {
  const { session } = scope;
  if (!scope.isSilent) session.found.problems.set(`${problem.id} ${locationKey(problem.place.location)}`, problem);
}

/** Reports that unknown code runs. `what` starts the sentence. */
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

/** Reports only the first of possibly thousands of places that aren't followed. */
export function reportLimit(scope: Scope, location: Location, what: string): void {
  const { session } = scope;
  const key = `syntax/limit ${what}`;
  if (session.found.problems.has(key) || scope.isSilent) return;
  session.found.problems.set(key, {
    id: 'syntax/limit',
    severity: 'info',
    message: { what },
    place: { location, hops: [] },
  });
}

export function locationKey({ path, span }: Location): string {
  return `${path}:${span.start}-${span.end}`;
}

export function branchAt(scope: Scope, { pos, end }: { readonly pos: number; readonly end: number }): Hop {
  return { kind: 'branch', location: locationIn(scope.script, pos, Math.max(end, pos + 1)) };
}
