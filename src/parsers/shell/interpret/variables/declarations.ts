import type { Assignment, Command } from 'unbash';
import type { Place } from '../../../../text/location.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../../text/text.ts';
import { assignToUnknown, openVariables } from '../../expand/unknown-names.ts';
import { expandText } from '../../expand/words.ts';
import { exportName, reportLimit, type Scope } from '../../state/scope.ts';
import { array, bind, functionKey, INHERITED, lookUp, UNSET } from '../../state/state.ts';
import { scriptPlace } from '../../syntax/script-text.ts';
import { makeLocal } from '../functions.ts';
import { assign, bindText } from './assignments.ts';

const DECLARATIONS: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly']);

/** True for a declaration, whose words can be assignments. */
export function isDeclaration(name: string): boolean {
  return DECLARATIONS.has(name);
}

/** `export X=1`, `local -a list=(…)`, `declare -A map`. */
export function declare(scope: Scope, { args }: Command, name: string): void {
  const options = args
    .flatMap((argument) => (argument.type === 'Word' && argument.text.startsWith('-') ? [argument.text] : []))
    .join('');
  const isLocal = name === 'local' || (name !== 'export' && name !== 'readonly' && !options.includes('g'));
  for (const argument of args) {
    const text = argument.type === 'Word' ? expandText(scope, argument) : undefined;
    const match = /^(?<name>[A-Za-z_]\w*)(?<equals>=)?/.exec(
      argument.type === 'Assignment' ? argument.name : (text?.skeleton ?? ''),
    );
    const variable = match?.groups?.['name'];
    if (text !== undefined && hasUnknownName(text)) {
      assignToUnknown(scope, text.slice(0, nameLength(text)));
    }
    if (variable === undefined || (text !== undefined && hasUnknownName(text))) continue;
    if (options.includes('n') && name !== 'export' && name !== 'readonly') {
      const isWord = argument.type === 'Assignment' && argument.value.type === 'Word';
      const target = isWord ? expandText(scope, argument.value).value : undefined;
      bindReference(scope, variable, target, scriptPlace(scope.script, argument.pos, argument.end), isLocal);
      continue;
    }
    if (options.includes('f')) {
      // `export -f f` also exports the function to child bash processes.
      if (name === 'export' || options.includes('x')) exportName(scope, functionKey(variable), !options.includes('n'));
      continue;
    }
    const isNew = isLocal && makeLocal(scope, variable);
    // `local X+=a` starts with an empty X, whatever the outer value is.
    if (isNew && argument.type === 'Assignment' && argument.append === true) bind(scope.state, variable, UNSET);
    if (name === 'export' && options.includes('n')) exportName(scope, variable, false);
    else if (name === 'export' || options.includes('x')) exportName(scope, variable);
    if (argument.type === 'Assignment' && options.includes('i')) assignNumber(scope, argument, options);
    else if (argument.type === 'Assignment') assign(scope, argument, options);
    else if (match?.groups?.['equals'] !== undefined && text !== undefined)
      bindText(scope, variable, text.slice(variable.length + 1));
    else if (/[aA]/.test(options)) bind(scope.state, variable, array([]));
    else if (isLocal && scope.bodies.frame !== undefined) bind(scope.state, variable, UNSET);
  }
}

/** `declare -i X=3+4`, where computed values are unknown. */
function assignNumber(scope: Scope, node: Assignment, options: string): void {
  assign(scope, node, options);
  const { scalar: text } = lookUp(scope.state, node.name);
  if (text !== undefined && !/^(?:0|-?[1-9][0-9]{0,15})$/.test(text.value ?? ''))
    bindText(scope, node.name, Text.unknown(`$${node.name}`, text.whole));
}

function nameLength({ skeleton }: Text): number {
  const equals = skeleton.indexOf('=');
  return equals < 0 ? skeleton.length : equals;
}

function hasUnknownName(text: Text): boolean {
  return text.skeleton.slice(0, nameLength(text)).includes(UNKNOWN_CHARACTER);
}

/**
 * `local -n name=target`: the name has the target's value. It may change the target, or any
 * variable if the target is unknown..
 */
function bindReference(scope: Scope, name: string, target: string | undefined, place: Place, isLocal: boolean): void {
  const binding = target === undefined ? INHERITED : lookUp(scope.state, target);
  if (target === undefined) assignToUnknown(scope, Text.unknown('', place), place);
  else openVariables(scope, [target], place);
  if (isLocal) makeLocal(scope, name);
  bind(scope.state, name, binding);
  reportLimit(scope, place.location, NOT_FOLLOWED);
}

const NOT_FOLLOWED = 'Assignments through a name reference are not followed.';
