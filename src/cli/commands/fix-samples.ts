import { failureMessage } from '../../files/discovery-note.ts';
import { readUsages, type Usage, usageOf, usedText } from '../../fixes/usage.ts';
import type { ParseContext } from '../../parsers/contract/parsed.ts';
import { parseInput } from '../../parsers/index.ts';
import { contextOf, type Input } from '../../projects/input.ts';
import { countOf } from '../../report/report.ts';
import { printable } from '../../text/printable.ts';
import { toPlainPath } from '../../util/paths.ts';
import { type Io, UsageError } from '../io.ts';

/** The resources that containers used, by the containers' names in the files. */
export interface Samples {
  readonly isGiven: boolean;
  readonly of: ReadonlyMap<string, Usage>;
  /** Sampled containers that are in no file. */
  readonly others: readonly string[];
}

export const NO_SAMPLES: Samples = { isGiven: false, of: new Map(), others: [] };

/**
 * Reads `--stats` for the containers of these inputs. Throws a UsageError for anything but the
 * output of `docker stats`.
 */
export async function readSamples(
  name: string | undefined,
  inputs: readonly Input[],
  context: ParseContext,
  io: Io,
): Promise<Samples> {
  if (name === undefined) return NO_SAMPLES;
  const usages = readUsages(await textOf(name, io));
  if (usages === undefined)
    throw new UsageError(
      `--stats ${name} is not docker stats output. To sample running containers, run docker stats --no-stream --format json.`,
    );
  const of = new Map<string, Usage>();
  for (const { kind, files, ...input } of inputs) {
    const { subjects } = await parseInput(kind, files, contextOf({ kind, files, ...input }, context));
    for (const subject of subjects) {
      const usage = subject.kind === 'container' ? usageOf(subject, usages) : undefined;
      if (usage !== undefined) of.set(subject.name, usage);
    }
  }
  const used = new Set(Array.from(of.values(), ({ container }) => container));
  return { isGiven: true, of, others: usages.flatMap(({ container }) => (used.has(container) ? [] : [container])) };
}

async function textOf(name: string, io: Io): Promise<string> {
  if (name === '-') return (await io.readStdin()).text;
  const path = toPlainPath(name, io.files.workingDirectory);
  const read = io.files.read(path);
  if ('failure' in read) throw new UsageError(`--stats ${name}: ${failureMessage(read.failure, path)}`);
  return read.text;
}

/** `used 180 MB when sampled, in 3 samples of shop-db-1`. */
export function sampleText(value: 'memory' | 'pids', usage: Usage | undefined): string {
  if (usage === undefined) return 'no sample';
  const { samples, container, isIdle } = usage;
  const idle = isIdle ? ', but it was idle: it may need more at work' : '';
  return `${usedText(value, usage)}, in ${countOf(samples, 'sample')} of ${printable(container)}${idle}`;
}

/** One line per container without a limit: what its samples say. */
export function sampleLines(names: ReadonlySet<string>, { isGiven, of, others }: Samples): readonly string[] {
  if (!isGiven) return [];
  return [
    ...Array.from(
      names,
      (name) => `  ${printable(name)} ${of.has(name) ? sampleText('memory', of.get(name)) : 'has no sample'}.`,
    ),
    ...(others.length === 0 ? [] : [`  Sampled, but in no file: ${others.map(printable).join(', ')}.`]),
  ];
}
