import type { FileSystem } from '../files/file-system.ts';
import type { Baselines } from '../findings/baseline-file.ts';
import type { Fix } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import { relate } from '../projects/relate.ts';
import type { Location } from '../text/location.ts';
import { applyBaselines, type Baselined } from './baselined.ts';
import { createDefinerFinder, withDefiners } from './definers.ts';
import { withoutDuplicates, withoutSourcedDuplicates } from './duplicates.ts';
import type { KnownBefore } from './known-before.ts';
import { type LintedInput, type LintRun, withResults } from './linted-input.ts';
import { definiteOf, within, withoutReferences, withoutServices } from './parts.ts';
import { type RunOptions, type RunState, toReported } from './run-inputs.ts';
import type { UnreadFile } from './unread.ts';

type Inputs = readonly LintedInput[];

/**
 * A step from a run's results to the reported ones. The README of this directory lists what each
 * step removes.
 */
interface Step<About> {
  readonly name: string;
  readonly apply: (inputs: Inputs, about: About) => Inputs | Promise<Inputs>;
}

/** Everything that the steps of a run use besides the results. */
export interface RunFacts extends Pick<RunState, 'toKey' | 'named' | 'members'> {
  readonly options: RunOptions;
  readonly texts: ReadonlyMap<string, string>;
}

/** Everything that the steps of a report use, and the information that they collect in `said`. */
export interface ReportFacts {
  readonly run: LintRun;
  readonly files: Pick<FileSystem, 'workingDirectory'>;
  readonly toKey: (path: string) => string;
  readonly baselines: Baselines | undefined;
  readonly before: KnownBefore | undefined;
  readonly said: {
    gone: Baselined['gone'];
    foreign: Baselined['foreign'];
    notes: LintRun['notes'];
    /** The unread files and commands that count. */
    unread: readonly UnreadFile[];
  };
}

/** Steps that adapt each input's results to the other inputs. */
export const RUN_STEPS: readonly Step<RunFacts>[] = [
  { name: 'related', apply: related },
  { name: 'part', apply: asParts },
  { name: 'references', apply: withDefinedReferences },
  { name: 'asked', apply: (inputs) => inputs.map(withinPart) },
  { name: 'extended', apply: (inputs) => inputs.map(withoutExtended) },
  { name: 'read elsewhere', apply: withoutReadElsewhere },
  { name: 'fixes', apply: withOwnFixes },
];

/** Steps that decide which results count. */
export const COUNT_STEPS: readonly Step<ReportFacts>[] = [
  { name: 'baseline', apply: baselined },
  { name: 'since', apply: since },
];

/** Steps that report each result only once. */
export const REPORT_STEPS: readonly Step<ReportFacts>[] = [
  { name: 'repeated', apply: (inputs, { toKey }) => withoutDuplicates(inputs, toKey) },
  { name: 'sourced', apply: (inputs, { toKey }) => withoutSourcedDuplicates(inputs, toKey) },
];

export async function inSteps<About>(inputs: Inputs, steps: readonly Step<About>[], about: About): Promise<Inputs> {
  let left = inputs;
  for (const { apply } of steps) left = await apply(left, about);
  return left;
}

function related(inputs: Inputs, { toKey }: RunFacts): Inputs {
  return relate(inputs, toKey).map(({ member, includers, ...facts }) => ({
    ...member,
    ...facts,
    includers: includers.map(({ key }) => key),
  }));
}

/**
 * Keeps only certain results for parts of a project, because other inputs may supply what is
 * missing.
 */
async function asParts(inputs: Inputs, { options: { lintNow } }: RunFacts): Promise<Inputs> {
  const all: LintedInput[] = [];
  for (const { source, ...linted } of inputs) {
    const { settings, relation } = linted;
    const again =
      source !== undefined && relation === 'part' ? await lintNow(source, settings, { isPart: true }) : undefined;
    const isPart = again !== undefined && !('internalError' in again);
    all.push(isPart ? { ...linted, isPart, input: definiteOf(toReported(again)) } : linted);
  }
  return all;
}

function withDefinedReferences(inputs: Inputs, { options: { files }, texts }: RunFacts): Inputs {
  const find = createDefinerFinder(inputs, files, texts);
  return inputs.map((linted) => {
    const { input, settings, mayBeIncluded } = linted;
    if (mayBeIncluded === true) return withResults(linted, withoutReferences(input));
    if (settings.ruleOptions.rules?.['syntax/undefined-reference'] !== undefined) return linted;
    return withResults(linted, { findings: withDefiners(input.findings, linted, find) });
  });
}

function withinPart(linted: LintedInput): LintedInput {
  const { input, part } = linted;
  return part === undefined ? linted : { ...linted, isPart: true, input: within(input, part) };
}

function withoutExtended(linted: LintedInput): LintedInput {
  const { input, extended } = linted;
  return extended === undefined || extended.size === 0
    ? linted
    : { ...linted, input: withoutServices(input, extended) };
}

/** The rule about unread engine commands. */
const UNREAD = 'syntax/unread-command';

/**
 * Removes findings about commands that another input has read, such as functions in a sourced
 * library, or units that a script writes.
 */
function withoutReadElsewhere(inputs: Inputs, { toKey, members }: RunFacts): Inputs {
  const keyOf = ({ path, span }: Location): string => `${span.start} ${toKey(path)}`;
  const known = new Set(members().flatMap(({ linted }) => linted.relations.readCommands.map(keyOf)));
  const isOpen = ({ rule, location }: Finding): boolean => rule !== UNREAD || !known.has(keyOf(location));
  return inputs.map((linted) => withResults(linted, { findings: linted.input.findings.filter(isOpen) }));
}

/** Keeps only verified fixes that change linted files. */
function withOwnFixes(inputs: Inputs, { options: { provesFixes }, texts, named }: RunFacts): Inputs {
  if (provesFixes !== true) return inputs;
  const isMade = ({ edits = [] }: Fix): boolean =>
    edits.length > 0 && edits.every(({ path }) => named.has(path) && texts.has(path));
  const withMade = (finding: Finding): Finding =>
    finding.fixes === undefined ? finding : { ...finding, fixes: finding.fixes.filter(isMade) };
  return inputs.map((linted) => withResults(linted, { findings: linted.input.findings.map(withMade) }));
}

async function baselined(inputs: Inputs, { run, baselines, files, said }: ReportFacts): Promise<Inputs> {
  if (baselines === undefined) return inputs;
  const {
    inputs: marked,
    gone,
    foreign,
    unread,
  } = await applyBaselines({ ...run, inputs }, baselines, files, said.unread);
  said.unread = unread;
  said.gone = gone;
  said.foreign = foreign;
  return marked;
}

async function since(inputs: Inputs, { run, before, said }: ReportFacts): Promise<Inputs> {
  if (before === undefined) return inputs;
  const { inputs: marked, notes, unread } = await before.mark(inputs, said.unread, run.texts);
  said.notes = notes;
  said.unread = unread;
  return marked;
}
