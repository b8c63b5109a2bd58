import type { Text } from '../../../text/text.ts';
import { Text as Texts } from '../../../text/text.ts';
import type { DockerResult } from '../../docker/index.ts';
import type { ScriptTask, ScriptText } from '../../shell/index.ts';
import { field, isMapping, isScalar, isSequence, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';

/** A script, or a container, at one place of a document. */
export type HostTask = ScriptTask | DockerResult;

/** The commands of a value: a text, or a possibly nested list of texts, directly or under one of `keys`. */
export function commandsIn(value: Ref | undefined, keys: readonly string[] = []): readonly Text[] {
  if (isScalar(value)) return [textOf(value)];
  if (isSequence(value)) return itemsOf(value).flatMap((item) => commandsIn(item, keys));
  const below = isMapping(value)
    ? keys.map((key) => field(value, key)).find((found) => found !== undefined)
    : undefined;
  return below === undefined ? [] : commandsIn(below);
}

/** Joins commands that one shell runs, a line each. */
export function inOneShell(commands: readonly Text[]): Text | undefined {
  const [first, ...others] = commands;
  if (first === undefined) return undefined;
  const parts = others.flatMap((command) => [Texts.derived('\n', command.whole), command]);
  return Texts.concat([first, ...parts], first.whole);
}

/** The scripts among the tasks of a document. */
export function scriptTexts(tasks: readonly HostTask[]): readonly ScriptText[] {
  return tasks.flatMap((task) => ('script' in task ? [task.script] : []));
}
