import type { Hop, Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { expandMake } from './expand.ts';
import { runShell } from './functions.ts';
import { type MakeScope, oneTextOf } from './scope.ts';
import type { MakeAssignment } from './syntax/assignment.ts';
import { expressionOf, limitedText, type MakeVariable, mergeVariables } from './variables.ts';

/**
 * A variable after an assignment; `undefined` if unchanged. For a target's variable, `+=` adds a
 * blank even if the value is empty.
 */
export function assigned(
  scope: MakeScope,
  name: string,
  assignment: MakeAssignment,
  before: MakeVariable | undefined,
  isForTarget = false,
): MakeVariable | undefined {
  if (assignment.modifiers.has('override')) {
    const set = newValue(scope, name, assignment, before, isForTarget);
    return set === undefined || set === before ? undefined : { ...set, override: 'always' };
  }
  // An `override` of the global variable doesn't affect the target's.
  const override = isForTarget ? undefined : before?.override;
  if (override === 'always') return undefined;
  const set = newValue(scope, name, assignment, before, isForTarget);
  if (set === undefined || before === undefined || override === undefined) return set;
  const branch: Hop = { kind: 'branch', location: assignment.value.whole.location };
  return { ...mergeVariables(name, [before, set], branch), mayBeInherited: set.mayBeInherited };
}

function newValue(
  scope: MakeScope,
  name: string,
  { operator, value, modifiers }: MakeAssignment,
  before: MakeVariable | undefined,
  isForTarget: boolean,
): MakeVariable | undefined {
  const recursive: MakeVariable = { flavor: 'recursive', text: value, isDefault: false, mayBeInherited: false };
  if (modifiers.has('undefine')) return { ...recursive, flavor: 'simple', isUndefined: true };
  switch (operator) {
    case '=':
      return recursive;
    case ':=':
      return { ...recursive, flavor: 'simple', text: expandMake(scope, value) };
    case '!=': {
      const use = { expression: value.source, place: value.whole };
      return { ...recursive, flavor: 'simple', text: runShell(scope.session, expandMake(scope, value), use) };
    }
    case '?=': {
      const set: MakeVariable = { ...recursive, isDefault: true };
      if (before === undefined || before.isUndefined === true) return set;
      if (!before.mayBeInherited) return undefined;
      const branch: Hop = { kind: 'branch', location: value.whole.location };
      return { ...mergeVariables(name, [before, set], branch), mayBeInherited: false };
    }
    case '+=':
      return appended(scope, name, recursive, before, isForTarget);
  }
}

function appended(
  scope: MakeScope,
  name: string,
  recursive: MakeVariable,
  before: MakeVariable | undefined,
  isForTarget: boolean,
): MakeVariable {
  const value = recursive.text;
  const place = value.whole;
  const blank = Text.derived(' ', place);
  if (before === undefined)
    return { ...recursive, text: Text.concat([inherited(scope, name, place), blank, value], place) };
  if (before.isUndefined === true && !before.mayBeInherited) return recursive;
  if (value.length === 0 && !isForTarget) return before;
  const added = before.flavor === 'simple' ? expandMake(scope, value) : value;
  const text = before.mayBeInherited
    ? oneTextOf([before.text, inherited(scope, name, place)], { expression: expressionOf(name), place })
    : before.text;
  const parts = text.skeleton === '' ? [added] : [text, blank, added];
  return { ...before, mayBeInherited: false, text: limitedText(name, Text.concat(parts, place)) };
}

/** The environment's value of a variable, if it has one. */
function inherited({ session }: MakeScope, name: string, place: Place): Text {
  const given = session.environment.get(name);
  return given === undefined ? Text.unknown(expressionOf(name), place) : Text.given(given, name, place);
}
