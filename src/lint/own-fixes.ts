import type { Fix } from '../model/change.ts';
import type { ReportedInput } from '../report/report.ts';

/** Removes fixes that are unproven or change files that `isOwn` rejects. */
export function withOwnFixes<I extends ReportedInput>(input: I, isOwn: (path: string) => boolean): I {
  const isMade = ({ edits = [] }: Fix): boolean => edits.length > 0 && edits.every(({ path }) => isOwn(path));
  return {
    ...input,
    findings: input.findings.map((finding) =>
      finding.fixes === undefined ? finding : { ...finding, fixes: finding.fixes.filter(isMade) },
    ),
  };
}
