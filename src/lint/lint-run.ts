import { type CheckedConfig, checkExceptions } from '../findings/unused-exceptions.ts';
import { isProjectKind } from '../parsers/registry.ts';
import { deployedInputs, membershipOf } from '../projects/deployed.ts';
import type { Discovery, Input } from '../projects/discover.ts';
import { distinctProjects, isKept, type Membership, notesBeside } from '../projects/distinct-projects.ts';
import { withoutExtended } from '../projects/extended.ts';
import { createInclusionTest } from '../projects/may-include.ts';
import { definiteOf, isPartOf, needsOthers, within, withoutReferences } from '../projects/parts.ts';
import { mainFileBeside } from '../projects/project-finder.ts';
import { createSharedVerdicts, type ReportedInput } from '../report/report.ts';
import { joinPath } from '../util/paths.ts';
import { isIgnored } from '../workspace/config/resolve.ts';
import type { FileSettings, Settings } from '../workspace/config/settings.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import type { Fault, Linted, Linter } from './linter.ts';
import { withinScript } from './within-script.ts';

/** One linted input and what was in force for it. */
export interface LintedInput {
  readonly input: ReportedInput;
  readonly settings: FileSettings;
  /** True for a project of which only what concerns some of its files is there. */
  readonly isPart: boolean;
  /** See `Input`. */
  readonly isAlone: boolean;
  /** A script deploys it. */
  readonly isDeployed: boolean;
  /** All files of its project, as they were named. */
  readonly project: readonly string[];
  /** Its own among those of the run. */
  readonly key: string;
  /** The keys of the projects of the run that include all of its files. */
  readonly includers: readonly string[];
  /** The files that the project includes. */
  readonly included: readonly string[];
  /** See `Linted`. */
  readonly partlyRead: readonly string[];
  /** See `Linted`. */
  readonly usedExceptions: readonly string[];
}

export interface LintRun {
  readonly inputs: readonly LintedInput[];
  /** The texts that findings, undecided questions and subjects name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** Errors of ours, one line each: the rest is linted all the same. */
  readonly internalErrors: readonly string[];
  /** The folders that were walked as a whole. */
  readonly walked: readonly string[];
  /** The configurations of which every exception was checked. */
  readonly configs: readonly string[];
  /** How many inputs were found, those that a configuration ignores and that others include among them. */
  readonly found: number;
}

/** What came of an input, and what it takes to say how it stands to the others. */
interface Outcome
  extends Omit<LintedInput, 'isPart' | 'isAlone' | 'isDeployed' | 'project' | 'key' | 'includers'>,
    Membership,
    Pick<Linted, 'texts' | 'extended' | 'deployed' | 'hasFragments' | 'mayInclude'> {
  readonly index: number;
}

/** What {@link lintInputs} needs besides the inputs. */
export interface LintSurroundings {
  readonly settings: Settings;
  readonly linter: Linter;
  /** Lints a file again that is a part of a project: what it lacks, others may give it. */
  readonly lintPart: (input: Input, settings: FileSettings) => Promise<Linted | Fault>;
  /** Lints what a script deploys. */
  readonly lintDeployed: (input: Input, settings: FileSettings) => Promise<Linted | Fault>;
  readonly files: Pick<FileSystem, 'workingDirectory' | 'kindOf' | 'read'>;
  /** True for a path that the user named, so that leaving it out is worth a note. */
  readonly isNamed: (path: string) => boolean;
  /** Called before each input. */
  readonly onInput?: () => void;
}

/** Lints what was discovered, keeping of each input only what a report needs, in the order in which they were found. Rejects with a ConfigError. */
export async function lintInputs(
  discovery: Discovery,
  { settings, linter, lintPart, lintDeployed, files, isNamed, onInput }: LintSurroundings,
): Promise<LintRun> {
  const { workingDirectory } = files;
  const outcomes: (Outcome | Fault)[] = [];
  const notes: DiscoveryNote[] = [];
  const sharedVerdicts = createSharedVerdicts();
  const toKey = (path: string): string => joinPath(workingDirectory, path);
  const ignored = new Set<string>();
  /** What was named, and may turn out to be a part of a project. */
  const mayBePart = new Map<number, Input>();
  let found = 0;
  let asked = 0;
  for (const input of discovery.inputs) {
    found += 1;
    onInput?.();
    const path = input.files[0]?.path ?? '';
    const own = await settings.forFile(path);
    if (own.config !== undefined && isIgnored(own.config, path, workingDirectory)) {
      for (const { path: file } of input.files) ignored.add(toKey(file));
      if (isNamed(path)) notes.push({ path, message: `Skipped: ${own.config.path} ignores it.`, severity: 'note' });
      continue;
    }
    const index = asked;
    asked += 1;
    if ((input.isNamed === true || input.isAlone === true) && isProjectKind(input.kind)) mayBePart.set(index, input);
    await linter.submit(input, own, (outcome) => {
      outcomes[index] =
        'internalError' in outcome
          ? outcome
          : {
              settings: own,
              index,
              isOwn: input.isAlone === true || (input.isOwn === true && !needsOthers(outcome.input)),
              isAlone: input.isAlone,
              isNamed: input.isNamed,
              reportedFor: input.reportedFor?.filter((file) => !ignored.has(toKey(file))),
              ...outcome,
              input: sharedVerdicts(outcome.input),
            };
    });
  }
  await linter.finish();
  const byThemselves = new Map(
    outcomes.flatMap(toLinted).flatMap((outcome) => {
      const [path = '', ...others] = outcome.input.paths;
      return others.length === 0 ? [[toKey(path), !outcome.hasFragments && !needsOthers(outcome.input)] as const] : [];
    }),
  );
  for (const deployed of deployedInputs(outcomes.flatMap(toLinted), { files, walked: discovery.walked, toKey })) {
    const { input, isWhole } = deployed;
    const path = input.files[0]?.path ?? '';
    const own = await settings.forFile(path);
    if (own.config !== undefined && isIgnored(own.config, path, workingDirectory)) continue;
    found += 1;
    const result = await lintDeployed(input, own);
    if ('internalError' in result) {
      outcomes.push(result);
      continue;
    }
    const outcome = isWhole ? result : withinScript(result, outcomes.flatMap(toLinted));
    const membership = membershipOf(deployed, (part) => byThemselves.get(toKey(part)) === true);
    outcomes.push({
      ...outcome,
      ...membership,
      reportedFor: input.reportedFor,
      input: sharedVerdicts(outcome.input),
      settings: own,
      index: outcomes.length,
      included: [...outcome.included, ...membership.included],
    });
  }
  const linted = outcomes.flatMap(toLinted);
  const internalErrors = outcomes.flatMap((outcome) => ('internalError' in outcome ? [outcome.internalError] : []));
  const texts = new Map(linted.flatMap((one) => [...one.texts]));
  const projects = distinctProjects(linted, { pathsOf: ({ input }) => input.paths, toKey });
  const mayBeIncluded = createInclusionTest(projects.map(({ project }) => project));
  const whole = await Promise.all(
    projects.map(async ({ project, scope, includers }) => {
      const { settings: own, index, input } = project;
      const source = isPartOf(project, includers) ? mayBePart.get(index) : undefined;
      const part = source === undefined ? undefined : await lintPart(source, own);
      const { included, partlyRead, usedExceptions } = project;
      const shown =
        part !== undefined && !('internalError' in part)
          ? definiteOf(part.input)
          : mayBeIncluded(project)
            ? withoutReferences(input)
            : input;
      return {
        input: scope === undefined ? shown : within(shown, scope),
        project: input.paths,
        key: keyOfProject(project),
        includers: includers.map(keyOfProject),
        settings: own,
        isPart: scope !== undefined || part !== undefined,
        isAlone: project.isAlone === true,
        isDeployed: project.isDeployed === true,
        ...{ included, partlyRead, usedExceptions },
        // Of a project that is reported in part, what extends may not be reported.
        extended: scope === undefined ? project.extended : [],
        mayBeBase: scope === undefined && input.paths.length === 1 && !isKept(project),
      };
    }),
  );
  const inputs = withoutExtended(whole, toKey).map(({ extended: _, mayBeBase: __, ...linted }): LintedInput => linted);
  const run = {
    inputs,
    texts,
    notes: [
      ...notesBeside(projects, discovery.notes, toKey),
      ...projects.flatMap(({ project, includers }) => (includers.length > 0 ? [] : noteOfPart(project, files))),
      ...notes,
    ],
    walked: discovery.walked,
    internalErrors,
    found,
  };
  const configs = internalErrors.length > 0 ? [] : await checkExceptions(run, files);
  if (configs.length === 0) return { ...run, configs: [] };
  for (const { config } of configs) texts.set(config.path, config.text);
  return {
    ...run,
    inputs: [...inputs, ...configs.flatMap(toInput)],
    configs: configs.map(({ config }) => config.path),
  };
}

function toLinted(outcome: Outcome | Fault): readonly Outcome[] {
  return 'internalError' in outcome ? [] : [outcome];
}

/** Different for the same files by themselves, in a project, and in each that a script deploys. */
function keyOfProject({ input, index, isAlone, isDeployed }: Outcome): string {
  const kind = isDeployed === true ? `deployed ${index}` : isAlone === true ? 'alone' : 'project';
  return [kind, ...input.paths].join('\n');
}

/** Says of a file beside a main one, such as `compose.prod.yaml`, that lacks what the main one has, how the two become one project. */
function noteOfPart(
  { input, hasFragments, isAlone, reportedFor }: Outcome,
  files: Pick<FileSystem, 'kindOf'>,
): readonly DiscoveryNote[] {
  const [path = '', ...others] = input.paths;
  if (!hasFragments || isAlone === true || reportedFor !== undefined || others.length > 0) return [];
  const main = mainFileBeside(path, files);
  if (main === undefined) return [];
  return [
    {
      path,
      message: `It is linted alone, and its services are parts that another file completes. If it is merged over ${main}, list both under projects in the configuration, or give --project=${main},${path}.`,
      severity: 'note',
    },
  ];
}

/** What was found in a configuration; nothing where that is nothing. */
function toInput({ config, settings, findings }: CheckedConfig): readonly LintedInput[] {
  if (findings.length === 0) return [];
  const paths = [config.path];
  return [
    {
      input: { kind: 'configuration', paths, subjects: [], findings, undecided: [] },
      settings,
      isPart: false,
      isAlone: false,
      isDeployed: false,
      project: paths,
      key: config.path,
      ...{ includers: [], included: [], partlyRead: [], usedExceptions: [] },
    },
  ];
}
