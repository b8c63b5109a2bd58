import type { Location } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import { isEngineCommand } from '../../programs/engines.ts';
import { type Item, placeOf, sourceOf } from '../items/items.ts';
import { addProblem, reportLimit, type Scope } from '../state/scope.ts';

/**
 * Says that a command is not read which is one of more than are followed; of one that is not known for another reason,
 * nothing.
 */
export function reportUnread(scope: Scope, item: Item): void {
  const isLimited = item.kind === 'word' ? item.text.isLimited : item.unresolved.reason === 'limit';
  if (!isLimited) return;
  const what = `\`${sourceOf(item)}\` has too many possible values to follow; commands in the others were not read.`;
  addProblem(scope, problem('syntax/limit', placeOf(item), what));
}

/** Says of a text that is not followed that there are commands of an engine in it. */
export function reportCommandsIn(scope: Scope, text: Text | undefined, location: Location, what: string): void {
  if (text?.skeleton.split('\n').some(isEngineCommand) === true)
    reportLimit(scope, location, `${what}, so container commands in it were not read.`);
}
