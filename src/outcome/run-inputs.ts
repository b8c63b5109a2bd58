import { isIgnored } from '../config/resolve.ts';
import type { FileSettings, Settings } from '../config/settings.ts';
import type { DiscoveryNote } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import type { InternalError, LintContext, Linter, LintResult } from '../lint/lint.ts';
import { isProjectKind } from '../parsers/registry.ts';
import { createComposedTest, deployedInputs, isComplete } from '../projects/deployed.ts';
import type { Discovery } from '../projects/discover.ts';
import { type Input, pathsOf } from '../projects/input.ts';
import { type Member, memberOf } from '../projects/relate.ts';
import { deployedMember } from '../projects/with-deployed.ts';
import { createSharedVerdicts, type ReportedInput } from '../report/report.ts';
import { joinPath } from '../util/paths.ts';
import type { LintedInput } from './linted-input.ts';
import { withinScript } from './within-script.ts';

export interface RunOptions {
  readonly settings: Settings;
  readonly linter: Linter;
  /** Lints a part of a project, or a deployed project, immediately and with its own context. */
  readonly lintNow: (
    input: Input,
    settings: FileSettings,
    own?: Pick<LintContext, 'isPart' | 'provesFixes'>,
  ) => Promise<LintResult | InternalError>;
  readonly provesFixes?: boolean;
  readonly files: Pick<FileSystem, 'workingDirectory' | 'kindOf' | 'read' | 'list'>;
  /** True for a path that the user named; if it is ignored, a note says so. */
  readonly isNamed: (path: string) => boolean;
  readonly onInput?: () => void;
}

interface RunMember {
  readonly linted: LintedInput;
  readonly texts: LintResult['texts'];
  readonly leavesFixes: boolean;
}

/** The state of a run; results are in the order of inputs. */
export interface RunState {
  readonly toKey: (path: string) => string;
  readonly outcomes: (RunMember | InternalError)[];
  readonly members: () => readonly RunMember[];
  readonly add: (
    index: number,
    member: Member,
    result: LintResult,
    from: Pick<LintedInput, 'settings' | 'source'>,
  ) => void;
  readonly notes: DiscoveryNote[];
  /** The paths of inputs that are linted on their own. */
  readonly named: Set<string>;
  found: number;
}

export function newRunState({ workingDirectory }: Pick<FileSystem, 'workingDirectory'>): RunState {
  const shareVerdicts = createSharedVerdicts();
  const outcomes: RunState['outcomes'] = [];
  return {
    toKey: (path) => joinPath(workingDirectory, path),
    outcomes,
    members: () => outcomes.flatMap((one) => ('internalError' in one ? [] : [one])),
    add: (index, member, result, from) => {
      const { usedExceptions, texts, leavesFixes = false } = result;
      const input = { ...toReported(result), subjects: shareVerdicts(result.subjects) };
      const own = { input, usedExceptions, isPart: false, key: String(index), includers: [] };
      outcomes[index] = { linted: { ...member, ...from, ...own }, texts, leavesFixes };
    },
    notes: [],
    named: new Set(),
    found: 0,
  };
}

/** The part of a result that reports use. */
export function toReported({ kind, paths, subjects, findings, undecided }: LintResult): ReportedInput {
  return { kind, paths, subjects, findings, undecided };
}

/** Lints each input that no configuration ignores. */
export async function lintInputs(discovery: Discovery, options: RunOptions, state: RunState): Promise<void> {
  const { toKey, outcomes, notes, named } = state;
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
      if ('internalError' in result) {
        outcomes[index] = result;
        return;
      }
      const kept = reportedFor?.filter((file) => !ignored.has(toKey(file)));
      state.add(index, { ...memberOf(input, result.relations), reportedFor: kept }, result, { settings: own, source });
    });
  }
  await options.linter.finish();
}

/** Lints the projects that scripts deploy, reading their files like the client does. */
export async function lintDeployed({ walked }: Discovery, options: RunOptions, state: RunState): Promise<void> {
  const { toKey, outcomes, members } = state;
  const inputs = (): readonly LintedInput[] => members().map(({ linted }) => linted);
  const complete = new Set(
    inputs().flatMap(({ project, relations }) =>
      project.length === 1 && isComplete(relations) ? project.map(toKey) : [],
    ),
  );
  const isComposed = createComposedTest(inputs(), complete, toKey);
  for (const deployed of deployedInputs(inputs(), { files: options.files, walked }, toKey)) {
    const own = await settingsOf(deployed.input, options);
    if (own === undefined) continue;
    state.found += 1;
    // Don't verify fixes in parts of a project: they get none.
    const provesFixes = deployed.isWhole && options.provesFixes === true;
    const result = await options.lintNow(deployed.input, own, { provesFixes });
    if ('internalError' in result) {
      outcomes.push(result);
      continue;
    }
    const shown = deployed.isWhole ? result : withinScript(result, members());
    state.add(outcomes.length, deployedMember(deployed, result.relations, isComposed), shown, { settings: own });
  }
}

/**
 * The settings of an input. `undefined` if a configuration ignores it; if the user named the input,
 * a note says so.
 */
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
