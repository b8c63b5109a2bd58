import { isIgnored } from '../config/resolve.ts';
import type { FileSettings } from '../config/settings.ts';
import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { expiringNotes } from '../findings/expiring.ts';
import { type CheckedConfig, checkExceptions } from '../findings/unused-exceptions.ts';
import type { Fix } from '../model/change.ts';
import { createDefinerFinder, type DefinerFinder, withDefiners } from '../projects/definers.ts';
import type { Discovery } from '../projects/discover.ts';
import type { ReportedMember } from '../projects/duplicates.ts';
import { definiteOf, within, withoutReferences, withoutServices } from '../projects/parts.ts';
import { mainFileBeside } from '../projects/project-finder.ts';
import { type Member, memberOf, notesBeside, type RelatedInput, relate } from '../projects/relate.ts';
import type { UnreadFile } from '../projects/unread.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import type { LintContext, LintResult } from './lint.ts';
import { resultOf } from './local-linter.ts';
import { lintDeployed, lintInputs, newRunState, type RunMember, type RunOptions } from './run-inputs.ts';

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
  const related = relate(members(), toKey);
  const texts = new Map(members().flatMap(({ result }) => [...result.texts]));
  const findDefiner = createDefinerFinder(
    related.map(({ member }) => member),
    files,
    texts,
  );
  const all: LintedInput[] = [];
  for (const one of related) all.push(await toLinted(one, findDefiner, context));
  const isOwn = (path: string): boolean => state.named.has(path) && texts.has(path);
  const inputs = withoutReadElsewhere(all, members(), toKey).map((one) =>
    context.provesFixes === true ? { ...one, input: withOwnFixes(one.input, isOwn) } : one,
  );
  const linted = {
    inputs,
    texts,
    notes: [
      ...notesBeside(related, discovery.notes, toKey),
      ...related.flatMap(({ member, includers }) => (includers.length > 0 ? [] : noteOfPart(member, files))),
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

/** The reported results of an input, given its relations. */
async function toLinted(
  { member, relation, part, includers, mayBeIncluded, extended }: RelatedInput<RunMember>,
  findDefiner: DefinerFinder,
  context: LintContext,
): Promise<LintedInput> {
  const { result, settings, source, index: _, ...own } = member;
  // Other inputs may supply what it lacks.
  const again =
    source !== undefined && relation === 'part'
      ? await resultOf(source, settings, { ...context, isPart: true })
      : undefined;
  const isPart = again !== undefined && !('internalError' in again);
  const whole = toReported(result);
  const isConfigured = settings.ruleOptions.rules?.['syntax/undefined-reference'] !== undefined;
  const shown = isPart
    ? definiteOf(toReported(again))
    : mayBeIncluded
      ? withoutReferences(whole)
      : isConfigured
        ? whole
        : { ...whole, findings: withDefiners(whole.findings, member, findDefiner) };
  const ofPart = part === undefined ? shown : within(shown, part);
  return {
    ...own,
    relation,
    input: extended.size === 0 ? ofPart : withoutServices(ofPart, extended),
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

function keyOf({ index }: RunMember): string {
  return String(index);
}

/** A note about an incomplete file, such as `compose.prod.yaml`, that explains how to lint it with the main file next to it. */
function noteOfPart(
  { project: [path = '', ...others], relations, relation, reportedFor }: Member,
  files: Pick<FileSystem, 'kindOf'>,
): readonly DiscoveryNote[] {
  if (!relations.hasFragments || relation === 'alone' || reportedFor !== undefined || others.length > 0) return [];
  const main = mainFileBeside(path, files);
  if (main === undefined) return [];
  return [
    {
      path,
      message: `Linted alone, but it contains only parts of services. If you use it on top of ${main}, list both under projects in the configuration, or use --project=${main},${path}.`,
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
    ...memberOf({ kind: 'compose', files: [] }),
    project: paths,
    settings,
    isPart: false,
    key: config.path,
    includers: [],
    usedExceptions: [],
  };
}

/** Removes fixes that are unproven or change files that `isOwn` rejects. */
function withOwnFixes(input: ReportedInput, isOwn: (path: string) => boolean): ReportedInput {
  const isMade = ({ edits = [] }: Fix): boolean => edits.length > 0 && edits.every(({ path }) => isOwn(path));
  return {
    ...input,
    findings: input.findings.map((finding) =>
      finding.fixes === undefined ? finding : { ...finding, fixes: finding.fixes.filter(isMade) },
    ),
  };
}

/** The rule for an engine command that was not read. */
const UNREAD = 'syntax/unread-command';

/** Removes findings about commands that another input has read: functions of a sourced library, units that a script writes. */
function withoutReadElsewhere(
  inputs: readonly LintedInput[],
  members: readonly RunMember[],
  toKey: (path: string) => string,
): readonly LintedInput[] {
  const keyOf = ({ path, span }: Location): string => `${span.start} ${toKey(path)}`;
  let read: ReadonlySet<string> | undefined;
  return inputs.map((one) => {
    const { findings } = one.input;
    if (!findings.some(({ rule }) => rule === UNREAD)) return one;
    const known = (read ??= new Set(members.flatMap(({ relations }) => relations.readCommands.map(keyOf))));
    return {
      ...one,
      input: {
        ...one.input,
        findings: findings.filter(({ rule, location }) => rule !== UNREAD || !known.has(keyOf(location))),
      },
    };
  });
}
