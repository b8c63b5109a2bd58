import { createSettings } from '../../config/settings.ts';
import { shownPlace } from '../../files/faulty-file.ts';
import { explainImage, knownTags } from '../../images/explain.ts';
import { type Inspected, readInspectedImages } from '../../images/inspected.ts';
import { factsText, knowledgeLines } from '../../images/knowledge-text.ts';
import { type KnownImage, knownImage } from '../../images/known-image.ts';
import { formatImageLock, toImageLock, updateImages } from '../../images/lock.ts';
import { toFullReference, toShortName } from '../../images/reference.ts';
import { IMAGE_TABLE } from '../../images/table.ts';
import type { Container } from '../../model/container.ts';
import { parseInput } from '../../parsers/index.ts';
import { JsonFault } from '../../parsers/syntax/nesting.ts';
import { contextOf, type Input } from '../../projects/input.ts';
import { countOf } from '../../report/report.ts';
import { placeInJson, readImageLock } from '../../session/image-locks.ts';
import type { Session } from '../../session/session.ts';
import { alignColumns } from '../../terminal/columns.ts';
import { placeAt } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { known, type Setting } from '../../text/setting.ts';
import { INPUT_OPTIONS, openSession, requireSomething, UNTRUSTED_OPTION } from '../inputs.ts';
import { type ExitCode, type Io, printError, readPiped, UsageError } from '../io.ts';
import type { ParsedOptions } from '../options/options.ts';
import { readSettings, someRuleOptions } from '../options/settings.ts';
import { writeOutput } from '../output/write-output.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/**
 * `plimsoll images`: writes image facts from an engine into a lock file, or lists the facts about
 * used images.
 */
export const { OPTIONS, run } = defineCommand({
  help: 'Reads docker image inspect output from standard input and writes it to .plimsoll-images.json next to the configuration, so that linting knows these images. With --list, shows what plimsoll knows about the images in use.',
  examples: [
    ['docker image inspect app:1.2 | plimsoll images', 'record the facts of an image'],
    ['plimsoll images --list', 'list the images in use'],
  ],
  options: {
    list: {
      help: "list the images in the files, with what plimsoll knows about each and the source; doesn't read standard input",
    },
    explain: {
      value: 'IMAGE',
      help: "show what plimsoll's table and the lock file say about an image, with the sources of each fact; doesn't read standard input",
    },
    unknown: {
      help: 'with --list: print only images whose user or health check is unknown, as arguments for docker image inspect',
    },
    ...someRuleOptions('config', 'no-config'),
    ...UNTRUSTED_OPTION,
    ...INPUT_OPTIONS,
    ...HELP_OPTION,
  },
  async run(options, io) {
    const image = options.value('explain');
    if (image !== undefined) return await explain(image, options, io);
    if (options.has('list')) return await list(options, io);
    if (options.has('unknown')) throw new UsageError('--unknown requires --list.');
    const [first] = options.operands;
    if (first !== undefined) {
      const isPath = io.files.kindOf(first) !== undefined;
      const next = isPath
        ? `To list the images in files, run plimsoll images --list ${first}.`
        : 'To list the images in files, run plimsoll images --list; for one image, plimsoll images --explain IMAGE.';
      throw new UsageError(`images reads docker image inspect from standard input. ${next}`);
    }
    return await update(options, io);
  },
});

/** Prints the facts about an image and their source. */
async function explain(image: string, options: ParsedOptions, io: Io): Promise<ExitCode> {
  if (options.has('list') || options.has('unknown'))
    throw new UsageError('--explain and --list are mutually exclusive.');
  if (toFullReference(image) === undefined)
    throw new UsageError('Invalid value for --explain: not an image reference.');
  const setting: Setting<string> = known(image, placeAt('<command line>', 0, image.length));
  const settings = await createSettings(readSettings(options, io), io.files).forWorkingDirectory();
  const { path, images } = await readImageLock(settings, io.files);
  const lock = images && toImageLock(path, images);
  const facts = knowledgeLines(knownImage({ config: { image: setting } }, { lock, table: IMAGE_TABLE }));
  const { facts: more, sources } = explainImage(image);
  const tags = knownTags(image);
  const isKnown = facts.length + more.length > 0;
  const others =
    /[:@]/.test(image.slice(image.lastIndexOf('/') + 1)) || tags.others.length === 0
      ? []
      : [`Other known tags: ${tags.others.join('; ')}`];
  const read = sources.length === 0 ? [] : ['Sources:', ...indented(sources)];
  const lines = isKnown
    ? [image, ...indented([...facts, ...more, ...others, ...read])]
    : tags.lines.length === 0
      ? [`${image}: unknown to plimsoll. To add it, run docker image inspect ${image} | plimsoll images`]
      : [`${image}: unknown tag. Known tags:`, ...indented(tags.lines)];
  io.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
  return 0;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

const RECORD = 'To record images, run docker image inspect IMAGE… | plimsoll images.';

async function update(options: ParsedOptions, io: Io): Promise<ExitCode> {
  const settings = await createSettings(readSettings(options, io), io.files).forWorkingDirectory();
  const { path, images: locked = [] } = await readImageLock(settings, io.files);
  const text = await readPiped(io, RECORD);
  if (text.trim() === '') throw new UsageError(`Standard input is empty. ${RECORD}`);
  const { session, request } = await openSession(options, io);
  const used = await usedImages(session, [...session.find(request).inputs]);
  const { images, nameless, unused } = await inspectedIn(text, used);
  if (unused > 0) printError(io, `${countOf(unused, 'tag')} skipped: the files use other tags of the same images.`);
  if (nameless > 0)
    printError(io, `${countOf(nameless, 'image')} without a name skipped: plimsoll looks images up by name.`);
  if (images.length === 0) throw new UsageError('Standard input has no named images, so nothing was written.');
  const updated = updateImages(locked, images);
  const written = updateImages([], images).length;
  await writeOutput(path, [formatImageLock(updated)], io, true);
  io.stdout.write(`${printable(path)}: ${countOf(written, 'image')} written, ${updated.length} in all\n`);
  return 0;
}

async function inspectedIn(text: string, used: readonly UsedImage[]): Promise<Inspected> {
  try {
    return readInspectedImages(
      text,
      used.map(({ reference }) => reference),
    );
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const at = { path: '<stdin>', position: await placeInJson(text, error) };
    throw new UsageError(`${shownPlace(at)}: ${error.message}.`);
  }
}

interface UsedImage {
  readonly reference: string;
  readonly known: KnownImage;
  /** False if the name contains an unknown variable. */
  readonly isNamed: boolean;
}

async function list(options: ParsedOptions, io: Io): Promise<ExitCode> {
  const { session, request } = await openSession(options, io);
  const found = session.find(request);
  const inputs = [...found.inputs];
  const used = await usedImages(session, inputs);
  requireSomething(inputs.length, options, found, io);
  const lines = options.has('unknown')
    ? used
        .filter(({ known: { user, healthcheck }, isNamed }) => isNamed && !(user && healthcheck))
        .map(({ reference }) => reference)
    : toLines(used);
  io.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
  for (const { path, message } of found.notes) printError(io, `${path}: ${message}`);
  return found.notes.some(({ severity }) => severity === 'error') ? 2 : 0;
}

/** The images of containers and the base images of their Dockerfiles, unique and sorted. */
async function usedImages({ context, settings }: Session, inputs: readonly Input[]): Promise<readonly UsedImage[]> {
  const used = new Map<string, UsedImage>();
  for (const input of inputs) {
    const { imageLock: lock } = (await settings.forFile(input.files[0]?.path ?? '')).ruleOptions;
    const { subjects } = await parseInput(input.kind, input.files, contextOf(input, context));
    for (const subject of subjects) {
      const setting = subject.kind === 'container' ? nameOf(subject) : undefined;
      const name = setting && toText(setting);
      if (setting === undefined || name === undefined || used.has(name)) continue;
      const facts = knownImage({ config: { image: setting } }, { lock, table: IMAGE_TABLE });
      used.set(name, { reference: name, known: facts, isNamed: setting.known });
    }
  }
  return [...used.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

/** The image that a container pulls: its own, or its Dockerfile's base image. */
function nameOf({ build, config, image }: Container): Setting<string> | undefined {
  if (image !== undefined) return image.base.known && image.base.value === 'scratch' ? undefined : image.base;
  return build === undefined ? config.image : undefined;
}

/** A normalized reference; `…` replaces unknown parts. `undefined` for an invalid one. */
function toText(setting: Setting<string>): string | undefined {
  if (!setting.known) return setting.pattern.map((part) => (typeof part === 'string' ? part : '…')).join('');
  const { name, tag, digest } = toFullReference(setting.value) ?? {};
  if (name === undefined) return undefined;
  return `${toShortName(name)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** A few digits are enough to identify a digest. */
const LONG_DIGEST = /(@\w+:\w{12})\w+$/;

function toLines(used: readonly UsedImage[]): readonly string[] {
  return alignColumns(
    used.map(({ reference, known, isNamed }) => [
      reference.replace(LONG_DIGEST, '$1…'),
      sourceText(known),
      factsText(known) ?? (isNamed ? 'unknown' : 'unknown: depends on a variable'),
    ]),
  );
}

function sourceText({ user, healthcheck, program }: KnownImage): string {
  const source = (user ?? healthcheck ?? program)?.source;
  if (source?.kind === 'table') return `table of ${source.row.checked}`;
  return { dockerfile: 'Dockerfile', lock: 'lock', none: '-' }[source?.kind ?? 'none'];
}
