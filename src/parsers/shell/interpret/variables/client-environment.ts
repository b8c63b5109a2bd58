import type { Place } from '../../../../text/location.ts';
import { Text } from '../../../../text/text.ts';
import { passedNames } from '../../../docker/grammar/passed-names.ts';
import { alternativesOf, reach } from '../../expand/variables.ts';
import type { Item } from '../../items/items.ts';
import type { Scope } from '../../state/scope.ts';
import { exportOf } from '../../state/state.ts';

/**
 * A program's variables: `own` are set for its command; exported ones count, unless dropped as by
 * `sudo`.
 */
export interface PassedVariables {
  readonly own: ReadonlyMap<string, Text>;
  readonly hasExported: boolean;
}

/**
 * Values for words (`-e NAME`) and for `COMPOSE_FILE` and similar, if every code path sets them;
 * each gets a hop.
 */
export function clientEnvironment(
  scope: Scope,
  words: readonly Item[],
  { own, hasExported }: PassedVariables,
): ReadonlyMap<string, Text> {
  const values = new Map<string, Text>();
  const { exported } = scope.shell;
  if (own.size === 0 && (!hasExported || (exported.size === 0 && scope.session.environment.size === 0))) return values;
  const look = (name: string, place: Place): void => {
    const use = { expression: name, place };
    const set = own.get(name);
    const text = set === undefined ? (hasExported ? exportedText(scope, name, use) : undefined) : reach(set, use, name);
    if (text !== undefined) values.set(name, text);
  };
  for (const item of words) {
    if (item.kind !== 'word') continue;
    for (const word of passedNames(item.text)) look(word.value ?? '', word.place);
    if (DEPLOYS.has(item.text.value)) for (const name of COMPOSE_VARIABLES) look(name, item.text.place);
  }
  return values;
}

export const DEPLOYS: ReadonlySet<string | undefined> = new Set(['up', 'create', 'run', 'deploy']);
const COMPOSE_VARIABLES = ['COMPOSE_FILE', 'COMPOSE_PATH_SEPARATOR'] as const;

function exportedText(
  { session, state }: Scope,
  name: string,
  use: Parameters<typeof alternativesOf>[2],
): Text | undefined {
  if (exportOf(state, name) !== 'always' && !session.environment.has(name)) return undefined;
  const [alternative, ...others] = alternativesOf({ state, environment: session.environment }, name, use);
  return others.length === 0 && alternative instanceof Text ? alternative : undefined;
}
