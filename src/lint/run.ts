import { expiringNotes } from '../findings/expiring.ts';
import { type CheckedConfig, checkExceptions } from '../findings/unused-exceptions.ts';
import { NO_RELATIONS } from '../parsers/contract/relations.ts';
import { isProjectKind } from '../parsers/registry.ts';
import { createDefinerFinder, type DefinerFinder, withDefiners } from '../projects/definers.ts';
import { createComposedTest, deployedInputs, deployedMembership, isComplete } from '../projects/deployed.ts';
import type { Discovery } from '../projects/discover.ts';
import type { ReportedMember } from '../projects/duplicates.ts';
import { withoutExtended } from '../projects/extended.ts';
import { type Input, pathsOf } from '../projects/input.ts';
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
import { createSharedVerdicts, type ReportedInput } from '../report/report.ts';
import { joinPath } from '../util/paths.ts';
import { isIgnored } from '../workspace/config/resolve.ts';
import type { FileSettings, Settings } from '../workspace/config/settings.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import type { LintContext, LintResult } from './lint.ts';
import type { InternalError, Linter } from './linter.ts';
import { resultOf } from './local-linter.ts';
import { withOwnFixes } from './own-fixes.ts';
import { withoutReadElsewhere } from './unread-commands.ts';
import { withinScript } from './within-script.ts';

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

/** The parameters of a run besides its inputs. */
export interface RunOptions {
  readonly settings: Settings;
  readonly linter: Linter;
  /** The context for linting again parts of projects and deployed projects. */
  readonly context: LintContext;
  readonly files: Pick<FileSystem, 'workingDirectory' | 'kindOf' | 'read' | 'list'>;
  /** True for a path that the user named: a note says if it is ignored. */
  readonly isNamed: (path: string) => boolean;
  /** Called before each input. */
  readonly onInput?: () => void;
}

/** The result of an input, and its relation to others. */
interface Member extends Membership {
  readonly index: number;
  readonly result: LintResult;
  readonly settings: FileSettings;
  /** The named input, which may turn out to be a part of a project. */
  readonly source: Input | undefined;
}

/** Lints all inputs in order, keeping only what a report needs. Rejects with a ConfigError. */
export async function run(discovery: Discovery, options: RunOptions): Promise<LintRun> {
  const { linter, onInput, files } = options;
  const toKey = (path: string): string => joinPath(files.workingDirectory, path);
  const shareVerdicts = createSharedVerdicts();
  const shared = (result: LintResult): LintResult => ({ ...result, subjects: shareVerdicts(result.subjects) });
  const outcomes: (Member | InternalError)[] = [];
  const members = (): readonly Member[] => outcomes.flatMap((one) => ('internalError' in one ? [] : [one]));
  const notes: DiscoveryNote[] = [];
  const ignored = new Set<string>();
  const named = new Set<string>();
  let found = 0;
  let asked = 0;
  for (const input of discovery.inputs) {
    found += 1;
    onInput?.();
    for (const path of pathsOf(input)) named.add(path);
    const own = await settingsOf(input, options, notes);
    if (own === undefined) {
      for (const { path } of input.files) ignored.add(toKey(path));
      continue;
    }
    const index = asked;
    asked += 1;
    const mayBePart = (input.isNamed === true || input.isAlone === true) && isProjectKind(input.kind);
    const source = mayBePart ? input : undefined;
    const { reportedFor } = input;
    await linter.submit(input, own, (result) => {
      outcomes[index] =
        'internalError' in result
          ? result
          : {
              ...membershipOf(input, result.relations),
              reportedFor: reportedFor?.filter((file) => !ignored.has(toKey(file))),
              index,
              result: shared(result),
              settings: own,
              source,
            };
    });
  }
  await linter.finish();
  const complete = new Set(
    members().flatMap(({ project, relations }) =>
      project.length === 1 && isComplete(relations) ? project.map(toKey) : [],
    ),
  );
  const isComposed = createComposedTest(members(), complete, toKey);
  for (const deployed of deployedInputs(members(), { files, walked: discovery.walked }, toKey)) {
    const own = await settingsOf(deployed.input, options);
    if (own === undefined) continue;
    found += 1;
    // Parts of a project get no fixes.
    const provesFixes = deployed.isWhole && options.context.provesFixes === true;
    const result = await resultOf(deployed.input, own, { ...options.context, provesFixes });
    if ('internalError' in result) {
      outcomes.push(result);
      continue;
    }
    outcomes.push({
      ...deployedMembership(deployed, result.relations, isComposed),
      index: outcomes.length,
      result: shared(
        deployed.isWhole
          ? result
          : withinScript(
              result,
              members().map((one) => one.result),
            ),
      ),
      settings: own,
      source: undefined,
    });
  }
  const projects = distinctProjects(members(), toKey);
  const mayBeIncluded = createInclusionTest(projects.map(({ project }) => project));
  const texts = new Map(members().flatMap(({ result }) => [...result.texts]));
  const findDefiner = createDefinerFinder(
    projects.map(({ project }) => project),
    files,
    texts,
  );
  const all: LintedInput[] = [];
  for (const one of projects) all.push(await toLinted(one, { mayBeIncluded, findDefiner, context: options.context }));
  const inputs = withoutReadElsewhere(all, members(), toKey);
  const extending = inputs.map((one) => {
    const isWhole = one.reportedFor === undefined;
    return { ...one, isWhole, mayBeBase: isWhole && one.project.length === 1 && !isKept(one) };
  });
  const reported = withoutExtended(extending, toKey);
  const internalErrors = outcomes.flatMap((one) => ('internalError' in one ? [one.internalError] : []));
  const reached = new Set([...texts.keys(), ...inputs.flatMap(({ project }) => project)].map(toKey));
  const isOwn = (path: string): boolean => named.has(path) && texts.has(path);
  const isKnown = (path: string, whole: string): boolean => {
    const config = reached.has(whole) ? undefined : options.settings.configFor(path);
    if (config === undefined) return reached.has(whole);
    return toKey(config.path) === whole || isIgnored(config, path, files.workingDirectory);
  };
  let unread: Promise<readonly UnreadFile[]> | undefined;
  const linted = {
    inputs: inputs.map((one, index) => {
      const input = reported[index] ?? one.input;
      return { ...one, input: options.context.provesFixes === true ? withOwnFixes(input, isOwn) : input };
    }),
    texts,
    notes: [
      ...notesBeside(projects, discovery.notes, toKey),
      ...projects.flatMap(({ project, includers }) => (includers.length > 0 ? [] : noteOfPart(project, files))),
      ...notes,
      ...members().flatMap(({ project: [path = ''], result: { leavesFixes } }) =>
        leavesFixes === true ? [{ path, message: NOT_ALL_FIXES, severity: 'note' as const }] : [],
      ),
    ],
    walked: discovery.walked,
    unread: () => {
      unread ??= discovery.unread?.(isKnown) ?? Promise.resolve([]);
      return unread;
    },
    internalErrors,
    found,
  };
  const isConfigured = linted.inputs.some(({ settings }) => settings.config !== undefined);
  const configs = internalErrors.length === 0 && isConfigured ? await checkExceptions(linted, files) : [];
  for (const { config } of configs) texts.set(config.path, config.text);
  return {
    ...linted,
    notes: [...linted.notes, ...expiringNotes(linted.inputs)],
    inputs: [...linted.inputs, ...configs.filter(({ findings }) => findings.length > 0).map(ofConfig)],
    configs: configs.map(({ config }) => config.path),
  };
}

/** The settings of an input; `undefined` if its configuration ignores it, with a note if it was named. */
export async function settingsOf(
  input: Input,
  { settings, files: { workingDirectory }, isNamed }: Pick<RunOptions, 'settings' | 'files' | 'isNamed'>,
  notes: DiscoveryNote[] = [],
): Promise<FileSettings | undefined> {
  const [path = ''] = pathsOf(input);
  const own = await settings.forFile(path);
  if (own.config === undefined || !isIgnored(own.config, path, workingDirectory)) return own;
  if (isNamed(path)) notes.push({ path, message: `Skipped: ignored by ${own.config.path}.`, severity: 'note' });
  return undefined;
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
  { project: member, part, includers }: DistinctProject<Member>,
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
function keyOf({ project, index, isAlone, isDeployed }: Member): string {
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
