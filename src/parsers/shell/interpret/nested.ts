import type { Text } from '../../../text/text.ts';
import { openVariables } from '../expand/unknown-names.ts';
import { type Item, word } from '../items/items.ts';
import { exportName, inSubshell, NO_BODIES, newShell, reportLimit, reportUnknown, type Scope } from '../state/scope.ts';
import {
  array,
  bind,
  exportOf,
  FOLDER_MARK,
  fork,
  INHERITED,
  join,
  lookUp,
  newState,
  POSITIONAL,
  type State,
  scalar,
  WRITING_FOLDER,
} from '../state/state.ts';
import { keepWritten } from '../state/written-text.ts';
import { hasPlainShebang } from '../syntax/detect.ts';
import { stringScript } from '../syntax/script-text.ts';
import { runUncalledFunctions } from './functions.ts';
import { isHarmlessOutput, reportUnread } from './unread.ts';

export const MAX_DEPTH = 200;

/**
 * Which shell runs a string: this one (`eval`), a child with the exported variables, or one without
 * access to this script.
 */
export type Runner = 'here' | 'child' | 'remote';

export interface StringTask {
  readonly text: Text;
  readonly runner: Runner;
  /** `$0` */
  readonly name?: Item;
  readonly parameters?: readonly Item[];
  readonly environment?: ReadonlyMap<string, Text>;
  readonly isPlainSh?: boolean;
  /** The default input of its commands. */
  readonly input?: () => Text | undefined;
}

/** Follows a script in a string. Ignores it if it is wholly unknown. */
export function runString(scope: Scope, task: StringTask): void {
  const { text } = task;
  if (scope.depth > MAX_DEPTH)
    reportLimit(scope, text.whole.location, 'Scripts in strings are nested too deeply to follow.');
  if (scope.depth > MAX_DEPTH || text.segments.length === 0) return;
  if (saysNothing(text)) {
    reportUnread(scope, word(text));
    if (!isHarmlessOutput(scope, text.source)) reportUnknown(scope, text.whole, 'This runs code');
    return;
  }
  const alternatives = text.segments.some((segment) => segment.kind === 'unknown' && segment.candidates.length > 0)
    ? text.alternatives({ withOpen: true })
    : [];
  // Too many candidates count as one unknown part.
  if (alternatives.length === 0 && holdsCommands(text)) reportLimit(scope, text.whole.location, TOO_MANY);
  const texts = alternatives.length > 0 ? alternatives : [text];
  const ends: State[] = [];
  for (const each of texts) {
    scope.session.left.nested -= each.length;
    if (scope.session.left.nested < 0) {
      reportLimit(
        scope,
        text.whole.location,
        'Scripts in strings run too often or are nested too deeply; the rest was not read.',
      );
      break;
    }
    const state = texts.length > 1 ? fork(scope.state) : scope.state;
    ends.push(state);
    runOne({ ...scope, state }, task, each);
  }
  if (texts.length > 1) join(scope.state, ends, { kind: 'branch', location: text.whole.location });
}

const TOO_MANY = 'There are too many possible scripts here; commands in the others were not read.';

const STRUCTURE = /[;|&<>()`\n]/;

/** True if a candidate contains more than words. */
function holdsCommands({ segments }: Text): boolean {
  return segments.some(
    (segment) =>
      segment.kind === 'unknown' &&
      segment.candidates.some((candidate) => STRUCTURE.test(candidate.skeleton) || holdsCommands(candidate)),
  );
}

function saysNothing({ segments }: Text): boolean {
  return segments.every((segment) => segment.kind === 'unknown' && segment.candidates.every(saysNothing));
}

function runOne(scope: Scope, task: StringTask, text: Text): void {
  const { runner, name, parameters, environment, isPlainSh = hasPlainShebang(text.skeleton), input } = task;
  const script = stringScript(text);
  const depth = scope.depth + 1;
  if (runner === 'here') {
    scope.session.interpreter.runScript({ ...scope, script, depth }, script);
    return;
  }
  const { session, isSilent, isUnreached, nesting } = scope;
  const state = runner === 'child' ? childState(scope) : newState();
  for (const [variable, value] of environment ?? []) bind(state, variable, scalar(value));
  if (name?.kind === 'word') bind(state, '0', scalar(name.text));
  if (parameters !== undefined) bind(state, POSITIONAL, array(parameters));
  const shell = newShell(isPlainSh);
  if (runner === 'child') for (const variable of [...state.changed.keys()]) exportName({ shell, state }, variable);
  const inner: Scope = {
    session,
    shell,
    script,
    state,
    file: undefined,
    bodies: NO_BODIES,
    isCaptured: false,
    isPiped: scope.isPiped,
    nesting: { ...nesting, reading: [] },
    loop: undefined,
    kept: [],
    input,
    depth,
    isSilent,
    isUnreached,
  };
  session.interpreter.runScript(inner, script);
  runKept(inner);
  runUncalledFunctions(inner);
  if (runner === 'child') keepWritten(state, scope.state);
}

function childState({ state, shell, session }: Scope): State {
  const child = newState();
  session.left.nested -= session.found.files.size;
  for (const name of [FOLDER_MARK, WRITING_FOLDER, ...session.found.files]) {
    const binding = lookUp(state, name);
    if (binding !== INHERITED) bind(child, name, binding);
  }
  for (const name of shell.exported) {
    const exported = exportOf(state, name);
    const binding = lookUp(state, name);
    if (exported === 'never' || (binding.mayBeInherited && binding.scalar === undefined)) continue;
    bind(child, name, exported === 'always' ? binding : { ...binding, mayBeInherited: true });
  }
  return child;
}

/** Follows a string that runs later, so it changes nothing here. */
export function runLater(scope: Scope, text: Text): void {
  runString(inSubshell(scope), { text, runner: 'here' });
}

/** Keeps a script that runs before the shell ends, or follows it now if that end isn't followed. */
export function keep(scope: Scope, text: Text): void {
  const { kept, isSilent, isUnreached } = scope;
  if (isSilent) return;
  if (kept === undefined) runAtAnyTime(scope, text);
  else kept.push({ text, isUnreached });
}

/** Follows the scripts of `trap` and `alias`. */
export function runKept(scope: Scope): void {
  for (const { text, isUnreached } of scope.kept ?? []) runAtAnyTime({ ...scope, isUnreached }, text);
}

/** Each variable in the script may have any value. */
function runAtAnyTime(scope: Scope, text: Text): void {
  const inner = inSubshell(scope);
  const names = Array.from(text.skeleton.matchAll(/\$\{?([A-Za-z_]\w*)/g), ([, name = '']) => name);
  openVariables(inner, names, text.whole);
  runLater(inner, text);
}
