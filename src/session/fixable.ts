import type { FixableInput } from '../fixes/round.ts';
import type { Finding } from '../model/finding.ts';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import type { FoundIn } from '../projects/deployed.ts';
import type { Discovery } from '../projects/discover.ts';
import { contextOf, type Input, pathsOf } from '../projects/input.ts';
import { isIgnoredByGit } from '../projects/walk.ts';
import { withDeployed } from '../projects/with-deployed.ts';
import type { LintReport, ReportedInput } from '../report/report.ts';
import type { LintRequest, Session } from './session.ts';

/**
 * Finds the input behind a reported file; `undefined` if it has none, for example a configuration.
 * Fixes may only write the request's files.
 */
export function createFixableFinder(
  { settings, context, files, find }: Session,
  request: LintRequest,
  { texts }: Pick<LintReport, 'texts'>,
): (reported: ReportedInput) => Promise<FixableInput | undefined> {
  let found: Promise<Fixables> | undefined;
  return async (reported) => {
    found ??= findFixables(find(request), context, files);
    const { inputs, paths } = await found;
    const input = inputs.find((each) => isOf(reported, each));
    if (input === undefined) return undefined;
    const { ruleOptions: options } = await settings.forFile(input.files[0]?.path ?? '');
    return {
      kind: input.kind,
      files: input.files,
      context: contextOf(input, context),
      options,
      isWritable: (path) => paths.has(path) && context.isOutside?.(path) !== true && texts.has(path),
    };
  };
}

/** The input with the `.env` next to it as a writable file. */
export function withEnvFile(input: FixableInput, { files }: Pick<Session, 'files'>): FixableInput {
  return { ...input, isIgnoredByGit: (path) => isIgnoredByGit(path, files) };
}

/** The inputs to fix, including deployed projects, and the paths of the files that were found. */
export interface Fixables {
  readonly inputs: readonly Input[];
  readonly paths: ReadonlySet<string>;
}

/** Collects the inputs to fix, like a lint run does. Projects inside scripts get no fixes. */
export async function findFixables(
  { inputs, walked }: Pick<Discovery, 'inputs' | 'walked'>,
  context: ParseContext,
  files: FoundIn['files'],
): Promise<Fixables> {
  const found = [...inputs];
  const { kept, deployed } = await withDeployed(found, context, { files, walked });
  return {
    inputs: [...kept, ...deployed.flatMap(({ member: { input, isWhole } }) => (isWhole ? [input] : []))],
    paths: new Set(found.flatMap(pathsOf)),
  };
}

/** Returns a test for findings in the baseline, based on a report. */
export function createBaselineTest({ inputs }: Pick<LintReport, 'inputs'>): (finding: Finding) => boolean {
  const known = new Set(
    inputs.flatMap(({ findings }) => findings.filter(({ suppression }) => suppression?.kind === 'baseline').map(toKey)),
  );
  return (finding) => known.has(toKey(finding));
}

function toKey({ rule, subjects, message, location }: Finding): string {
  return JSON.stringify([rule, location.path, subjects, message.what]);
}

/** Compares only some paths: a part of a project is reported under those. */
function isOf({ kind, paths }: ReportedInput, input: Input): boolean {
  return kind === input.kind && paths.every((path) => input.files.some((file) => file.path === path));
}
