import type { Origin, Subject, UnresolvedOptions } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import { type Hop, isCertain } from '../../text/location.ts';
import { groupBy } from '../../util/maps.ts';
import { problem } from '../contract/problem.ts';
import type { Program } from '../programs/engines.ts';
import { readBuildCommand } from './commands/build.ts';
import { toCommandLine } from './commands/command-line.ts';
import { ofFoundService, readComposeRun } from './commands/compose-run.ts';
import { readContainer } from './commands/container.ts';
import { readNetworkCreate, readVolumeCreate } from './commands/definitions.ts';
import { readComposeProject, readStack } from './commands/deployed.ts';
import { readComposeExec, readExec } from './commands/exec.ts';
import { asksForHelp, isHelp } from './commands/help.ts';
import type { DockerInvocation, DockerResult } from './commands/invocation.ts';
import { lateFiles, misspeltSubcommand } from './commands/misspelt.ts';
import { checkEnvFiles, checkNamedFiles } from './commands/named-files.ts';
import { withExported, withValuesShown } from './commands/outside-values.ts';
import { placeOfCommand } from './commands/place-of-command.ts';
import { readPod } from './commands/pod-create.ts';
import { readServiceCreate, readServiceUpdate } from './commands/service.ts';
import { unreadComposeFiles, unreadManifest, unreadStackFiles } from './commands/started-files.ts';
import { findSubcommand, isSubcommandName, type Subcommand } from './commands/subcommand.ts';
import { readUpdate } from './commands/update.ts';
import { placesInLine, placesInMisspelt, placesInWords } from './commands/values-in-line.ts';
import { type DockerCommand, hasImage, type ImageCommand, isBuild, isImageCommand } from './grammar/command.ts';
import type { FlagLine, FlagLineOptions } from './grammar/flag-line.ts';
import { flagsOf, hasAllFlags } from './grammar/flags/tables.ts';
import { keyOfArgument, mergeLines } from './grammar/merge-lines.ts';
import { readFlagLine } from './grammar/read-flags.ts';
import { type Readings, readingsOf } from './grammar/readings.ts';
import { isContainer, isImageFor, isMarkedImage } from './grammar/unresolved-options.ts';
import { type Argument, hasEmptyDefault, mapArgumentPlaces, placeOnBranch, withOpenDefaults } from './grammar/words.ts';
import { imageText, readBuiltImages } from './link/built-images.ts';
import { NO_DOCKERFILE, readBuiltDockerfile } from './link/dockerfile.ts';

export { DEFAULT_FILES, DEFAULT_OVERRIDES } from './commands/deployed.ts';
export type { DockerInvocation, DockerResult } from './commands/invocation.ts';
export { writtenParts } from './commands/written-parts.ts';
export type { DockerCommand } from './grammar/command.ts';
export type { Argument } from './grammar/words.ts';
export { linkImages } from './link/link-images.ts';
export { linkNetworks, mistypedModes } from './link/link-networks.ts';
export { linkVolumes } from './link/link-volumes.ts';
export { withNeverStarted } from './link/never-started.ts';
export { withOwnContainers } from './link/own-containers.ts';

const NOTHING: DockerResult = { subjects: [], volumes: [], networks: [], images: [], problems: [], values: [] };

/**
 * The request of one docker command line: a container, an exec, or a volume or network definition.
 * Rejections become problems; the rest is still parsed. If the client would reject the empty
 * default in `"${NAME:-}"`, the value is unknown: the script's caller must set it.
 */
export function parseDockerCommand(invocation: DockerInvocation): DockerResult {
  const result = readCommand(invocation, findSubcommand(invocation));
  if (!result.problems.some(isError) || !invocation.arguments.some(hasEmptyDefault)) return withHedges(result);
  const opened = { ...invocation, arguments: invocation.arguments.map(withOpenDefaults) };
  const other = readCommand(opened, findSubcommand(opened));
  return withHedges(other.problems.filter(isError).length < result.problems.filter(isError).length ? other : result);
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/**
 * Like {@link parseDockerCommand}, for a command with alternative words: each line is parsed, and
 * lines with the same subcommand become one command with conditional parts.
 */
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
      words === undefined ? [] : [{ words: isAll ? words : words.map((word) => conditional(word, branch)), choices }],
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

function conditional(word: Argument, branch: Hop): Argument {
  return mapArgumentPlaces(word, (place) => placeOnBranch(place, branch));
}

function withHedges(result: DockerResult): DockerResult {
  return { ...result, problems: result.problems.filter((one) => !isEmptyOnSomePath(one)).map(hedged) };
}

function readCommand(
  invocation: DockerInvocation,
  subcommand: Subcommand | undefined,
  readings?: Readings,
): DockerResult {
  // An expansion for the subcommand may start a container.
  const [first] = invocation.arguments;
  if (subcommand === undefined)
    return {
      ...NOTHING,
      problems: first?.kind === 'unknown-words' ? limitsOf([first.unresolved]) : misspeltSubcommand(invocation),
      values: placesInWords(invocation.arguments),
    };
  const { command, words, before, problems } = subcommand;
  const start = { command: subcommand.name, place: subcommand.place, invocation };
  if ((command === 'compose up' || command === 'compose create') && words.some(isHelp))
    return { ...NOTHING, values: placesInWords(invocation.arguments), command };
  if (command === 'compose up' || command === 'compose create')
    return {
      ...NOTHING,
      deployed: readComposeProject(before, invocation),
      problems: [
        ...checkEnvFiles(before, invocation),
        ...unreadComposeFiles(before, start),
        ...lateFiles(invocation, subcommand),
      ],
      values: placesInWords(invocation.arguments),
      command,
    };
  const isSure = invocation.mayBeAnother !== true && !isImageCommand(command);
  const isStrict = isDocker(invocation.program) && isSure;
  const flags = flagsOf(invocation.program, command);
  const options: FlagLineOptions = {
    flags,
    command: subcommand.name,
    isInterspersed: isInterspersed(command),
    isStrict: isSure && hasAllFlags(invocation.program, command),
    isPositional: isBuild(command) ? () => false : hasImage(command) ? isImageFor(flags) : isContainer,
    isSurelyPositional: isMarkedImage,
  };
  const written = withLimits(readLine(words, options, readings));
  const line = withExported(withValuesShown(written, command), invocation.environment);
  if (isImageCommand(command)) return readImageCommand(command, invocation, subcommand, line);
  if (command === 'stack deploy' || command === 'stack config')
    return {
      ...NOTHING,
      deployed: readStack(line, invocation),
      problems: command === 'stack deploy' ? unreadStackFiles(line, start) : [],
      values: placesInWords(invocation.arguments),
      command,
    };
  const values = [...placesInLine(line), ...placesInMisspelt(words)];
  if (command === 'kube play') return { ...NOTHING, problems: unreadManifest(line, start), values, command };
  if (asksForHelp(line)) return { ...NOTHING, values, problems: [...problems, ...line.problems], command };
  const place = placeOfCommand(invocation, subcommand.place);
  if (command === 'volume create') {
    const { defined: volumes, problems: found } = readVolumeCreate(line, place, isStrict);
    return { ...NOTHING, volumes, problems: [...problems, ...found], values, command };
  }
  if (command === 'network create') {
    const { defined: networks, problems: found } = readNetworkCreate(line, place, isStrict);
    return { ...NOTHING, networks, problems: [...problems, ...found], values, command };
  }
  return { ...readSubjectCommand(invocation, subcommand, written, line, isStrict), values, command };
}

/** The images that a command builds or tags, and the build's settings. */
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

/** The container or exec of a command. `written` is its line without outside values. */
function readSubjectCommand(
  invocation: DockerInvocation,
  subcommand: Subcommand,
  written: FlagLine,
  line: FlagLine,
  isStrict: boolean,
): DockerResult {
  const { command, before } = subcommand;
  const isComposeRun = command === 'compose run';
  const { subject: asked, problems: refused } = readSubject(invocation, subcommand, line, isStrict);
  const subject =
    isComposeRun && asked.kind === 'container' ? ofFoundService(asked, line.positionals, before, invocation) : asked;
  const found = isComposeRun
    ? [
        ...checkEnvFiles(before, invocation),
        ...unreadComposeFiles(before, { command: subcommand.name, place: subcommand.place, invocation }),
      ]
    : isStrict
      ? checkNamedFiles(line, invocation)
      : [];
  const { kind, name } = subject;
  const image = hasImage(command) ? imageText(line.positionals[0]) : undefined;
  return {
    ...NOTHING,
    // Fixes don't edit commands of guessed programs.
    subjects: [invocation.isGuess === true ? subject : { ...subject, ...toCommandLine(subcommand, written) }],
    ...(image === undefined ? {} : { image }),
    ...(isComposeRun ? { deployed: readComposeProject(before, invocation) } : {}),
    problems: [...subcommand.problems, ...refused, ...found].map(
      (problem): Problem => ({ ...problem, subject: { kind, name } }),
    ),
  };
}

/**
 * A command's flags and words in all alternatives. If not all were parsed, the others may contain
 * any option, unless all parsed ones have the same image or container.
 */
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

function isInterspersed(command: DockerCommand): boolean {
  return (
    isImageCommand(command) ||
    [
      'pod create',
      'volume create',
      'network create',
      'service update',
      'stack deploy',
      'stack config',
      'kube play',
    ].includes(command) ||
    command === 'update'
  );
}

function readSubject(
  invocation: DockerInvocation,
  { command, name, place: own }: Subcommand,
  line: FlagLine,
  isStrict: boolean,
): { readonly subject: Subject; readonly problems: readonly Problem[] } {
  const { program } = invocation;
  const options = { command: name, place: placeOfCommand(invocation, own), line, isStrict };
  switch (command) {
    case 'run':
    case 'create':
      return readContainer({ ...options, origin: originOf(program, command) });
    case 'pod create':
      return readPod({ ...options, origin: 'podman pod create' });
    case 'exec':
      return readExec({ ...options, origin: originOf(program, command) });
    case 'update':
      return readUpdate({ ...options, origin: originOf(program, command) });
    case 'service create':
      return readServiceCreate({ ...options, origin: 'docker service create' });
    case 'service update':
      return readServiceUpdate({ ...options, origin: 'docker service update' });
    case 'compose run':
      return readComposeRun({ ...options, origin: 'docker compose run' });
    case 'compose exec':
      return readComposeExec({ ...options, origin: 'docker compose exec' });
    case 'compose up':
    case 'compose create':
    case 'stack deploy':
    case 'stack config':
    case 'kube play':
    case 'build':
    case 'compose build':
    case 'tag':
    case 'commit':
    case 'volume create':
    case 'network create':
      throw new Error('a definition is no subject');
  }
}

function originOf(program: Program, command: 'run' | 'create' | 'exec' | 'update'): Origin {
  return `${program === 'docker-compose' ? 'docker' : program} ${command}`;
}

/**
 * True for problems that empty words cause on paths that don't occur: before a variable's first
 * assignment, or `$FLAG` without its `$VALUE`, which scripts set together.
 */
function isEmptyOnSomePath({ place, message: { what } }: Problem): boolean {
  return !isCertain(place) && (what.endsWith('has an empty field between two colons.') || what.startsWith('`-'));
}

/** The script may never take the code path with the error, so it is only a warning. */
function hedged(found: Problem): Problem {
  if (isCertain(found.place) || found.severity === 'info') return found;
  const { what } = found.message;
  return { ...found, severity: 'warning', message: { ...found.message, what: `On some code paths: ${what}` } };
}

/** plimsoll knows all flags of docker and Compose, but not those of other programs. */
function isDocker(program: Program): boolean {
  return program === 'docker' || program === 'docker-compose';
}
