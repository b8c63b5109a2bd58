import { holdsOptions } from '../../../docker/grammar/unresolved-options.ts';
import { findProgram, variableName } from '../../../programs/engines.ts';
import { commandNames } from '../../expand/command-words.ts';
import { type Item, isCertainItem, sourceOf, valueOfItem } from '../../items/items.ts';

/** `podman` on some code paths, `sudo docker` on others: the words from `docker` on. */
export function engineBehind(
  names: readonly string[],
  rest: readonly Item[],
): { readonly names: readonly string[]; readonly words: readonly Item[] } | undefined {
  const engines = names.filter((name) => findProgram(name) !== undefined);
  if (engines.length === 0 || engines.length === names.length) return undefined;
  const end = rest.findIndex(isCertainItem);
  const conditional = end < 0 ? rest : rest.slice(0, end);
  const at = conditional.findIndex((item) => commandNames(item).some((name) => findProgram(name) !== undefined));
  const engine = conditional[at];
  return engine === undefined ? undefined : { names: commandNames(engine), words: rest.slice(at) };
}

/**
 * True for a variable named after `ssh`, unless an engine follows directly: `$SSH host docker run
 * …`, but `$SSH_HOST docker run …`.
 */
export function runsElsewhere(first: Item, [next]: readonly Item[]): boolean {
  const name = variableName((first.written ?? '').replace(/^"(.*)"$/, '$1').toLowerCase());
  return name !== undefined && /(?:^|_)ssh(?:_|$)/.test(name) && findProgram(valueOfItem(next) ?? '') === undefined;
}

export function isUnresolvedOptions(item: Item | undefined): boolean {
  return item?.kind === 'unknown-words' && holdsOptions(sourceOf(item));
}
