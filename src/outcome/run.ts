import { isIgnored } from '../config/resolve.ts';
import { type DiscoveryNote, failureMessage } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { isSystemFile } from '../files/system-files.ts';
import { expiringNotes } from '../findings/expiring.ts';
import { type CheckedConfig, checkExceptions } from '../findings/unused-exceptions.ts';
import type { Discovery } from '../projects/discover.ts';
import { mainFileBeside } from '../projects/project-finder.ts';
import { memberOf, notesBeside } from '../projects/relate.ts';
import { getOrInsert } from '../util/maps.ts';
import type { LintedInput, LintRun } from './linted-input.ts';
import { lintDeployed, lintInputs, newRunState, type RunOptions } from './run-inputs.ts';
import { inSteps, RUN_STEPS } from './steps.ts';
import { findUnread, type UnreadFile } from './unread.ts';

/** Lints all inputs in order, and keeps only what a report needs. Rejects with a ConfigError. */
export async function run(discovery: Discovery, options: RunOptions): Promise<LintRun> {
  const { files } = options;
  const state = newRunState(files);
  await lintInputs(discovery, options, state);
  await lintDeployed(discovery, options, state);
  const members = state.members();
  const texts = new Map(members.flatMap((member) => [...member.texts]));
  const results = members.map(({ linted }) => linted);
  const inputs = await inSteps(results, RUN_STEPS, { ...state, options, texts });
  const linted = {
    inputs,
    texts,
    notes: [
      ...notesBeside(inputs, discovery.notes, state.toKey),
      ...inputs.flatMap((one) => noteOfPart(one, files)),
      ...state.notes,
      ...outsideNotes(inputs, files, state.toKey),
      ...members.flatMap(
        ({
          linted: {
            project: [path = ''],
          },
          leavesFixes,
        }) => (leavesFixes ? [{ path, message: NOT_ALL_FIXES, severity: 'note' as const }] : []),
      ),
    ],
    walked: discovery.walked,
    unread: createUnreadSearch(
      discovery,
      options,
      [...texts.keys(), ...inputs.flatMap(({ project }) => project)],
      state.toKey,
    ),
    internalErrors: state.outcomes.flatMap((one) => ('internalError' in one ? [one.internalError] : [])),
    found: state.found,
  };
  const isConfigured = inputs.some(({ settings }) => settings.config !== undefined);
  const configs = linted.internalErrors.length === 0 && isConfigured ? await checkExceptions(linted, files) : [];
  for (const { config } of configs) texts.set(config.path, config.text);
  return {
    ...linted,
    notes: [...linted.notes, ...expiringNotes(inputs)],
    inputs: [...inputs, ...configs.filter(({ findings }) => findings.length > 0).map(ofConfig)],
    configs: configs.map(({ config }) => config.path),
  };
}

/** Searches once for unread files that deploy something. */
function createUnreadSearch(
  discovery: Discovery,
  { settings, files }: RunOptions,
  paths: readonly string[],
  toKey: (path: string) => string,
): LintRun['unread'] {
  const reached = new Set(paths.map(toKey));
  const isKnown = (path: string, whole: string): boolean => {
    const config = reached.has(whole) ? undefined : settings.configFor(path);
    if (config === undefined) return reached.has(whole);
    return toKey(config.path) === whole || isIgnored(config, path, files.workingDirectory);
  };
  const find = async (paths?: readonly string[]): Promise<readonly UnreadFile[]> => {
    const search = discovery.unread?.();
    if (search === undefined) return [];
    return findUnread(paths === undefined ? search : { ...search, walked: [], named: paths }, isKnown);
  };
  let all: Promise<readonly UnreadFile[]> | undefined;
  return (paths) => (paths === undefined ? (all ??= find()) : find(paths));
}

/** Errors about files outside the repository that inputs refer to, and that were not read. */
function outsideNotes(
  inputs: readonly LintedInput[],
  { workingDirectory }: Pick<FileSystem, 'workingDirectory'>,
  toKey: (path: string) => string,
): readonly DiscoveryNote[] {
  const named = new Map<string, DiscoveryNote>();
  for (const { project, relations } of inputs)
    for (const path of relations.outside)
      if (!isSystemFile(path, workingDirectory))
        getOrInsert(named, toKey(path), () => ({
          path,
          message: `${failureMessage('outside', path)} ${project[0] ?? ''} names it.`,
          severity: 'error',
        }));
  return [...named.values()];
}

const NOT_ALL_FIXES =
  'The report omits some fixes because verifying them takes too many attempts. To get them, run `plimsoll fix`.';

/**
 * A note about an incomplete file such as `compose.prod.yaml`. It says how to lint the file
 * together with the main file next to it.
 */
function noteOfPart(
  { project: [path = '', ...others], relations, relation, reportedFor, includers }: LintedInput,
  files: Pick<FileSystem, 'kindOf'>,
): readonly DiscoveryNote[] {
  if (includers.length > 0 || others.length > 0 || reportedFor !== undefined) return [];
  if (!relations.hasFragments || relation === 'alone') return [];
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
