import { textKey } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import type { Scope } from './scope.ts';
import { bindOwn, lookUpOwn, OUTPUT, type State } from './state.ts';

/** The name under which the text is bound that the script wrote into a file. */
export function fileKey(file: Text): string {
  return `>${textKey(file).replace(/^\.\//, '')}`;
}

/** What the script wrote into a file before, where that is known. */
export function writtenText({ state }: Pick<Scope, 'state'>, file: Text): Text | undefined {
  const { scalar: text, mayBeInherited } = lookUpOwn(state, fileKey(file));
  return mayBeInherited ? undefined : text;
}

/** The same for a file that is run: where something else may be in it too, what is known of it, and what is not. */
export function likelyText({ state }: Pick<Scope, 'state'>, file: Text): Text | undefined {
  const { scalar: text, mayBeInherited } = lookUpOwn(state, fileKey(file));
  if (text === undefined || !mayBeInherited) return text;
  return Text.concat([text, Text.unknown(file.source, file.place)], text.whole);
}

/** Keeps what a subshell wrote into files: unlike its variables, they are still there behind it. */
export function keepWritten({ changed }: State, state: State): void {
  for (const [name, binding] of changed) if (name.startsWith('>') && name !== OUTPUT) bindOwn(state, name, binding);
}
