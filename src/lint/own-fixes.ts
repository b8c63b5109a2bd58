import type { Fix } from '../model/change.ts';
import type { ReportedInput } from '../report/report.ts';

/** The same without fixes that would change other files than those for which `isOwn` holds, or that are not proven. */
export function withOwnFixes<I extends ReportedInput>(input: I, isOwn: (path: string) => boolean): I {
  const isMade = ({ edits = [] }: Fix): boolean => edits.length > 0 && edits.every(({ path }) => isOwn(path));
  return {
    ...input,
    findings: input.findings.map((finding) =>
      finding.fixes === undefined ? finding : { ...finding, fixes: finding.fixes.filter(isMade) },
    ),
  };
}
