import type { Problem } from '../../../../model/finding.ts';
import type { Location, Place } from '../../../../text/location.ts';
import type { Text } from '../../../../text/text.ts';
import { getOrInsert } from '../../../../util/maps.ts';
import type { DockerInvocation } from '../../../docker/commands/invocation.ts';
import { findSubcommand } from '../../../docker/commands/subcommand.ts';
import type { Program } from '../../../programs/engines.ts';
import { type Item, placeOf, sourceOf, valueOfItem } from '../../items/items.ts';
import { addProblem, locationKey, reportLimit, reportUnknown, type Scope } from '../../state/scope.ts';
import { writtenFor } from '../../state/written-text.ts';
import { dockerfileReader, fileFinder, fileLocator, fileLooker, folderFinder, foldersNow } from '../files.ts';
import { clientEnvironment, DEPLOYS, type PassedVariables } from '../variables/client-environment.ts';

export interface Call {
  readonly words: readonly Item[];
  /** Quoted words with candidates: `"${C[@]}"`. */
  readonly quoted: ReadonlyMap<Item, Place>;
  readonly contents: ReadonlyMap<Item, Text>;
  readonly location: Location;
  readonly environment: ReadonlyMap<string, Text>;
  /** The variables that a program receives: these and the exported ones. */
  readonly passed: PassedVariables;
  /** All its input, as a shell would read it. */
  readonly input: () => Text | undefined;
  /** Its here-document or here-string. */
  readonly given: () => Text | undefined;
  /** The same, or the content of its file: `< file`. */
  readonly own: () => Text | undefined;
  /** True if it has any input, such as a pipe or file, even unknown. */
  readonly hasInput: boolean;
  readonly hasNoInput: boolean;
  /** The shell looks up the name: functions and builtins count. */
  readonly isDirect: boolean;
  readonly depth: number;
}

/** Longer commands are cut off. */
export const MAX_WORDS = 10_000;

/** The same limit as for the containers of a Compose project. */
const MAX_CALLS = 4_000;
const TOO_MANY = `There are more than ${MAX_CALLS} engine commands here; the rest were not checked.`;

/** The first words of build commands. */
const BUILDERS: ReadonlySet<string | undefined> = new Set(['build', 'buildx', 'builder', 'image']);

const READS_INPUT: ReadonlySet<string | undefined> = new Set(['-', '-f-', '-c-', '--file=-', '--compose-file=-']);

export function record(
  scope: Scope,
  call: Call,
  program: Program,
  how: Pick<DockerInvocation, 'mayBeAnother' | 'isGuess'>,
): void {
  const { session, isUnreached } = scope;
  const [first] = call.words;
  if (first === undefined || scope.isSilent) return;
  for (const each of call.words) session.found.commands.add(each);
  const key = `${locationKey(call.location)} ${locationKey(placeOf(first).location)}`;
  if (session.found.calls.size >= MAX_CALLS && !session.found.calls.has(key)) {
    reportLimit(scope, call.location, TOO_MANY);
    return;
  }
  const site = getOrInsert(session.found.calls, key, () => ({ location: call.location, reached: [], unreached: [] }));
  const words = limitedWords(scope, call);
  const readFile = dockerfileReader(scope);
  const findFile = fileFinder(scope);
  const findFolder = folderFinder(scope);
  const folders = foldersNow(scope);
  const lookAt = fileLooker(scope);
  const locate = fileLocator(scope);
  const input = BUILDERS.has(valueOfItem(words[0]))
    ? call.given()
    : words.some((word) => READS_INPUT.has(valueOfItem(word)))
      ? call.input()
      : undefined;
  const environment = clientEnvironment(scope, words, call.passed);
  const mayDeploy = words.some((word) => DEPLOYS.has(valueOfItem(word)));
  const written = mayDeploy ? writtenFor(scope, words, environment.get('COMPOSE_FILE'), placeOf(first)) : undefined;
  const subcommand = findSubcommand({ program, arguments: words }) === undefined ? words.find(isOpen) : undefined;
  if (subcommand !== undefined && valueOfItem(subcommand) === undefined)
    reportUnknown(scope, placeOf(subcommand), 'This runs a subcommand of an engine');
  if (program !== 'docker-compose' && hasNoImage(words))
    reportUnknown(scope, placeOf(first), 'This runs a container of an image');
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
    ...(locate === undefined ? {} : { locate }),
    ...(folders === undefined ? {} : { folders }),
    ...(input === undefined ? {} : { input }),
    ...(written === undefined || written.size === 0 ? {} : { written }),
  };
  (isUnreached ? site.unreached : site.reached).push({ invocation, path: scope.nesting.path });
}

/** True for `xargs docker run -d`, which reads the image from its input. */
function hasNoImage(words: readonly Item[]): boolean {
  const last = words.at(-1);
  const [verb = '', ...rest] = words.slice(0, -1).map((item) => valueOfItem(item) ?? '');
  return (
    last?.kind === 'unknown-words' &&
    sourceOf(last) === 'xargs' &&
    verb === 'run' &&
    rest.every((word) => word.startsWith('-'))
  );
}

/** False for words before a subcommand: `compose`, and options with their values. */
function isOpen(item: Item, index: number, words: readonly Item[]): boolean {
  if (sourceOf(item).startsWith('-') || valueOfItem(item) === 'compose') return false;
  const before = valueOfItem(words[index - 1]);
  return before === undefined || !/^--?\w/.test(before) || before.includes('=');
}

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

export function wordLimit(place: Place): Problem {
  return {
    id: 'syntax/limit',
    severity: 'info',
    message: { what: `Only the first ${MAX_WORDS} words of this command were read.` },
    place,
  };
}
