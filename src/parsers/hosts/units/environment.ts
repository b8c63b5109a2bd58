import { placesOfText, placesOfValue } from '../../../sensitive/places.ts';
import type { Location } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { VariableValues } from '../../contract/parsed.ts';
import { expandSpecifiers, type Specifiers, type UnitEnvironment } from './expand.ts';
import type { UnitEntry, UnitFile } from './unit-file.ts';
import { SYSTEMD_ARGUMENTS, splitWords } from './words.ts';

/**
 * The variables that `Environment=` of `[Service]` gives a unit's commands. `EnvironmentFile=`
 * takes precedence.
 */
export function serviceEnvironment(entries: readonly UnitEntry[], specifiers: Specifiers): UnitEnvironment {
  const variables = new Map<string, Text>();
  for (const { section, key, value } of entries) {
    if (section !== 'Service' || key !== 'Environment') continue;
    if (value.length === 0) variables.clear();
    for (const word of splitWords(value, SYSTEMD_ARGUMENTS) ?? []) {
      const text = expandSpecifiers(word, specifiers);
      const equals = text.indexOf('=');
      if (equals <= 0) continue;
      const assigned = text.slice(equals + 1);
      variables.set(text.skeleton.slice(0, equals), new Text(assigned.segments, assigned.place));
    }
  }
  return variables;
}

const ASSIGNMENTS: ReadonlySet<string> = new Set(['Environment', 'BuildArg']);

/**
 * The places of variable values in a unit's entries: for a container, and for a service's commands.
 */
export function environmentPlaces(entries: readonly UnitEntry[]): Pick<VariableValues, 'environment' | 'variables'> {
  const placesIn = (own: readonly UnitEntry[]): readonly Location[] =>
    own.flatMap(({ key, value }) => {
      // The value is `user:password`; for the next key, `name:value` up to the line's end.
      if (key === 'Creds') return placesOfText(value);
      if (key === 'SetCredential') return placesOfText(value.slice(value.indexOf(':') + 1));
      if (!ASSIGNMENTS.has(key)) return [];
      return splitWords(value, SYSTEMD_ARGUMENTS)?.flatMap(placesOfValue) ?? placesOfText(value);
    });
  return {
    environment: placesIn(entries.filter(({ section }) => section !== 'Service')),
    variables: placesIn(entries.filter(({ section }) => section === 'Service')),
  };
}

/** The places of possible values in unparsed lines. */
export function unparsedPlaces({
  path,
  text,
  malformed,
}: Pick<UnitFile, 'path' | 'text' | 'malformed'>): readonly Location[] {
  return malformed.map(({ location: { span } }) => {
    const equals = text.slice(span.start, span.end).indexOf('=');
    return { path, span: { start: span.start + Math.max(equals + 1, 0), end: span.end } };
  });
}
