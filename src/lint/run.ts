import { expiringNotes } from '../findings/expiring.ts';
import { type CheckedConfig, checkExceptions } from '../findings/unused-exceptions.ts';
import { NO_RELATIONS } from '../parsers/contract/relations.ts';
import { createDefinerFinder, type DefinerFinder, withDefiners } from '../projects/definers.ts';
import type { Discovery } from '../projects/discover.ts';
import type { ReportedMember } from '../projects/duplicates.ts';
import { withoutExtended } from '../projects/extended.ts';
import {
  createInclusionTest,
  type DistinctProject,
  distinctProjects,
  isKept,
  isPartOf,
  type Membership,
  membershipOf,
  notesBeside,
} from '../projects/membership.ts';
import { definiteOf, within, withoutReferences } from '../projects/parts.ts';
import { mainFileBeside } from '../projects/project-finder.ts';
import type { UnreadFile } from '../projects/unread.ts';
import { type ReportedInput } from '../report/report.ts';
import { isIgnored } from '../workspace/config/resolve.ts';
import type { FileSettings } from '../workspace/config/settings.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import type { LintContext, LintResult } from './lint.ts';
import { resultOf } from './local-linter.ts';
import { withOwnFixes } from './own-fixes.ts';
import { lintDeployed, lintInputs, newRunState, type RunMember, type RunOptions, type RunState } from './run-inputs.ts';
import { withoutReadElsewhere } from './unread-commands.ts';

/** An input of a run, with its reported results and settings. */
export interface LintedInput extends ReportedMember {
  readonly settings: FileSettings;
  /** See `RuleResults`. */
  readonly usedExceptions: readonly string[];
}

export interface LintRun {
  readonly inputs: readonly LintedInput[];
  /** The texts of findings, undecided results and subjects. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** Internal errors, one line each; all other inputs are linted. */
  readonly internalErrors: readonly string[];
  /** The directories that were walked completely. */
  readonly walked: readonly string[];
  /** The configurations with all exceptions checked. */
  readonly configs: readonly string[];
  /** See `Discovery`; without files that a configuration ignores. */
  readonly unread: () => Promise<readonly UnreadFile[]>;
  /** The number of inputs found, including ignored and included ones. */
  readonly found: number;
}

/** Lints all inputs in order, keeping only what a report needs. Rejects with a ConfigError. */
export async function run(discovery: Discovery, options: RunOptions): Promise<LintRun> {
  const { files, context } = options;
  const state = newRunState(files);
  const { toKey, members } = state;
  await lintInputs(discovery, options, state);
  await lintDeployed(discovery, options, state);
  const projects = distinctProjects(members(), toKey);
  const mayBeIncluded = createInclusionTest(projects.map(({ project }) => project));
  const texts = new Map(members().flatMap(({ result }) => [...result.texts]));
  const findDefiner = createDefinerFinder(
    projects.map(({ project }) => project),
    files,
    texts,
  );
  const all: LintedInput[] = [];
  for (const one of projects) all.push(await toLinted(one, { mayBeIncluded, findDefiner, context }));
  const inputs = withoutReadElsewhere(all, members(), toKey);
  const linted = {
    inputs: reportedInputs(inputs, texts, options, state),
    texts,
    notes: [
      ...notesBeside(projects, discovery.notes, toKey),
      ...projects.flatMap(({ project, includers }) => (includers.length > 0 ? [] : noteOfPart(project, files))),
      ...state.notes,
      ...members().flatMap(({ project: [path = ''], result: { leavesFixes } }) =>
        leavesFixes === true ? [{ path, message: NOT_ALL_FIXES, severity: 'note' as const }] : [],
      ),
    ],
    walked: discovery.walked,
    unread: createUnreadSearch(
      discovery,
      options,
      [...texts.keys(), ...inputs.flatMap(({ project }) => project)],
      toKey,
    ),
    internalErrors: state.outcomes.flatMap((one) => ('internalError' in one ? [one.internalError] : [])),
    found: state.found,
  };
  const isConfigured = linted.inputs.some(({ settings }) => settings.config !== undefined);
  const configs = linted.internalErrors.length === 0 && isConfigured ? await checkExceptions(linted, files) : [];
  for (const { config } of configs) texts.set(config.path, config.text);
  return {
    ...linted,
    notes: [...linted.notes, ...expiringNotes(linted.inputs)],
    inputs: [...linted.inputs, ...configs.filter(({ findings }) => findings.length > 0).map(ofConfig)],
    configs: configs.map(({ config }) => config.path),
  };
}

/** The inputs as reported: without what another file extends, and with the fixes of their own text. */
function reportedInputs(
  inputs: readonly LintedInput[],
  texts: ReadonlyMap<string, string>,
  { context }: RunOptions,
  { toKey, named }: RunState,
): readonly LintedInput[] {
  const extending = inputs.map((one) => {
    const isWhole = one.reportedFor === undefined;
    return { ...one, isWhole, mayBeBase: isWhole && one.project.length === 1 && !isKept(one) };
  });
  const reported = withoutExtended(extending, toKey);
  const isOwn = (path: string): boolean => named.has(path) && texts.has(path);
  return inputs.map((one, index) => {
    const input = reported[index] ?? one.input;
    return { ...one, input: context.provesFixes === true ? withOwnFixes(input, isOwn) : input };
  });
}

/** Searches once for files that deploy something and were not read. */
function createUnreadSearch(
  discovery: Discovery,
  { settings, files }: RunOptions,
  paths: readonly string[],
  toKey: (path: string) => string,
): () => Promise<readonly UnreadFile[]> {
  const reached = new Set(paths.map(toKey));
  const isKnown = (path: string, whole: string): boolean => {
    const config = reached.has(whole) ? undefined : settings.configFor(path);
    if (config === undefined) return reached.has(whole);
    return toKey(config.path) === whole || isIgnored(config, path, files.workingDirectory);
  };
  let unread: Promise<readonly UnreadFile[]> | undefined;
  return () => {
    unread ??= discovery.unread?.(isKnown) ?? Promise.resolve([]);
    return unread;
  };
}

const NOT_ALL_FIXES =
  'The report omits some fixes because verifying them takes too many attempts. To get them, run `plimsoll fix`.';

/** The relations of the other inputs. */
interface Others {
  readonly mayBeIncluded: (one: Membership) => boolean;
  readonly findDefiner: DefinerFinder;
  readonly context: LintContext;
}

/** The reported results of an input, given its relations. */
async function toLinted(
  { project: member, part, includers }: DistinctProject<RunMember>,
  { mayBeIncluded, findDefiner, context }: Others,
): Promise<LintedInput> {
  const { result, settings, source, index: _, ...membership } = member;
  // Other inputs may supply what it lacks.
  const again =
    source !== undefined && isPartOf(member, includers)
      ? await resultOf(source, settings, { ...context, isPart: true })
      : undefined;
  const isPart = again !== undefined && !('internalError' in again);
  const whole = toReported(result);
  const isConfigured = settings.ruleOptions.rules?.['syntax/undefined-reference'] !== undefined;
  const shown = isPart
    ? definiteOf(toReported(again))
    : mayBeIncluded(member)
      ? withoutReferences(whole)
      : isConfigured
        ? whole
        : { ...whole, findings: withDefiners(whole.findings, member, findDefiner) };
  return {
    ...membership,
    input: part === undefined ? shown : within(shown, part),
    isPart: part !== undefined || again !== undefined,
    key: keyOf(member),
    includers: includers.map(keyOf),
    settings,
    usedExceptions: result.usedExceptions,
  };
}

/** The part of a result for reports. */
export function toReported({ kind, paths, subjects, findings, undecided }: LintResult): ReportedInput {
  return { kind, paths, subjects, findings, undecided };
}

/** Distinguishes the same files alone, in a project, and in each deployed project. */
function keyOf({ project, index, isAlone, isDeployed }: RunMember): string {
  return [isDeployed ? `deployed ${index}` : isAlone ? 'alone' : 'project', ...project].join('\n');
}

/** A note about an incomplete file, such as `compose.prod.yaml`, that explains how to lint it with the main file next to it. */
function noteOfPart(
  { project: [path = '', ...others], relations, isAlone, reportedFor }: Membership,
  files: Pick<FileSystem, 'kindOf'>,
): readonly DiscoveryNote[] {
  if (!relations.hasFragments || isAlone || reportedFor !== undefined || others.length > 0) return [];
  const main = mainFileBeside(path, files);
  if (main === undefined) return [];
  return [
    {
      path,
      message: `Linted alone, but its services are fragments that another file completes. If it is merged over ${main}, list both under projects in the configuration, or use --project=${main},${path}.`,
      severity: 'note',
      project: [main, path],
    },
  ];
}

/** The findings about a configuration. */
function ofConfig({ config, settings, findings }: CheckedConfig): LintedInput {
  const paths = [config.path];
  return {
    input: { kind: 'configuration', paths, subjects: [], findings, undecided: [] },
    ...membershipOf({ kind: 'compose', files: [] }, NO_RELATIONS),
    project: paths,
    settings,
    isPart: false,
    key: config.path,
    includers: [],
    usedExceptions: [],
  };
}
