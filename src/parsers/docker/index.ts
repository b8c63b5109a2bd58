import type { Origin, Subject, UnresolvedOptions } from '../../model/container.ts';
import type { Problem, SubjectName } from '../../model/finding.ts';
import { type Hop, isCertain } from '../../text/location.ts';
import { groupBy } from '../../util/maps.ts';
import { defined } from '../../util/objects.ts';
import { problem } from '../contract/problem.ts';
import type { Program } from '../programs/engines.ts';
import { readBuildCommand } from './commands/build.ts';
import { toCommandLine } from './commands/command-line.ts';
import { ofFoundService, readComposeRun } from './commands/compose-run.ts';
import { type ReadSubject, readContainer, readPod, readUpdate, type SubjectCommand } from './commands/container.ts';
import { readNetworkCreate, readVolumeCreate } from './commands/definitions.ts';
import { readComposeProject, readStack } from './commands/deployed.ts';
import { readComposeExec, readExec } from './commands/exec.ts';
import type { DockerInvocation, DockerResult } from './commands/invocation.ts';
import { lateFiles, misspeltSubcommand } from './commands/misspelt.ts';
import { checkComposeFiles, checkNamedFiles } from './commands/named-files.ts';
import { placeOfCommand } from './commands/place-of-command.ts';
import { readServiceCreate, readServiceUpdate } from './commands/service.ts';
import { findSubcommand, isSubcommandName, type Subcommand } from './commands/subcommand.ts';
import {
  placesInLine,
  placesInMisspelt,
  placesInWords,
  withExported,
  withValuesShown,
} from './commands/values-in-line.ts';
import { type DockerCommand, hasImage, type ImageCommand, isBuild, isImageCommand } from './grammar/command.ts';
import type { FlagLine, FlagLineOptions } from './grammar/flag-line.ts';
import { flagsOf, hasAllFlags } from './grammar/flags/tables.ts';
import { keyOfArgument, mergeLines } from './grammar/merge-lines.ts';
import { readFlagLine } from './grammar/read-flags.ts';
import { type Readings, readingsOf } from './grammar/readings.ts';
import { isContainer, isImageFor, isMarkedImage } from './grammar/unresolved-options.ts';
import { type Argument, mapArgumentPlaces, placeOnBranch } from './grammar/words.ts';
import { imageText, readBuiltImages } from './link/built-images.ts';
import { NO_DOCKERFILE, readBuiltDockerfile } from './link/dockerfile.ts';

export { DEFAULT_FILES, DEFAULT_OVERRIDES } from './commands/deployed.ts';
export type { DockerInvocation, DockerResult } from './commands/invocation.ts';
export { writtenParts } from './commands/written-parts.ts';
export type { DockerCommand } from './grammar/command.ts';
export type { Argument } from './grammar/words.ts';
export { linkImages } from './link/built-images.ts';
export { linkNetworks, linkVolumes } from './link/definitions.ts';
export { withNeverStarted, withOwnContainers } from './link/own-containers.ts';

const NOTHING: DockerResult = { subjects: [], volumes: [], networks: [], images: [], problems: [], values: [] };

/** The request of one docker command line: a container, an exec, or a volume or network definition. Rejections become problems; the rest is still parsed. */
export function parseDockerCommand(invocation: DockerInvocation): DockerResult {
  return withHedges(readCommand(invocation, findSubcommand(invocation)));
}

/** The same for a command with alternative words: each line is parsed separately, and those with one subcommand become one command with conditional parts. */
export function parseDockerCommands(invocation: DockerInvocation): readonly DockerResult[] {
  const readings = readingsOf(invocation.arguments, isSubcommandName);
  if (readings === undefined) return [parseDockerCommand(invocation)];
  const { all, isPartial, choice } = readings;
  if (all.length === 0) return [withHedges(readCommand(invocation, findSubcommand(invocation), readings))];
  const { branch } = choice;
  const whole = findSubcommand(invocation);
  const bySubcommand = groupBy(
    all.map(({ words, choices }) => ({ subcommand: findSubcommand({ ...invocation, arguments: words }), choices })),
    ({ subcommand }) => subcommand?.name ?? '',
  );
  return [...bySubcommand.values()].map((group) => {
    const [first] = group;
    const isAll = group.length === all.length;
    const own = isAll ? invocation : onBranchOnly(invocation, branch);
    const found = whole?.name === first?.subcommand?.name ? whole : first?.subcommand;
    const subcommand = isAll || found === undefined ? found : { ...found, place: placeOnBranch(found.place, branch) };
    const lines = group.flatMap(({ subcommand: { words } = {}, choices }) =>
      words === undefined
        ? []
        : [
            {
              words: isAll
                ? words
                : words.map((word) => mapArgumentPlaces(word, (place) => placeOnBranch(place, branch))),
              choices,
            },
          ],
    );
    return withHedges(readCommand(own, subcommand, { all: lines, isPartial, choice }));
  });
}

function onBranchOnly(invocation: DockerInvocation, branch: Hop): DockerInvocation {
  return {
    ...invocation,
    programPlace: placeOnBranch(invocation.programPlace, branch),
    programWord: placeOnBranch(invocation.programWord, branch),
  };
}

function withHedges(result: DockerResult): DockerResult {
  return { ...result, problems: result.problems.filter((one) => !isEmptyOnSomePath(one)).map(hedged) };
}

function readCommand(
  invocation: DockerInvocation,
  subcommand: Subcommand | undefined,
  readings?: Readings,
): DockerResult {
  const { program } = invocation;
  const inWords = placesInWords(invocation.arguments);
  // The word in the subcommand's place may start a container.
  const [first] = invocation.arguments;
  if (subcommand === undefined)
    return {
      ...NOTHING,
      problems: first?.kind === 'unknown-words' ? limitsOf([first.unresolved]) : misspeltSubcommand(invocation),
      values: inWords,
    };
  const { command, words, before } = subcommand;
  if (command === 'compose up' || command === 'compose create')
    return {
      ...NOTHING,
      deployed: readComposeProject(before, invocation),
      problems: [...checkComposeFiles(before, invocation), ...lateFiles(invocation, subcommand)],
      values: inWords,
      command,
    };
  const isSure = invocation.mayBeAnother !== true && !isImageCommand(command);
  // All flags of docker and Compose are known, not those of others.
  const isStrict = (program === 'docker' || program === 'docker-compose') && isSure;
  const flags = flagsOf(program, command);
  const options: FlagLineOptions = {
    flags,
    command: subcommand.name,
    isInterspersed: isImageCommand(command) || INTERSPERSED.includes(command),
    isStrict: isSure && hasAllFlags(program, command),
    isPositional: isBuild(command) ? () => false : hasImage(command) ? isImageFor(flags) : isContainer,
    isSurelyPositional: isMarkedImage,
  };
  const written = withLimits(readLine(words, options, readings));
  const line = withExported(withValuesShown(written, command), invocation.environment);
  if (isImageCommand(command)) return readImageCommand(command, invocation, subcommand, line);
  if (command === 'stack deploy')
    return {
      ...NOTHING,
      deployed: readStack(line, invocation),
      problems: checkComposeFiles(line, invocation),
      values: inWords,
      command,
    };
  const values = [...placesInLine(line), ...placesInMisspelt(words)];
  const place = placeOfCommand(invocation, subcommand.place);
  const found: Partial<DockerResult> & Pick<DockerResult, 'problems'> = asksForHelp(line)
    ? NOTHING
    : command === 'volume create'
      ? readVolumeCreate(line, place, isStrict)
      : command === 'network create'
        ? readNetworkCreate(line, place, isStrict)
        : readSubject(command, invocation, subcommand, { line, written, place, isStrict });
  const problems = [...subcommand.problems, ...line.problems, ...found.problems];
  const [subject] = found.subjects ?? [];
  return {
    ...NOTHING,
    ...found,
    problems: subject === undefined ? problems : problems.map((each) => ({ ...each, subject: nameOf(subject) })),
    values,
    command,
  };
}

function nameOf({ kind, name }: Subject): SubjectName {
  return { kind, name };
}

/** The commands whose flags may follow other words. */
const INTERSPERSED: readonly DockerCommand[] = [
  'pod create',
  'volume create',
  'network create',
  'service update',
  'stack deploy',
  'update',
];

/** The names of the images that a command builds or tags, and the settings of the build. */
function readImageCommand(
  command: ImageCommand,
  invocation: DockerInvocation,
  { words, place }: Subcommand,
  line: FlagLine,
): DockerResult {
  const found = command === 'build' ? readBuiltDockerfile(line, invocation) : NO_DOCKERFILE;
  const isDone = !asksForHelp(line);
  return {
    ...NOTHING,
    subjects:
      isDone && isBuild(command)
        ? readBuildCommand(invocation.program, command, placeOfCommand(invocation, place), line, found.variables)
        : [],
    images: isDone ? readBuiltImages(command, line, found.dockerfile) : [],
    values: [...placesInWords(invocation.arguments), ...placesInMisspelt(words), ...found.values],
    command,
  };
}

type SubjectVerb = Exclude<
  DockerCommand,
  ImageCommand | 'compose up' | 'compose create' | 'stack deploy' | 'volume create' | 'network create'
>;
type Engine = Exclude<Program, 'docker-compose'>;

/** How the container or exec of a command is read, and its origin. */
const SUBJECTS: Readonly<
  Record<
    SubjectVerb,
    readonly [read: (given: SubjectCommand) => ReadSubject<Subject>, origin: (engine: Engine) => Origin]
  >
> = {
  run: [readContainer, (engine) => `${engine} run`],
  create: [readContainer, (engine) => `${engine} create`],
  exec: [readExec, (engine) => `${engine} exec`],
  update: [readUpdate, (engine) => `${engine} update`],
  'pod create': [readPod, () => 'podman pod create'],
  'service create': [readServiceCreate, () => 'docker service create'],
  'service update': [readServiceUpdate, () => 'docker service update'],
  'compose run': [readComposeRun, () => 'docker compose run'],
  'compose exec': [readComposeExec, () => 'docker compose exec'],
};

/** The container or exec of a command. `written` is its line without the values from outside. */
function readSubject(
  command: SubjectVerb,
  invocation: DockerInvocation,
  subcommand: Subcommand,
  {
    line,
    written,
    place,
    isStrict,
  }: Pick<SubjectCommand, 'line' | 'place' | 'isStrict'> & { readonly written: FlagLine },
): Pick<DockerResult, 'subjects' | 'image' | 'deployed' | 'problems'> {
  const { program } = invocation;
  const { name: said, before } = subcommand;
  const isComposeRun = command === 'compose run';
  const [read, originOf] = SUBJECTS[command];
  const origin = originOf(program === 'docker-compose' ? 'docker' : program);
  const { subject: asked, problems } = read({ command: said, place, line, isStrict, origin });
  const subject =
    isComposeRun && asked.kind === 'container' ? ofFoundService(asked, line.positionals, before, invocation) : asked;
  const found = isComposeRun
    ? checkComposeFiles(before, invocation)
    : isStrict
      ? checkNamedFiles(line, invocation)
      : [];
  return {
    // Guessed programs aren't changed.
    subjects: [invocation.isGuess === true ? subject : { ...subject, ...toCommandLine(subcommand, written) }],
    ...defined({
      image: hasImage(command) ? imageText(line.positionals[0]) : undefined,
      deployed: isComposeRun ? readComposeProject(before, invocation) : undefined,
    }),
    problems: [...problems, ...found],
  };
}

/** A command's flags and words over all alternatives. Unread alternatives may contain any option, unless the first word after the options is constant. */
function readLine(words: readonly Argument[], options: FlagLineOptions, readings: Readings | undefined): FlagLine {
  if (readings === undefined) return readFlagLine(words, options);
  const { all, isPartial, choice } = readings;
  const lines = all.map(({ words: own, choices }) => ({ line: readFlagLine(own, options), choices }));
  const line = lines.length > 0 ? mergeLines(lines, choice) : readFlagLine(words, options);
  const firsts = lines.map((each) => each.line.positionals.slice(0, 1).map(keyOfArgument).join(''));
  if (!isPartial || new Set(firsts).size === 1) return line;
  const { expression, place } = choice;
  return { ...line, unresolvedOptions: [...line.unresolvedOptions, { expression, reason: 'limit', place }] };
}

/** Reports words with too many alternatives. */
function withLimits(line: FlagLine): FlagLine {
  const limits = limitsOf([...line.unresolvedOptions, ...line.taken]);
  return limits.length === 0 ? line : { ...line, problems: [...line.problems, ...limits] };
}

function limitsOf(unresolved: readonly UnresolvedOptions[]): readonly Problem[] {
  return unresolved.flatMap(({ reason, expression, place }) =>
    reason === 'limit' ? problem('syntax/limit', place, `\`${expression}\` ${TOO_MUCH}`) : [],
  );
}

const TOO_MUCH = 'has too many words or possible values to follow; options beyond the limit were not read.';

/** A variable is empty before its first assignment, but the command doesn't run there. */
function isEmptyOnSomePath({ place, message }: Problem): boolean {
  return !isCertain(place) && message.what.endsWith('has an empty field between two colons.');
}

/** An error on some code paths may be prevented by the script. */
function hedged(found: Problem): Problem {
  if (isCertain(found.place) || found.severity === 'info') return found;
  const { what } = found.message;
  return { ...found, severity: 'warning', message: { ...found.message, what: `On some code paths: ${what}` } };
}

function asksForHelp({ uses }: FlagLine): boolean {
  return uses.some(({ flag, value }) => flag.name === 'help' && value.value !== 'false');
}
