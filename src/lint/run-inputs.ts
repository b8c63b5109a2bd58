import { isIgnored } from '../config/resolve.ts';
import type { FileSettings, Settings } from '../config/settings.ts';
import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { isProjectKind } from '../parsers/registry.ts';
import { createComposedTest, deployedInputs, isComplete } from '../projects/deployed.ts';
import type { Discovery } from '../projects/discover.ts';
import { type Input, pathsOf } from '../projects/input.ts';
import { type Member, memberOf } from '../projects/relate.ts';
import { deployedMember } from '../projects/with-deployed.ts';
import { createSharedVerdicts } from '../report/report.ts';
import { joinPath } from '../util/paths.ts';
import type { InternalError, LintContext, Linter, LintResult } from './lint.ts';
import { resultOf } from './local-linter.ts';
import { withinScript } from './within-script.ts';

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
export interface RunMember extends Member {
  readonly index: number;
  readonly result: LintResult;
  readonly settings: FileSettings;
  /** The named input, which may turn out to be a part of a project. */
  readonly source: Input | undefined;
}

/** What a run found out so far, by the order of its inputs. */
export interface RunState {
  readonly toKey: (path: string) => string;
  /** The result with verdicts shared by equal subjects. */
  readonly shared: (result: LintResult) => LintResult;
  readonly outcomes: (RunMember | InternalError)[];
  readonly members: () => readonly RunMember[];
  readonly notes: DiscoveryNote[];
  /** The paths of the inputs that are linted for themselves. */
  readonly named: Set<string>;
  found: number;
}

export function newRunState({ workingDirectory }: Pick<FileSystem, 'workingDirectory'>): RunState {
  const shareVerdicts = createSharedVerdicts();
  const outcomes: RunState['outcomes'] = [];
  return {
    toKey: (path) => joinPath(workingDirectory, path),
    shared: (result) => ({ ...result, subjects: shareVerdicts(result.subjects) }),
    outcomes,
    members: () => outcomes.flatMap((one) => ('internalError' in one ? [] : [one])),
    notes: [],
    named: new Set(),
    found: 0,
  };
}

/** Lints each input that its configuration doesn't ignore. */
export async function lintInputs(discovery: Discovery, options: RunOptions, state: RunState): Promise<void> {
  const { toKey, shared, outcomes, notes, named } = state;
  const ignored = new Set<string>();
  let asked = 0;
  for (const input of discovery.inputs) {
    state.found += 1;
    options.onInput?.();
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
    await options.linter.submit(input, own, (result) => {
      outcomes[index] =
        'internalError' in result
          ? result
          : {
              ...memberOf(input, result.relations),
              reportedFor: reportedFor?.filter((file) => !ignored.has(toKey(file))),
              index,
              result: shared(result),
              settings: own,
              source,
            };
    });
  }
  await options.linter.finish();
}

/** Lints the projects that a script deploys, as its client reads them. */
export async function lintDeployed({ walked }: Discovery, options: RunOptions, state: RunState): Promise<void> {
  const { toKey, shared, outcomes, members } = state;
  const complete = new Set(
    members().flatMap(({ project, relations }) =>
      project.length === 1 && isComplete(relations) ? project.map(toKey) : [],
    ),
  );
  const isComposed = createComposedTest(members(), complete, toKey);
  for (const deployed of deployedInputs(members(), { files: options.files, walked }, toKey)) {
    const own = await settingsOf(deployed.input, options);
    if (own === undefined) continue;
    state.found += 1;
    // Parts of a project get no fixes.
    const provesFixes = deployed.isWhole && options.context.provesFixes === true;
    const result = await resultOf(deployed.input, own, { ...options.context, provesFixes });
    if ('internalError' in result) {
      outcomes.push(result);
      continue;
    }
    const others = members().map((one) => one.result);
    outcomes.push({
      ...deployedMember(deployed, result.relations, isComposed),
      index: outcomes.length,
      result: shared(deployed.isWhole ? result : withinScript(result, others)),
      settings: own,
      source: undefined,
    });
  }
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
