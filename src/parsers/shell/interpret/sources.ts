import type { Hop, Place } from '../../../text/location.ts';
import { placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { assignToUnknown } from '../expand/unknown-names.ts';
import { type Item, isCertainItem, mapItemPlaces, placeOf } from '../items/items.ts';
import { type Body, READ_FACTOR, reportLimit, reportUnknown, type Scope } from '../state/scope.ts';
import { array, bind, fork, INHERITED, join, lookUp, POSITIONAL, type State, UNSET } from '../state/state.ts';
import { textWrittenTo } from '../state/written-text.ts';
import { fileScript, type ScriptText } from '../syntax/script-text.ts';
import { filePathsOf, standpointOf } from './files.ts';

/** Files with more candidate names aren't read. */
const MAX_ALTERNATIVES = 8;

/**
 * A test that prevents sourcing a file twice: `[ -n "${LIB_LOADED:-}" ] && return`, at its start.
 */
const ONCE =
  /^(?:[ \t]*(?:#[^\n]*)?\n){0,100}[ \t]*(?:if[ \t]+)?(?:\[\[?|test|\(\()[ \t][^\n$]{0,40}\$?\{?([A-Za-z_]\w{0,60})\b[^\n]{0,40}?(?:&&|\bthen\b)[\s{]{0,20}return\b/;

/** How often one script may follow another: scripts that source each other grow exponentially. */
const MAX_FOLLOWED = 64;

const MAX_VALUE_LENGTH = 64_000;

/** Files of the system and of tools, which set only their own variables. */
const OF_TOOLS =
  /(?:^|\/)(?:bash_completion|nvm\.sh|activate|profile|\.bashrc|\.bash_profile|\.profile|\.zshrc|\.cargo\/env|bats-(?:support|assert|file|mock)\/load(?:\.bash)?)$/;
const OF_SYSTEM = /(?:^|\/)(?:os|lsb)-release$/;
const SYSTEM_NAMES =
  'NAME ID ID_LIKE PRETTY_NAME VERSION VERSION_ID VERSION_CODENAME VARIANT VARIANT_ID HOME_URL LOGO BUILD_ID';

/**
 * Follows a sourced file (`.`, `source`, bats' `load`). If it is unknown or outside the project,
 * each variable keeps its value or has any other.
 */
export function runSource(scope: Scope, words: readonly Item[], endings: readonly string[] = ['']): void {
  const [first, ...rest] = words;
  if (first === undefined) return;
  const texts = first.kind === 'word' && isCertainItem(first) ? namesOf(first.text) : [];
  const hop: Hop = { kind: 'branch', location: placeOf(first).location };
  const ends: State[] = [];
  for (const text of texts) {
    const state = texts.length > 1 ? fork(scope.state) : scope.state;
    ends.push(state);
    readIn({ ...scope, state }, text, rest, endings);
  }
  if (texts.length === 0) {
    setAnything(scope, placeOf(first));
    reportUnknown(scope, placeOf(first), READS);
  } else if (texts.length > 1) join(scope.state, ends, hop);
}

const READS = 'This reads commands from a file';

/** Each variable keeps its value or has any other. */
export function setAnything(scope: Scope, place: Place): void {
  assignToUnknown(scope, Text.unknown('', place), place);
}

/** The text of a file that the script wrote or the project contains. */
export function readProjectFile(scope: Scope, name: Text): Text | undefined {
  const written = textWrittenTo(scope, name);
  if (written !== undefined) return written;
  const { sources } = scope.session;
  const found = sources === undefined ? undefined : find(scope, name, ['']);
  if (found?.isCertain !== true || found.text.length > MAX_VALUE_LENGTH) return undefined;
  return Text.verbatim(found.text, placeAt(found.path, 0, found.text.length));
}

function namesOf(text: Text): readonly Text[] {
  if (!text.segments.some((segment) => segment.kind === 'unknown' && segment.candidates.length > 0)) return [text];
  const alternatives = text.alternatives({ withOpen: true });
  return alternatives.length <= MAX_ALTERNATIVES ? alternatives : [];
}

function readIn(scope: Scope, name: Text, words: readonly Item[], endings: readonly string[]): void {
  const place = name.place;
  if (name.segments.length === 0) return;
  const found = find(scope, name, endings);
  if (found === undefined) {
    if (OF_SYSTEM.test(name.skeleton))
      for (const each of SYSTEM_NAMES.split(' ')) assignToUnknown(scope, Text.derived(each, place), place);
    else if (!OF_TOOLS.test(name.skeleton)) {
      setAnything(scope, place);
      if (name.value === undefined) reportUnknown(scope, place, READS);
    }
    return;
  }
  const { path, isCertain } = found;
  if (!scope.nesting.reading.includes(path)) {
    const script = scriptOf(scope, found);
    if (script === undefined) setAnything(scope, place);
    else follow(scope, path, script, words, place);
  }
  // The file was found, but another one may be meant.
  if (!isCertain) setAnything(scope, place);
}

function scriptOf({ session, ...scope }: Scope, { path, text }: Found): ScriptText | undefined {
  const { sources } = session;
  if (sources === undefined) return undefined;
  sources.left -= text.length;
  const times = (sources.followed.get(path) ?? 0) + 1;
  sources.followed.set(path, times);
  if (sources.left < 0 || times > MAX_FOLLOWED) {
    const place = placeAt(path, 0, Math.min(text.length, 1));
    reportLimit(
      { session, ...scope },
      place.location,
      'The sourced files are too long, or sourced too often, to follow further.',
    );
    return undefined;
  }
  const known = sources.scripts.get(path);
  if (known !== undefined) return known;
  const script = fileScript(path, text);
  sources.scripts.set(path, script);
  session.left.unread += READ_FACTOR * text.length;
  session.left.nested += text.length;
  return script;
}

function follow(scope: Scope, path: string, script: ScriptText, words: readonly Item[], place: Place): void {
  const { state, session, file, isUnreached, depth, bodies, nesting } = scope;
  const body = fork(state);
  const sourced: Body = { base: state, returns: [], isUnreached };
  const hop: Hop = { kind: 'argument', location: place.location };
  const parameters = lookUp(state, POSITIONAL);
  if (words.length > 0)
    bind(
      body,
      POSITIONAL,
      array(words.map((item) => mapItemPlaces(item, (at) => ({ ...at, hops: [...at.hops, hop] })))),
    );
  const once = ONCE.exec(script.text)?.[1];
  // If the variable is unset, the file wasn't sourced yet.
  if (once !== undefined && lookUp(body, once) === INHERITED && script.text.includes(`${once}=`))
    bind(body, once, UNSET);
  session.interpreter.runScript(
    {
      ...scope,
      script,
      state: body,
      bodies: { ...bodies, sourced },
      depth: depth + 1,
      file: { path, main: file?.main ?? path },
      nesting: { ...nesting, reading: [...nesting.reading, path] },
    },
    script,
  );
  const ends = [body, ...sourced.returns];
  if (words.length > 0) for (const end of ends) bind(end, POSITIONAL, parameters);
  join(state, ends, { kind: 'branch', location: place.location });
}

interface Found {
  readonly path: string;
  readonly text: string;
  readonly isCertain: boolean;
}

/** A project file by name, with one of several endings. */
function find(scope: Scope, name: Text, endings: readonly string[]): Found | undefined {
  const { sources } = scope.session;
  if (sources === undefined) return undefined;
  let running: Found | undefined;
  for (const [base, isCertain] of filePathsOf(standpointOf(scope), name)) {
    for (const ending of endings) {
      const path = base + ending;
      const text = sources.read(path);
      if (text === undefined) continue;
      // The name probably means one in a parent directory: files rarely source themselves.
      if (scope.nesting.reading.includes(path)) running ??= { path, text, isCertain };
      else {
        sources.texts.set(path, text);
        return { path, text, isCertain };
      }
    }
  }
  return running;
}
