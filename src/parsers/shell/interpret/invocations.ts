import type { Problem } from '../../../model/finding.ts';
import type { Hop, Location } from '../../../text/location.ts';
import { textKey } from '../../../text/merge-texts.ts';
import type { Text } from '../../../text/text.ts';
import { append } from '../../../util/maps.ts';
import type { Reads } from '../../contract/coverage.ts';
import type { DockerInvocation } from '../../docker/commands/invocation.ts';
import { findSubcommand } from '../../docker/commands/subcommand.ts';
import { itemKey } from '../items/items.ts';
import { mergeLists } from '../items/merge.ts';
import {
  type CallSite,
  type CommandRun,
  exportName,
  NO_BODIES,
  newShell,
  READ_FACTOR,
  type Scope,
  type ScriptSession,
  type WrittenUnit,
} from '../state/scope.ts';
import { type Binding, bind, newState, scalar } from '../state/state.ts';
import { writtenIn } from '../state/written-text.ts';
import { hasPlainShebang, hasShebang } from '../syntax/detect.ts';
import type { ScriptText } from '../syntax/script-text.ts';
import { readBy } from './coverage.ts';
import { runUncalledFunctions } from './functions.ts';
import { runKept } from './nested.ts';
import { reportUnfollowed } from './unfollowed.ts';
import { runNode, runScript } from './walk.ts';

/** With more, the command's words have candidates. */
const MAX_VARIANTS = 8;

/** Words that may be read again in loops and functions: real scripts need a fifth. */
const MAX_REPEATS = 16_000;

/** The characters of sourced files, each time. */
const MAX_SOURCED = 2_000_000;

/** Nested words and strings may be this many times the script's length. */
const MAX_NESTED_FACTOR = 12;
/** The same for short scripts. */
const MIN_NESTED = 20_000;

/**
 * See `Session.steps`: ten times what the largest of thousands of real scripts needs, some seconds.
 */
const MAX_STEPS = 50_000_000;

export interface ScriptContext {
  readonly environment: ReadonlyMap<string, string>;
  /** Variables that the surrounding document sets; they override the user's. */
  readonly variables?: ReadonlyMap<string, Text>;
  /** True if `sh` runs it, unless its first line names another shell. */
  readonly isPlainSh?: boolean;
  /** Files that earlier scripts wrote: see `writtenIn`. */
  readonly written?: ReadonlyMap<string, Binding>;
  /** The script's file, and access to the project's others; omitted if it isn't a file. */
  readonly sources?: ScriptSources;
}

export interface ScriptSources {
  readonly path: string;
  readonly read: (path: string) => string | undefined;
  readonly isWithin: (folder: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  /** True for a file that can be read, without counting against a limit. */
  readonly has: (path: string) => boolean;
  /**
   * Notes a script that another one runs if it is outside the repository. Absent if nothing is
   * confined.
   */
  readonly noteRun?: (path: string) => void;
}

export interface FoundInvocations {
  /**
   * The docker commands in execution order; a command whose words differ between calls occurs
   * several times.
   */
  readonly invocations: readonly DockerInvocation[];
  /** Syntax errors, and reports of code that wasn't followed. */
  readonly problems: readonly Problem[];
  /** Places of values that the script assigns to variables. */
  readonly assigned: readonly Location[];
  /** Places of passwords in its commands. */
  readonly secrets: readonly Location[];
  readonly units: readonly WrittenUnit[];
  /** Files that this script or an earlier one wrote. */
  readonly written: ReadonlyMap<string, Binding>;
  readonly texts: ReadonlyMap<string, string>;
  /** The Dockerfiles it builds, by path. */
  readonly dockerfiles: ReadonlyMap<string, string>;
  readonly read: Reads;
}

/**
 * Follows a script as a shell would, and returns its docker commands with their words. Never
 * throws.
 */
export function findInvocations(script: ScriptText, context: ScriptContext): FoundInvocations {
  const {
    variables = new Map<string, Text>(),
    written = new Map<string, Binding>(),
    sources,
    isPlainSh = false,
  } = context;
  const session = newSession(script, context);
  const scope: Scope = {
    session,
    shell: newShell(hasShebang(script.text) ? hasPlainShebang(script.text) : isPlainSh),
    script,
    state: newState(),
    file: sources === undefined ? undefined : { path: sources.path, main: sources.path },
    bodies: NO_BODIES,
    isCaptured: false,
    isPiped: false,
    nesting: { reading: sources === undefined ? [] : [sources.path], running: [], path: 0, loops: 0, rounds: 1 },
    loop: undefined,
    kept: [],
    input: undefined,
    depth: 0,
    isSilent: false,
    isUnreached: false,
  };
  for (const [name, text] of variables) {
    bind(scope.state, name, scalar(text));
    exportName(scope, name);
  }
  for (const [name, binding] of written) bind(scope.state, name, binding);
  runScript(scope, script);
  runKept(scope);
  runUncalledFunctions(scope);
  reportUnfollowed(scope);
  return {
    invocations: [...session.found.calls.values()].flatMap(variantsOf),
    problems: [...session.found.problems.values()],
    assigned: [...session.found.assigned.values()],
    secrets: [...session.found.secrets.values()],
    units: [...session.found.units.values()],
    written: writtenIn(scope.state),
    texts: session.sources?.texts ?? new Map<string, string>(),
    dockerfiles: session.sources?.dockerfiles ?? new Map<string, string>(),
    read: () => readBy(session, script),
  };
}

function newSession(
  { text: { length } }: ScriptText,
  { environment, written = new Map<string, Binding>(), sources }: ScriptContext,
): ScriptSession {
  return {
    environment,
    found: {
      calls: new Map(),
      commands: new Set(),
      printedWords: [],
      problems: new Map(),
      assigned: new Map(),
      secrets: new Map(),
      units: new Map(),
      files: new Set(written.keys()),
      written: new Map(),
      copied: new Set(),
    },
    left: {
      repeats: MAX_REPEATS,
      unread: READ_FACTOR * length,
      nested: MAX_NESTED_FACTOR * length + MIN_NESTED,
      steps: MAX_STEPS,
    },
    paths: new Map(),
    seen: new WeakSet(),
    noted: new WeakSet(),
    parsed: new WeakMap(),
    printed: new WeakMap(),
    sources:
      sources === undefined
        ? undefined
        : {
            read: sources.read,
            isWithin: sources.isWithin,
            isFolder: sources.isFolder,
            has: sources.has,
            noteRun: sources.noteRun,
            left: MAX_SOURCED,
            scripts: new Map(),
            followed: new Map(),
            texts: new Map(),
            dockerfiles: new Map(),
          },
    interpreter: { runScript, runNode },
  };
}

/**
 * Different word lists of one command: calls of a function and subcommands stay separate, rounds of
 * a loop merge.
 */
function variantsOf({ location, reached, unreached }: CallSite): readonly DockerInvocation[] {
  const distinct = new Map<string, CommandRun>();
  for (const run of reached.length > 0 ? reached : unreached) {
    const key = keyOf(run.invocation);
    if (!distinct.has(key)) distinct.set(key, run);
  }
  if (distinct.size <= MAX_VARIANTS) return [...distinct.values()].map(({ invocation }) => invocation);
  const groups = new Map<string, DockerInvocation[]>();
  for (const { invocation, path } of distinct.values()) {
    const { command = '', name = '' } = findSubcommand(invocation) ?? {};
    append(groups, `${path} ${invocation.program} ${command} ${name}`, invocation);
  }
  return [...groups.values()].flatMap((invocations) => mergedInvocations(invocations, location));
}

function keyOf({ program, arguments: words, environment = new Map<string, Text>() }: DockerInvocation): string {
  const given = [...environment].map(([name, text]) => `\u0003${name}=${textKey(text)}`);
  return [program, ...words.map(itemKey), ...given].join('\u0002');
}

/** Merges commands into one whose words have candidates, unless the subcommand becomes unknown. */
function mergedInvocations(invocations: readonly DockerInvocation[], location: Location): readonly DockerInvocation[] {
  const [first, ...others] = invocations;
  if (first === undefined || others.length < MAX_VARIANTS) return invocations;
  const branch: Hop = { kind: 'branch', location };
  const choice = { expression: '…', place: first.programPlace, branch };
  const lists = invocations.map((invocation) => invocation.arguments);
  const merged = { ...first, environment: new Map<string, Text>(), arguments: mergeLists(lists, choice) };
  const isLost = findSubcommand(first) !== undefined && findSubcommand(merged) === undefined;
  return isLost ? invocations : [merged];
}
