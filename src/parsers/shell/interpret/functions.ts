import { type Function as FunctionNode, forEachChild, type SyntaxNode } from 'unbash';
import type { Hop, Location, Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { type Item, mapItemPlaces } from '../items/items.ts';
import { behindEnd, type Frame, pathThrough, reportLimit, type Scope } from '../state/scope.ts';
import {
  array,
  type Binding,
  bind,
  boundSince,
  type FunctionDefinition,
  fork,
  functionKey,
  INHERITED,
  join,
  joinBindings,
  lookUp,
  POSITIONAL,
  type State,
  scalar,
} from '../state/state.ts';
import { isScript } from '../syntax/detect.ts';
import { BATS_TEST } from '../syntax/parse-script.ts';
import { locationIn } from '../syntax/script-text.ts';
import { printUnknown } from './printing.ts';
import { setAnything } from './sources.ts';

const MAX_CALLS = 24;

/**
 * A recursive function is followed twice: with the first call's words, and with those of its own
 * call.
 */
const MAX_ENTERED = 2;

/** Defines a function; its body is followed where it is called. */
export function defineFunction({ shell, script, file, state }: Scope, node: FunctionNode): void {
  const known = shell.definitions.find((other) => other.node === node);
  const definition: FunctionDefinition = known ?? { node, script, file, wasCalled: false };
  bind(state, functionKey(node.name.value), toBinding(definition));
  if (known === undefined) shell.definitions.push(definition);
}

function toBinding(definition: FunctionDefinition): Binding {
  return { functions: [definition], mayBeUnset: false, mayBeInherited: false };
}

export interface FoundFunctions {
  /** The possible definitions, except those being followed. */
  readonly definitions: readonly FunctionDefinition[];
  /** True if the name may not be a function. */
  readonly mayBeOther: boolean;
}

/** The functions that a call runs; `undefined` if there are none, or all are being followed. */
export function findFunction(scope: Scope, name: string): FoundFunctions | undefined {
  const {
    state,
    nesting: { running },
  } = scope;
  const { functions = [], mayBeUnset, mayBeInherited } = lookUp(state, functionKey(name));
  if (functions.length === 0) return undefined;
  const definitions = functions.filter(({ node }) => {
    return running.filter((other) => other === node).length < MAX_ENTERED;
  });
  return definitions.length === 0 ? undefined : { definitions, mayBeOther: mayBeUnset || mayBeInherited };
}

/** Follows a function's body with a call's words; `call` is the place of the function's name. */
export function callFunction(
  scope: Scope,
  definitions: readonly FunctionDefinition[],
  words: readonly Item[],
  call: Location,
  environment: ReadonlyMap<string, Text>,
): void {
  if (scope.session.left.repeats <= 0) {
    leaveOpen(scope, { location: call, hops: [] });
    return;
  }
  if (scope.nesting.running.length >= MAX_CALLS) {
    reportLimit(scope, call, `Function calls nested more than ${MAX_CALLS} deep are not followed.`);
    leaveOpen(scope, { location: call, hops: [] });
    return;
  }
  const hop: Hop = { kind: 'argument', location: call };
  const items = words.map((item) => mapItemPlaces(item, (place) => ({ ...place, hops: [...place.hops, hop] })));
  const ends = definitions.map((definition) => {
    const state = definitions.length > 1 ? fork(scope.state) : scope.state;
    definition.wasCalled = true;
    runBody({ ...scope, state }, definition, items, hop, environment);
    return state;
  });
  if (ends.length > 1) join(scope.state, ends, { kind: 'branch', location: call });
}

/** A call that isn't followed: any output, and each variable keeps its value or has any other. */
function leaveOpen(scope: Scope, place: Place): void {
  if (scope.isCaptured) printUnknown(scope);
  setAnything(scope, place);
}

function runBody(
  scope: Scope,
  definition: FunctionDefinition,
  items: readonly Item[] | undefined,
  hop: Hop,
  environment: ReadonlyMap<string, Text>,
): void {
  const given = fork(scope.state);
  for (const [name, text] of environment) bind(given, name, scalar(text));
  bind(given, POSITIONAL, items === undefined ? INHERITED : array(items));
  const base = fork(given);
  follow({ ...scope, state: base }, definition, [POSITIONAL, ...environment.keys()], hop);
  for (const [name, binding] of base.changed) bind(scope.state, name, binding);
  if (base.hasEnded) scope.state.hasEnded = true;
}

/** Follows a body. The variables in `own` are local from the start. */
function follow(scope: Scope, { node, script, file }: FunctionDefinition, own: readonly string[], hop: Hop): void {
  const { state, session, isUnreached } = scope;
  const body = fork(state);
  const frame: Frame = { base: state, returns: [], saved: new Map(own.map((name) => [name, undefined])), isUnreached };
  for (const name of own) bind(body, localKey(name), LOCAL);
  const { bodies, nesting } = scope;
  const running = [...nesting.running, node];
  session.interpreter.runNode(
    {
      ...scope,
      script,
      file,
      state: body,
      loop: undefined,
      bodies: { ...bodies, frame, sourced: undefined },
      nesting: { ...nesting, running, path: pathThrough(scope, hop.location) },
      depth: scope.depth + 1,
    },
    node.body,
  );
  const ends = [body, ...frame.returns];
  // These branches are the same for each call.
  const branch: Hop = { kind: 'branch', location: locationIn(script, node.name.pos, node.name.end) };
  for (const end of ends) for (const [name, before] of frame.saved) giveBack(end, frame, name, before, branch);
  join(state, ends, branch);
}

/** Restores the outer value of a local variable, unless the function changed the outer variable. */
function giveBack(
  { changed, ...end }: State,
  { base }: Frame,
  name: string,
  before: Binding | undefined,
  branch: Hop,
): void {
  const own = boundSince({ changed, ...end }, base, localKey(name));
  const after = changed.get(name);
  changed.delete(localKey(name));
  if (own === undefined || after === undefined) return;
  if (own.mayBeInherited) changed.set(name, joinBindings([before ?? lookUp(base, name), after], name, branch));
  else if (before === undefined) changed.delete(name);
  else changed.set(name, before);
}

function localKey(name: string): string {
  return `local ${name}`;
}

/** A list, since joining states keeps it. */
const LOCAL: Binding = array([]);

/**
 * Makes a name local: its outer value returns after the function. True if it still has that value.
 */
export function makeLocal({ bodies: { frame }, state }: Scope, name: string): boolean {
  if (frame === undefined) return false;
  bind(state, localKey(name), LOCAL);
  const before = boundSince(state, frame.base, name);
  if (frame.saved.has(name)) return before === frame.saved.get(name);
  frame.saved.set(name, before);
  return true;
}

/** Follows functions that nothing called, with unknown parameters, callers first. */
export function runUncalledFunctions(scope: Scope): void {
  const definitions = scope.shell.definitions.filter((definition) => !isReadElsewhere(scope, definition));
  const called = new Set(
    definitions.filter(({ wasCalled }) => !wasCalled).flatMap(({ node }) => [...commandsIn(node)]),
  );
  const isRoot = ({ node }: FunctionDefinition): boolean => !called.has(node.name.value);
  // Functions defined after the end may still be called.
  const base = fork(scope.state);
  for (const definition of scope.shell.definitions) {
    const key = functionKey(definition.node.name.value);
    if (lookUp(base, key).functions === undefined) bind(base, key, toBinding(definition));
  }
  let prepared: State | undefined;
  for (const definition of [...definitions.filter(isRoot), ...definitions]) {
    if (definition.wasCalled) continue;
    const inner = { ...scope, state: fork(base), kept: undefined };
    if (isBatsTest(definition)) {
      prepared ??= preparedState({ ...scope, state: base });
      inner.state = fork(prepared);
      inner.state.hasEnded = prepared.hasEnded;
    }
    // Set-up code may end the test by `skip` and similar commands.
    runUncalled(inner.state.hasEnded ? behindEnd(inner) : inner, definition);
  }
}

function runUncalled(scope: Scope, definition: FunctionDefinition): void {
  definition.wasCalled = true;
  const { node, script } = definition;
  const hop: Hop = { kind: 'argument', location: locationIn(script, node.name.pos, node.name.end) };
  runBody(scope, definition, undefined, hop, new Map());
}

function isBatsTest({ node, file }: FunctionDefinition): boolean {
  return node.name.value.startsWith(BATS_TEST) && file?.main.endsWith('.bats') !== false;
}

function preparedState(scope: Scope): State {
  const inner = { ...scope, state: fork(scope.state), kept: undefined };
  for (const name of ['setup_file', 'setup']) {
    for (const definition of lookUp(inner.state, functionKey(name)).functions ?? []) runUncalled(inner, definition);
  }
  return inner.state;
}

function isReadElsewhere({ session: { sources } }: Scope, { file }: FunctionDefinition): boolean {
  const text = file === undefined || file.path === file.main ? undefined : sources?.texts.get(file.path);
  return text !== undefined && isScript(text, file?.path);
}

/** The names of the commands in a function, except in substitutions. */
function commandsIn(node: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (child: SyntaxNode): void => {
    if (child.type === 'Command') {
      if (child.name !== undefined) names.add(child.name.text);
    } else if (child.type !== 'Word') forEachChild(child, visit);
  };
  forEachChild(node, visit);
  names.delete(node.name.value);
  return names;
}
