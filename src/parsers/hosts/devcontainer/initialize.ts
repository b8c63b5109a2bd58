import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import type { ParseContext, Parsed } from '../../contract/parsed.ts';
import { parseScripts, sourcesOf, stringScript } from '../../shell/index.ts';
import { workspaceOf } from './compose-project.ts';
import { elementsOf, type Node, propertiesOf, valueAt } from './json.ts';
import { isStringNode, jsonText, type TextSource } from './texts.ts';

/** The requests of `initializeCommand`, which runs on the host: a script, the words of a command, or several (devcontainers/cli `runInitializeCommand`). */
export function readInitializeCommand(root: Node, source: TextSource, context: ParseContext): Parsed {
  const { path, text } = source.file;
  const node = valueAt(root, 'initializeCommand');
  const commands = node?.type === 'object' ? propertiesOf(node).map(({ value }) => value) : [node];
  const sources = sourcesOf(joinPath(workspaceOf(path), 'initializeCommand'), context);
  const { texts, ...parsed } = parseScripts(
    commands.flatMap((command) => {
      const script = command === undefined ? undefined : scriptOf(command, source);
      if (script === undefined) return [];
      return [{ script: stringScript(script), context: { environment: context.environment, sources } }];
    }),
  );
  return { ...parsed, texts: new Map([...texts, [path, text]]) };
}

function scriptOf(command: Node, source: TextSource): Text | undefined {
  if (command.type !== 'array') return isStringNode(command) ? jsonText(command, source) : undefined;
  const words = elementsOf(command).filter(isStringNode);
  const [first] = words;
  if (first === undefined) return undefined;
  const parts = words.flatMap((word) => quoted(jsonText(word, source)));
  return Text.concat(parts, jsonText(first, source).whole);
}

function quoted(word: Text): readonly Text[] {
  const [first = word, ...others] = word.split("'");
  const inner = others.flatMap((part) => [Text.derived(String.raw`'\''`, part.whole), part]);
  return [Text.derived("'", word.whole), first, ...inner, Text.derived("' ", word.whole)];
}
