import type { Finding } from '../model/finding.ts';
import type { LineIndex } from '../text/line-index.ts';

/** The group of a finding: findings about missing settings of one container share `file:line:column` of the container; `undefined` for others. */
export function groupOf({ isMissing, location }: Finding, indexOf: (path: string) => LineIndex): string | undefined {
  if (isMissing !== true) return undefined;
  const { line, column } = indexOf(location.path).positionOf(location.span.start);
  return `${location.path}:${line}:${column}`;
}
