import type { Severity } from '../model/finding.ts';
import { createFingerprints } from '../report/fingerprints.ts';
import { flatMap, type LintReport, openFindings } from '../report/report.ts';
import { createLineIndices } from '../text/line-index.ts';
import { normalizePath } from '../util/paths.ts';
import { inPieces, jsonParts } from './shared/json-parts.ts';
import { messageText } from './text.ts';

/** GitLab's names for severities; `minor` and `blocker` are unused. */
const SEVERITY_NAMES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/**
 * A GitLab code quality report: one object per finding that isn't suppressed. Leaves out undecided
 * results.
 */
export function reportGitlab(report: LintReport): Iterable<string> {
  const indexOf = createLineIndices(report.texts);
  const fingerprint = createFingerprints(report.texts);
  const issues = flatMap(report.inputs, openFindings, (finding) => {
    const { path, span } = finding.location;
    const index = indexOf(path);
    return {
      description: messageText(finding.message),
      check_name: finding.rule,
      fingerprint: fingerprint(finding),
      severity: SEVERITY_NAMES[finding.severity],
      location: {
        path: normalizePath(path),
        lines: { begin: index.positionOf(span.start).line, end: index.positionOf(span.end).line },
      },
    };
  });
  return jsonParts(inPieces(issues));
}
