import type { Command, Function as FunctionNode, Statement, Word } from 'unbash';
import type { Place } from '../../../../text/location.ts';
import { getOrInsert, groupBy } from '../../../../util/maps.ts';
import { openVariables } from '../../expand/unknown-names.ts';
import { expandText } from '../../expand/words.ts';
import type { Scope, Shell } from '../../state/scope.ts';
import { type FunctionDefinition, lookUp, lookUpOwn, OUTPUT, POSITIONAL } from '../../state/state.ts';
import { fileKey } from '../../state/written-text.ts';
import { placeIn, type ScriptText } from '../../syntax/script-text.ts';
import { outputGoes } from '../output.ts';
import { printUnknown } from '../printing.ts';
import { type Effects, effectsOf, type NameUse } from './effects.ts';
import { isPlainProgram, namesIn } from './plain-words.ts';

/**
 * Called more often than this, a function that can run nothing that is looked for is no longer followed: what it prints is anything, the variables that it
 * sets are what they were, or anything.
 */
const MAX_FOLLOWED = 100;

/** More variables than this are not opened for one call. */
const MAX_WRITES = 8;

/** A word that names a file, in its script. */
interface FileWord {
  readonly word: Word;
  readonly script: ScriptText;
}

/** What commands can change, with the functions that they call. */
interface Summary {
  /** More than what is written here. */
  readonly isOpen: boolean;
  readonly prints: boolean;
  readonly ends: boolean;
  readonly writes: ReadonlySet<string>;
  readonly appended: readonly FileWord[];
  readonly programs: ReadonlySet<string>;
}

const OPEN: Summary = { isOpen: true, prints: true, ends: true, writes: new Set(), appended: [], programs: new Set() };

/** What is followed once at least. */
type Followed = Command | Statement | FunctionNode;

/** The functions of a shell, as long as no other is defined. */
interface Functions {
  readonly count: number;
  readonly byName: ReadonlyMap<string, readonly FunctionDefinition[]>;
  /** `undefined` where it is being found out. */
  readonly summaries: Map<string, Summary | undefined>;
  /** The commands that were followed since. */
  readonly followed: WeakSet<Followed>;
  readonly own: WeakMap<Command | Statement, Summary>;
}

const functionsOf = new WeakMap<Shell, Functions>();

function currentFunctions(shell: Shell): Functions {
  const before = functionsOf.get(shell);
  if (before?.count === shell.definitions.length) return before;
  let byName: Functions['byName'] | undefined;
  const functions: Functions = {
    count: shell.definitions.length,
    // Not asked for where one definition follows the other.
    get byName() {
      byName ??= groupBy(shell.definitions, ({ node }) => node.name.value);
      return byName;
    },
    summaries: new Map(),
    followed: new WeakSet(),
    own: new WeakMap(),
  };
  functionsOf.set(shell, functions);
  return functions;
}

/**
 * True for commands that were followed before and change nothing: they neither are nor run what is looked for, whatever is known of their variables, and
 * set none. Functions that only print are called thousands of times.
 */
export function isInVain(scope: Scope, node: Command | Statement): boolean {
  const functions = functionsBefore(scope, [node]);
  if (functions === undefined) return false;
  const summary = ownSummary(functions, node, scope.script);
  const called = node.type === 'Command' ? functions.byName.get(node.name?.text ?? '') : undefined;
  if (!changesNothing(scope, functions, summary, called)) return false;
  if (summary.prints && isHeard(scope)) {
    if (node.type === 'Command' || !printsUnknown(node.command)) return false;
    printUnknown(scope);
  }
  openVariables(scope, summary.writes, placeIn(scope.script, node.pos, node.end));
  return true;
}

/** The same for a call of functions that were followed before, with other words. */
export function isCallInVain(scope: Scope, called: readonly FunctionDefinition[], place: Place): boolean {
  const functions = functionsBefore(
    scope,
    called.map(({ node }) => node),
  );
  if (functions === undefined) return false;
  const summary = union(called.map(({ node }) => summaryOf(functions, node.name.value)));
  if (!changesNothing(scope, functions, summary, called)) return false;
  if (summary.prints && isHeard(scope)) {
    if (!areOften(called)) return false;
    printUnknown(scope);
  }
  openVariables(scope, summary.writes, place);
  return true;
}

/** True where calls of functions may do more than print, set variables and end the shell. */
export function canRunPrograms({ shell }: Scope, called: readonly FunctionDefinition[]): boolean {
  const functions = currentFunctions(shell);
  return called.some(({ node }) => summaryOf(functions, node.name.value).isOpen);
}

/** The functions that there are, where nodes were followed since the last was defined. */
function functionsBefore({ shell, isSilent }: Scope, nodes: readonly Followed[]): Functions | undefined {
  if (shell.aliases.size > 0 || shell.options.has('lastpipe')) return undefined;
  const functions = currentFunctions(shell);
  const { followed } = functions;
  const isFollowed = nodes.every((node) => followed.has(node));
  if (!isFollowed && !isSilent) for (const node of nodes) followed.add(node);
  return isFollowed ? functions : undefined;
}

/** True where nothing is changed but variables that were set often: `called` are the functions that do so. */
function changesNothing(
  scope: Scope,
  functions: Functions,
  { isOpen, ends, writes, appended, programs }: Summary,
  called: readonly FunctionDefinition[] = [],
): boolean {
  if (isOpen || ends || writes.size > MAX_WRITES) return false;
  return (
    (writes.size === 0 || areOften(called)) &&
    addsToUnknown(scope, appended) &&
    [...programs].every((name) => isPlain(scope, functions, name)) &&
    [...writes].every((name) => lookUpOwn(scope.state, name).reference === undefined)
  );
}

function areOften(called: readonly FunctionDefinition[]): boolean {
  return called.length > 0 && called.every(({ calls }) => calls > MAX_FOLLOWED);
}

/** True where what is printed becomes a value, of which all is known so far. */
function isHeard({ isCaptured, state }: Scope): boolean {
  return isCaptured && lookUpOwn(state, OUTPUT).scalar !== undefined;
}

/** True for a pipe of which what it prints is not known. */
function printsUnknown(node: Statement['command']): boolean {
  const last = node.type === 'Pipeline' && node.commands.length > 1 ? node.commands.at(-1) : undefined;
  return last?.type === 'Command' && outputGoes(last.redirects) !== 'elsewhere';
}

/** True where what a variable names is known, and does nothing that is followed. */
function isPlain({ state }: Scope, { byName }: Functions, name: string): boolean {
  const { scalar: text, items, entries, reference, mayBeInherited } = lookUp(state, name);
  if (text === undefined || items !== undefined || entries !== undefined || reference !== undefined || mayBeInherited)
    return false;
  const texts = text.isKnown ? [text] : text.alternatives({ withOpen: true });
  return (
    texts.length > 0 &&
    texts.every(
      ({ value }) => value !== undefined && /^[\w.+-]*$/.test(value) && isPlainProgram(value) && !byName.has(value),
    )
  );
}

/** True where nothing is known of the files to which text is added, so that nothing is known of them after that either. */
function addsToUnknown(scope: Scope, appended: readonly FileWord[]): boolean {
  return appended.every(
    ({ word, script }) => lookUpOwn(scope.state, fileKey(expandText({ ...scope, script }, word))).scalar === undefined,
  );
}

function ownSummary(functions: Functions, node: Command | Statement, script: ScriptText): Summary {
  return getOrInsert(functions.own, node, () => {
    const effects = effectsOf(node);
    return effects.leaves ? OPEN : summarize(functions, effects, script, new Map());
  });
}

/** What a call of a name can change; of functions that call themselves that is not found out. */
function summaryOf(functions: Functions, name: string): Summary {
  const { summaries, byName } = functions;
  if (summaries.has(name)) return summaries.get(name) ?? OPEN;
  summaries.set(name, undefined);
  const each = (byName.get(name) ?? []).map(({ node, script }) => {
    const effects = effectsOf(node.body);
    return summarize(functions, effects, script, new Map([...effects.locals, [POSITIONAL, -1]]));
  });
  const summary = union(each);
  summaries.set(name, summary);
  return summary;
}

function union(summaries: readonly Summary[]): Summary {
  return summaries.some(({ isOpen }) => isOpen)
    ? OPEN
    : {
        isOpen: false,
        prints: summaries.some(({ prints }) => prints),
        ends: summaries.some(({ ends }) => ends),
        writes: new Set(summaries.flatMap(({ writes }) => [...writes])),
        appended: summaries.flatMap(({ appended }) => appended),
        programs: new Set(summaries.flatMap(({ programs }) => [...programs])),
      };
}

/** `locals` are the names that stay inside, with where that begins. */
function summarize(
  functions: Functions,
  { isOpen, calls, writes, appended, ...effects }: Effects,
  script: ScriptText,
  locals: ReadonlyMap<string, number>,
): Summary {
  if (isOpen) return OPEN;
  const isOutside = (name: string, { at }: NameUse): boolean => at < (locals.get(name) ?? Number.POSITIVE_INFINITY);
  const written = new Set(writes.flatMap((use) => (isOutside(use.name, use) ? [use.name] : [])));
  let { prints, ends } = effects;
  const programs = new Set(effects.programs);
  const files = appended.map((word): FileWord => ({ word, script }));
  for (const call of calls) {
    const inner = summaryOf(functions, call.name);
    if (inner.isOpen) return OPEN;
    prints ||= call.isHeard && (functions.byName.has(call.name) ? inner.prints : call.prints);
    files.push(...inner.appended);
    for (const name of inner.programs) programs.add(name);
    ends ||= inner.ends && !call.isApart;
    if (!call.isApart) for (const name of inner.writes) if (isOutside(name, call)) written.add(name);
  }
  // What a file or a program is called is known where the call stands, unless it depends on what the function does.
  const changed = new Set([...written, ...locals.keys(), ...writes.map(({ name }) => name)]);
  const names = [...programs, ...files.flatMap(({ word }) => namesIn(word) ?? [])];
  return names.some((name) => changed.has(name))
    ? OPEN
    : { isOpen: false, prints, ends, writes: written, appended: files, programs };
}
