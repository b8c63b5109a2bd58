import type { Text } from '../../../text/text.ts';
import { field, isScalar, itemsOf, type Ref } from '../../yaml/tree.ts';
import { type Scope, textIn } from './scope.ts';

/** True where every machine that `runs-on` can be has Windows, whose shell is PowerShell unless another is named. */
export function runsOnWindows(runsOn: Ref | undefined, scope: Scope): boolean {
  return labelsOf(runsOn, scope).some((values) => isEach(values, /^windows\b/i));
}

/** The labels of GitHub's own machines; who runs larger ones names them as they like. */
const HOSTED = /^(?:ubuntu|windows|macos)-(?:latest|slim|\d+(?:\.\d+)?)(?:-(?:arm|intel|large|xlarge))?$/;

/**
 * True where every machine that `runs-on` can be is one that GitHub makes for the job (docs.github.com, "GitHub-hosted
 * runners reference"): with a group, or another label beside it, somebody else's runner can be meant.
 */
export function runsOnHosted(runsOn: Ref | undefined, scope: Scope): boolean {
  if (field(runsOn, 'group') !== undefined) return false;
  const labels = labelsOf(runsOn, scope);
  return labels.length > 0 && labels.every((values) => isEach(values, HOSTED));
}

/** What each label can be; nothing for one that can be anything. */
function labelsOf(runsOn: Ref | undefined, scope: Scope): readonly (readonly Text[])[] {
  const named = field(runsOn, 'labels') ?? runsOn;
  const labels = isScalar(named) ? [named] : itemsOf(named);
  return labels.map((label) => textIn(label, scope)?.alternatives() ?? []);
}

function isEach(values: readonly Text[], form: RegExp): boolean {
  return values.length > 0 && values.every(({ value = '' }) => form.test(value));
}
