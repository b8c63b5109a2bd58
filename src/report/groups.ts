import type { Finding } from '../model/finding.ts';
import type { LineIndex } from '../text/line-index.ts';
import { createMissingTest } from './by-rule.ts';
import type { ReportedInput } from './report.ts';

/**
 * Names what belongs together: findings about what one container lacks have one name, `file:line:column` of the
 * container; `undefined` for a finding that stands alone.
 */
export function createGroups(
  inputs: readonly ReportedInput[],
  indexOf: (path: string) => LineIndex,
): (finding: Finding) => string | undefined {
  const groups = new Map<Finding, string>();
  for (const input of inputs) {
    const isMissing = createMissingTest(input);
    for (const finding of input.findings) {
      if (!isMissing(finding)) continue;
      const { path, span } = finding.location;
      const { line, column } = indexOf(path).positionOf(span.start);
      groups.set(finding, `${path}:${line}:${column}`);
    }
  }
  return (finding) => groups.get(finding);
}
