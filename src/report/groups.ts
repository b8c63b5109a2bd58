import type { Finding } from '../model/finding.ts';
import type { LineIndex } from '../text/line-index.ts';

/**
 * Names what belongs together: findings about what one container lacks have one name, `file:line:column` of the
 * container; `undefined` for a finding that is alone.
 */
export function groupOf({ isMissing, location }: Finding, indexOf: (path: string) => LineIndex): string | undefined {
  if (isMissing !== true) return undefined;
  const { line, column } = indexOf(location.path).positionOf(location.span.start);
  return `${location.path}:${line}:${column}`;
}
