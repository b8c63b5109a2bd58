import type { Problem } from '../../../../model/finding.ts';
import type { Location, Place } from '../../../../text/location.ts';
import { textKey } from '../../../../text/merge-texts.ts';
import type { Text } from '../../../../text/text.ts';
import { getOrInsert } from '../../../../util/maps.ts';
import type { DockerInvocation } from '../../../docker/commands/invocation.ts';
import { findSubcommand } from '../../../docker/commands/subcommand.ts';
import type { Program } from '../../../programs/engines.ts';
import { type Item, placeOf, sourceOf, valueOfItem } from '../../items/items.ts';
import { addProblem, locationKey, reportUnknown, type Scope } from '../../state/scope.ts';
import { writtenFor } from '../../state/written-text.ts';
import { dockerfileReader, fileFinder, fileLooker, folderFinder, foldersNow } from '../files.ts';
import { clientEnvironment, DEPLOYS, type PassedVariables } from '../variables/client-environment.ts';

/** A command's words, and what else decides how they are run. */
export interface Call {
  readonly words: readonly Item[];
  /** Where a word of several came from between quotes: `"${C[@]}"`, for each word that it gives. */
  readonly quoted: ReadonlyMap<Item, Place>;
  /** What can be read from a word that names no file of the project: `<(echo …)`. */
  readonly contents: ReadonlyMap<Item, Text>;
  /** The whole command. */
  readonly location: Location;
  /** Variables for this command alone. */
  readonly environment: ReadonlyMap<string, Text>;
  /** What of that and of what is exported a program gets. */
  readonly passed: PassedVariables;
  /** What a shell would read from its input. */
  readonly input: () => Text | undefined;
  /** The part of that which is its own: a here-document, a here-string. */
  readonly given: () => Text | undefined;
  /** That, or the file that it names: `< file`. */
  readonly own: () => Text | undefined;
  /** Something is given to it to read, known or not: a pipe, a file. */
  readonly hasInput: boolean;
  /** It reads nothing: `< /dev/null`. */
  readonly hasNoInput: boolean;
  /** The shell itself looks the name up: functions and builtins count. */
  readonly isDirect: boolean;
  readonly depth: number;
}

/** Of a command with more words than this the rest is not read. */
export const MAX_WORDS = 10_000;

/** What stands first in the words of a command that builds an image. */
const BUILDERS: ReadonlySet<string | undefined> = new Set(['build', 'buildx', 'builder', 'image']);

/** How a command names its input in the place of a Compose file. */
const READS_INPUT: ReadonlySet<string | undefined> = new Set(['-', '-f-', '-c-', '--file=-', '--compose-file=-']);

/** What stands first in the words of a command that reads Compose files. */
const COMPOSES: ReadonlySet<string | undefined> = new Set(['compose', 'stack']);
const NAMES_FILE = /^(?:-f|-c|--file|--compose-file)$/;
const WITH_FILE = /^(?:-f|-c|--file=|--compose-file=)./;

/** The word that gives a Compose file that is not known. */
function unknownFile(words: readonly Item[], isGiven: (name: Text) => boolean): Item | undefined {
  return words.find((item, index) => {
    // A pattern that names no file that is given.
    if (item.kind === 'word' && item.text.isKnown && !/[*?]/.test(item.text.skeleton)) return false;
    if (NAMES_FILE.test(valueOfItem(words[index - 1]) ?? '')) return item.kind !== 'word' || !isGiven(item.text);
    return item.kind === 'word' && WITH_FILE.test(item.text.skeleton);
  });
}

/** Adds a command of docker to those that the script runs. */
export function record(
  scope: Scope,
  call: Call,
  program: Program,
  how: Pick<DockerInvocation, 'mayBeAnother' | 'isGuess'>,
): void {
  const { session, isUnreached } = scope;
  const [first] = call.words;
  if (first === undefined || scope.isSilent) return;
  for (const each of call.words) session.commands.add(each);
  const key = `${locationKey(call.location)} ${locationKey(placeOf(first).location)}`;
  const site = getOrInsert(session.calls, key, () => ({ location: call.location, reached: [], unreached: [] }));
  const words = limitedWords(scope, call);
  const readFile = dockerfileReader(scope);
  const findFile = fileFinder(scope);
  const findFolder = folderFinder(scope);
  const folders = foldersNow(scope);
  const lookAt = fileLooker(scope);
  const input = BUILDERS.has(valueOfItem(words[0]))
    ? call.given()
    : words.some((word) => READS_INPUT.has(valueOfItem(word)))
      ? call.input()
      : undefined;
  const environment = clientEnvironment(scope, words, call.passed);
  const mayDeploy = words.some((word) => DEPLOYS.has(valueOfItem(word)));
  const written = mayDeploy ? writtenFor(scope, words, environment.get('COMPOSE_FILE'), placeOf(first)) : undefined;
  const isGiven = (name: Text): boolean => findFile?.(name) !== undefined || written?.has(textKey(name)) === true;
  const [subcommand] = words;
  const isOpen = findSubcommand({ program, arguments: words }) === undefined;
  if (isOpen && subcommand !== undefined && valueOfItem(subcommand) === undefined && !GIVEN.test(sourceOf(subcommand)))
    reportUnknown(scope, placeOf(subcommand), 'This runs a subcommand of an engine');
  const deploys = COMPOSES.has(valueOfItem(words[0])) || program === 'docker-compose';
  const file = deploys ? unknownFile(words, isGiven) : undefined;
  if (deploys && input === undefined && words.some((word) => READS_INPUT.has(valueOfItem(word))))
    reportUnknown(scope, placeOf(first), 'This runs commands from a file');
  if (file !== undefined) reportUnknown(scope, placeOf(file), 'This runs commands from a file');
  const invocation: DockerInvocation = {
    program,
    ...how,
    programPlace: placeOf(first),
    programWord: call.quoted.get(first) ?? (first.kind === 'word' ? first.text.whole : first.unresolved.place),
    arguments: words,
    environment,
    ...(readFile === undefined ? {} : { readFile }),
    ...(findFile === undefined ? {} : { findFile }),
    ...(findFolder === undefined ? {} : { findFolder }),
    ...(lookAt === undefined ? {} : { lookAt }),
    ...(folders === undefined ? {} : { folders }),
    ...(input === undefined ? {} : { input }),
    ...(written === undefined || written.size === 0 ? {} : { written }),
  };
  (isUnreached ? site.unreached : site.reached).push({ invocation, path: scope.path });
}

/** What the caller of a script or a function gives it, as wrappers hand it on. */
const GIVEN = /^"?\$\{?[@*1-9]/;

function limitedWords(scope: Scope, { words }: Call): readonly Item[] {
  const next = words[MAX_WORDS + 1];
  if (next === undefined) return words.slice(1);
  const place = placeOf(next);
  addProblem(scope, wordLimit(place));
  return [
    ...words.slice(1, MAX_WORDS + 1),
    { kind: 'unknown-words', unresolved: { expression: sourceOf(next), reason: 'unparsed', place } },
  ];
}

/** The problem of a command that is too long, at its first word that is not read. */
export function wordLimit(place: Place): Problem {
  return {
    id: 'syntax/limit',
    severity: 'info',
    message: { what: `Only the first ${MAX_WORDS} words of this command were read.` },
    place,
  };
}
