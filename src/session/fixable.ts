import type { FixableInput } from '../fixes/round.ts';
import type { Finding } from '../model/finding.ts';
import type { Report, ReportedInput } from '../report/report.ts';
import type { Input } from '../workspace/files/discover.ts';
import type { LintRequest, Session } from './session.ts';

/**
 * Finds the input behind what was reported, in the form in which its findings can be fixed; `undefined` for what is none, such as a configuration. Only
 * the files that the request names may be written.
 */
export function createFixableFinder(
  { settings, context, find }: Session,
  request: LintRequest,
  { texts }: Pick<Report, 'texts'>,
): (reported: ReportedInput) => Promise<FixableInput | undefined> {
  let found: readonly Input[] | undefined;
  return async (reported) => {
    found ??= [...find(request).inputs];
    const paths = new Set(found.flatMap(({ files }) => files.map(({ path }) => path)));
    const input = found.find((each) => isOf(reported, each));
    if (input === undefined) return undefined;
    const { ruleOptions: options } = await settings.forFile(input.files[0]?.path ?? '');
    return {
      kind: input.kind,
      files: input.files,
      context,
      options,
      isWritable: (path) => paths.has(path) && context.isOutside?.(path) !== true && texts.has(path),
    };
  };
}

/** Recognizes the findings that the baseline has, by those of a report. */
export function createBaselineTest({ inputs }: Pick<Report, 'inputs'>): (finding: Finding) => boolean {
  const known = new Set(
    inputs.flatMap(({ findings }) => findings.filter(({ suppression }) => suppression?.kind === 'baseline').map(toKey)),
  );
  return (finding) => known.has(toKey(finding));
}

function toKey({ rule, subjects, message, location }: Finding): string {
  return JSON.stringify([rule, location.path, subjects, message.what]);
}

/** A part of a project is reported under some of its files. */
function isOf({ kind, paths }: ReportedInput, input: Input): boolean {
  return kind === input.kind && paths.every((path) => input.files.some((file) => file.path === path));
}
