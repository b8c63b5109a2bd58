import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import type { Program } from '../../programs/engines.ts';
import type { DockerCommand } from '../grammar/command.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues } from '../grammar/flag-values.ts';
import { DOCKER_FLAGS } from '../grammar/flags/client.ts';
import type { FlagSet } from '../grammar/flags/flag-set.ts';
import { COMPOSE, GROUP_FLAG_SET, globalFlagsOf } from '../grammar/flags/tables.ts';
import { readFlagLine } from '../grammar/read-flags.ts';
import { type Argument, wordPlace, wordValue } from '../grammar/words.ts';
import type { DockerInvocation } from './invocation.ts';

export interface Subcommand {
  readonly command: DockerCommand;
  readonly name: string;
  readonly place: Place;
  readonly word: Argument;
  readonly words: readonly Argument[];
  /** The flags of the group, before the subcommand. */
  readonly before: Pick<FlagLine, 'uses' | 'unresolvedOptions'>;
  readonly problems: readonly Problem[];
}

const GROUPS: ReadonlyMap<string, ReadonlyMap<string, DockerCommand>> = new Map(
  Object.entries<Readonly<Record<string, DockerCommand>>>({
    '': { run: 'run', create: 'create', exec: 'exec', update: 'update', build: 'build', tag: 'tag', commit: 'commit' },
    container: { run: 'run', create: 'create', exec: 'exec', update: 'update', commit: 'commit' },
    image: { build: 'build', tag: 'tag' },
    buildx: { build: 'build' },
    builder: { build: 'build' },
    compose: {
      up: 'compose up',
      create: 'compose create',
      build: 'compose build',
      start: 'compose up',
      watch: 'compose up',
      scale: 'compose up',
      run: 'compose run',
      exec: 'compose exec',
    },
    stack: { deploy: 'stack deploy', up: 'stack deploy', config: 'stack config' },
    service: { create: 'service create', update: 'service update' },
    pod: { create: 'pod create' },
    kube: { play: 'kube play' },
    play: { kube: 'kube play' },
    volume: { create: 'volume create' },
    network: { create: 'network create' },
  }).map(([group, commands]) => [group, new Map(Object.entries(commands))]),
);

const OF_PODMAN: ReadonlySet<string> = new Set(['pod', 'kube', 'play']);

export function isSubcommandName(word: string): boolean {
  return word !== '' && [...GROUPS].some(([group, commands]) => group === word || commands.has(word));
}

/** Receives the word of an unparsed subcommand, with the command and group before it. */
export type Missed = (name: string, group: string, word: Argument, verbs: readonly string[]) => void;

/**
 * The subcommand after the program's own flags; `undefined` for help, and for those that plimsoll
 * doesn't parse.
 */
export function findSubcommand(
  { program, arguments: words }: Pick<DockerInvocation, 'program' | 'arguments'>,
  missed?: Missed,
): Subcommand | undefined {
  return program === 'docker-compose'
    ? step(program, 'compose', words, COMPOSE, [], missed)
    : step(program, '', words, globalFlagsOf(program), [], missed);
}

function step(
  program: Program,
  group: string,
  words: readonly Argument[],
  flags: FlagSet,
  before: readonly Problem[],
  missed: Missed | undefined,
): Subcommand | undefined {
  const name = [program, program === 'docker-compose' ? '' : group].filter((part) => part !== '').join(' ');
  const commands = GROUPS.get(group);
  const isGroup = (word: string): boolean =>
    group === '' && word !== '' && GROUPS.has(word) && (program === 'podman' || !OF_PODMAN.has(word));
  const isSubcommand = (word: string | undefined): boolean =>
    word !== undefined && (commands?.has(word) === true || isGroup(word));
  // `podman compose` may run another program, with other flags.
  const isStrict =
    program === 'docker' || program === 'docker-compose' || (program === 'podman' && group !== 'compose');
  const line = readFlagLine(words, {
    flags,
    command: name,
    isInterspersed: false,
    isStrict,
    isPositional: (_, rest) => !rest.some((candidate) => isSubcommand(wordValue(candidate))),
    isSurelyPositional: ({ value }) => isSubcommand(value),
  });
  const { uses, positionals } = line;
  if (uses.some(({ flag, value }) => (flag.name === 'help' || flag.name === 'version') && value.value !== 'false'))
    return undefined;
  const [word, ...rest] = positionals;
  const value = wordValue(word);
  if (word === undefined || value === undefined) return undefined;
  const command = commands?.get(value);
  const problems = [
    ...before,
    ...line.problems,
    ...(isStrict ? readFlagValues(DOCKER_FLAGS, uses, isStrict).problems : []),
  ];
  if (command !== undefined)
    return { command, name: `${name} ${value}`, place: wordPlace(word), word, words: rest, before: line, problems };
  if (isGroup(value))
    return step(program, value, rest, value === 'compose' ? COMPOSE : GROUP_FLAG_SET, problems, missed);
  missed?.(name, group, word, [...(commands?.keys() ?? [])]);
  return undefined;
}
