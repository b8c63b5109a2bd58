import type { Text } from '../../../text/text.ts';
import { field, isScalar, itemsOf, type Ref } from '../../yaml/tree.ts';
import { textIn, type WorkflowScope } from './scope.ts';

/** True if `runs-on` only allows Windows, whose default shell is PowerShell. */
export function runsOnWindows(runsOn: Ref | undefined, scope: WorkflowScope): boolean {
  return labelsOf(runsOn, scope).some((values) => isEach(values, /^windows\b/i));
}

/** The labels of GitHub's standard machines; larger ones have custom names. */
const HOSTED = /^(?:ubuntu|windows|macos)-(?:latest|slim|\d+(?:\.\d+)?)(?:-(?:arm|intel|large|xlarge))?$/;

/** True if `runs-on` only allows GitHub-hosted single-job machines (docs.github.com, "GitHub-hosted runners reference"); groups may mean others. */
export function runsOnHosted(runsOn: Ref | undefined, scope: WorkflowScope): boolean {
  if (field(runsOn, 'group') !== undefined) return false;
  const labels = labelsOf(runsOn, scope);
  return labels.length > 0 && labels.every((values) => isEach(values, HOSTED));
}

/** The possible values of each label; none for an unknown one. */
function labelsOf(runsOn: Ref | undefined, scope: WorkflowScope): readonly (readonly Text[])[] {
  const named = field(runsOn, 'labels') ?? runsOn;
  const labels = isScalar(named) ? [named] : itemsOf(named);
  return labels.map((label) => textIn(label, scope)?.alternatives() ?? []);
}

function isEach(values: readonly Text[], form: RegExp): boolean {
  return values.length > 0 && values.every(({ value = '' }) => form.test(value));
}
