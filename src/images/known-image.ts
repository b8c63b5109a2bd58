import type { Container } from '../model/container.ts';
import type { ImageConfig } from '../model/image-config.ts';
import type { Place } from '../text/location.ts';
import { type Setting, valueOf } from '../text/setting.ts';
import { defined } from '../util/objects.ts';
import type { ImageConfigFacts, ImageFacts, ImageSign, ProgramFacts } from './facts.ts';
import type { ImageLock } from './lock.ts';
import { hasMoreCommands, portOf, scriptOfShell, testOf, wordsOf } from './settings.ts';
import type { ImageTable } from './table.ts';

export type FactSource =
  | { readonly kind: 'dockerfile'; readonly place: Place }
  | { readonly kind: 'lock'; readonly path: string; readonly reference: string }
  | { readonly kind: 'table'; readonly row: ImageFacts };

export interface Fact<T> {
  readonly value: T;
  readonly source: FactSource;
}

type ConfigField = keyof ImageConfigFacts;

/** The facts about a container's image. An absent fact is unknown, not empty. */
export type KnownImage = {
  readonly [K in ConfigField]?: Fact<NonNullable<ImageConfigFacts[K]>>;
} & {
  /**
   * The facts about the image's program. Absent if the container or a Dockerfile replaces the
   * entrypoint. Without `start` if a Dockerfile sets a user or a command.
   */
  readonly program?: Fact<ProgramFacts>;
  /** Why the known start facts don't apply to this container, as one sentence. */
  readonly otherStart?: string;
  /** The lock file's entry for the container's reference: digest and tags. */
  readonly locked?: Fact<{ readonly digest: string; readonly tags: readonly string[] }>;
  /** The programs that the image may contain, if the ports of its program are unknown. */
  readonly signs?: () => readonly ImageSign[];
};

/** The sources of facts after a Dockerfile, in order. */
export interface ImageSources {
  readonly lock?: ImageLock | undefined;
  readonly table: ImageTable;
}

export type ImageUser = Pick<Container, 'build' | 'config' | 'image'>;

/**
 * The facts about a container's image, each from the first source with that fact: the Dockerfile
 * and its base, the lock file, the table. For an unknown tag, only facts that all tags share.
 */
export function knownImage({ build, config, image }: ImageUser, sources: ImageSources): KnownImage {
  const known =
    image === undefined
      ? named(config.image, sources, build !== undefined)
      : built(image, named(image.base, sources, false), image.base.place);
  const { program, otherStart, ...facts } = known;
  const isReplaced = config.entrypoint !== undefined;
  const byCommand = program?.value.direct?.byCommand === true ? directly(program, firstWord(config)) : undefined;
  const started = isReplaced ? program && directly(program, firstWord(config)) : (byCommand ?? program);
  const { signs } = sources.table;
  const isListening = started?.value.listens !== undefined;
  return {
    ...facts,
    ...(started !== undefined && { program: started }),
    ...defined({
      otherStart: isReplaced && hasNeeds(program) ? 'Its own entrypoint replaces that of the image.' : otherStart,
    }),
    ...(signs !== undefined && !isListening && { signs }),
  };
}

/** The program that a container's entrypoint or command starts, directly or through `sh -c`. */
function firstWord({ entrypoint = [], cmd = [] }: ImageUser['config']): string | undefined {
  const words = [...entrypoint, ...cmd].slice(0, 3).map((word) => valueOf(word) ?? '');
  const script = scriptOfShell(words);
  return script === undefined || hasMoreCommands(script) ? words[0] : script.split(/\s/, 1)[0];
}

/** The facts about a program that is started without the image's entrypoint. */
function directly({ value, source }: Fact<ProgramFacts>, word = ''): Fact<ProgramFacts> | undefined {
  const { direct, start: _, ...program } = value;
  return direct?.programs.includes(word.slice(word.lastIndexOf('/') + 1)) === true
    ? { value: { ...program, ...direct, ...(direct.byCommand && { commands: direct.programs }) }, source }
    : undefined;
}

function named(setting: Setting<string> | undefined, { lock, table }: ImageSources, isBuilt: boolean): KnownImage {
  const name = nameOf(setting);
  if (setting === undefined || name === undefined) return {};
  const entry = setting.known ? lock?.find(setting.value) : undefined;
  const row = isBuilt ? undefined : table.imageFacts(name);
  const facts: KnownImage = {
    ...(row !== undefined && withSource(row.config, { kind: 'table', row })),
    ...defined({ program: row && programOf(row, entry) }),
  };
  if (lock === undefined || entry === undefined) return facts;
  const source: FactSource = { kind: 'lock', path: lock.path, reference: entry.reference };
  const { digest } = entry;
  const locked = digest === undefined ? undefined : { value: { digest, tags: lock.tagsOf(entry) }, source };
  return { ...facts, ...withSource(entry, source), ...defined({ locked }) };
}

/** The reference; if the tag is unknown, the part before it: `postgres:`. */
function nameOf(setting: Setting<string> | undefined): string | undefined {
  if (setting === undefined || setting.known) return setting?.value;
  const [first = ''] = setting.pattern;
  return typeof first === 'string' ? /^[^:@]*(?::\d+\/[^:@]*)?:(?=[^/:@]*$)/.exec(first)?.[0] : undefined;
}

function programOf(row: ImageFacts, locked: ImageConfigFacts | undefined): Fact<ProgramFacts> | undefined {
  const differs = (key: 'entrypoint' | 'user'): boolean =>
    locked?.[key] !== undefined &&
    row.config[key] !== undefined &&
    JSON.stringify(locked[key]) !== JSON.stringify(row.config[key]);
  if (differs('entrypoint')) return undefined;
  const program: Fact<ProgramFacts> = { value: row, source: { kind: 'table', row } };
  return differs('user') ? withoutStart(program) : program;
}

function withSource(facts: ImageConfigFacts, source: FactSource): KnownImage {
  const { user, healthcheck, exposedPorts, volumes, entrypoint, cmd, stopSignal } = facts;
  return {
    ...(user === undefined ? {} : { user: { value: user, source } }),
    ...(healthcheck === undefined ? {} : { healthcheck: { value: healthcheck, source } }),
    ...(exposedPorts === undefined ? {} : { exposedPorts: { value: exposedPorts, source } }),
    ...(volumes === undefined ? {} : { volumes: { value: volumes, source } }),
    ...(entrypoint === undefined ? {} : { entrypoint: { value: entrypoint, source } }),
    ...(cmd === undefined ? {} : { cmd: { value: cmd, source } }),
    ...(stopSignal === undefined ? {} : { stopSignal: { value: stopSignal, source } }),
  };
}

const NOTHING: ImageConfigFacts = {
  user: '',
  healthcheck: 'none',
  exposedPorts: [],
  volumes: [],
  entrypoint: [],
  cmd: [],
};

/**
 * The facts of a Dockerfile, added to those of its base. An unknown value hides the base's value.
 */
function built(image: ImageConfig, below: KnownImage, place: Place): KnownImage {
  const source: FactSource = { kind: 'dockerfile', place };
  const base = image.base.known && image.base.value === 'scratch' ? withSource(NOTHING, source) : below;
  const own = <T>(setting: unknown, value: T | undefined, inherited: Fact<T> | undefined): Fact<T> | undefined =>
    setting === undefined ? inherited : value === undefined ? undefined : { value, source };
  const program = image.entrypoint === undefined ? base.program : undefined;
  const isOther = image.cmd !== undefined && isOtherCommand(valueOf(image.cmd[0]), base.cmd?.value[0]);
  const changed =
    image.entrypoint !== undefined ? 'ENTRYPOINT' : image.user !== undefined ? 'USER' : isOther ? 'CMD' : undefined;
  return defined({
    user: own(image.user, valueOf(image.user), base.user),
    healthcheck: own(image.healthcheck, testOf(image.healthcheck), base.healthcheck),
    exposedPorts: together(image.exposedPorts?.map(portOf), base.exposedPorts, source),
    volumes: together(image.volumes?.map(valueOf), base.volumes, source),
    entrypoint: own(image.entrypoint, wordsOf(image.entrypoint), base.entrypoint),
    cmd: own(image.cmd, wordsOf(image.cmd), base.cmd),
    stopSignal: base.stopSignal,
    program: changed === undefined ? program : program && withoutStart(program),
    otherStart:
      changed !== undefined && hasNeeds(base.program) ? `Its Dockerfile sets its own \`${changed}\`.` : undefined,
  });
}

/**
 * True if the needs of the program at start are known. A runtime's needs depend on users' programs.
 */
function hasNeeds(program: Fact<ProgramFacts> | undefined): boolean {
  const { start, kind } = program?.value ?? {};
  return kind !== 'runtime' && (start?.capabilities ?? start?.writable) !== undefined;
}

/**
 * True if a command may start another program than the base image's command: its first word is
 * neither that program nor a flag.
 */
function isOtherCommand(word: string | undefined, base = ''): boolean {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return word === undefined || (!word.startsWith('-') && nameOf(word) !== nameOf(base));
}

/** Adds values to the base's list; unknown if a value is unknown. */
function together(
  own: readonly (string | undefined)[] | undefined,
  base: Fact<readonly string[]> | undefined,
  source: FactSource,
): Fact<readonly string[]> | undefined {
  if (own === undefined || base === undefined) return base;
  const values = own.filter((value) => value !== undefined);
  if (values.length < own.length) return undefined;
  return { value: [...new Set([...base.value, ...values])], source };
}

function withoutStart({ value: { start: _, ...value }, source }: Fact<ProgramFacts>): Fact<ProgramFacts> {
  return { value, source };
}
