import { type Place, placeAt } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Mapping, type Node, printedText, toRef } from '../../yaml/tree.ts';

/** A value as the client prints it, in Go's format: `map[a:1 b:[x y]]`, `<nil>`, `true`. */
export function printedValue(node: Node): Text {
  switch (node.kind) {
    case 'scalar':
      return node.value === null && node.text === undefined
        ? Text.derived('<nil>', wholeOf(node))
        : printedText(toRef(node));
    case 'sequence':
      return enclosed(
        '[',
        node.items.map((item) => printedValue(item.node)),
        node,
      );
    case 'mapping':
      return enclosed('map[', printedEntries(node), node);
  }
}

function printedEntries(node: Mapping): readonly Text[] {
  const sorted = [...node.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, entry]) =>
    Text.concat([Text.derived(`${key}:`, wholeOf(entry.key)), printedValue(entry.node)], wholeOf(node)),
  );
}

function enclosed(start: string, parts: readonly Text[], node: Node): Text {
  const whole = wholeOf(node);
  const literal = (text: string): Text => Text.derived(text, whole);
  return Text.concat(
    [literal(start), ...parts.flatMap((part, index) => (index === 0 ? [part] : [literal(' '), part])), literal(']')],
    whole,
  );
}

function wholeOf({ origin, start, end }: Node): Place {
  return placeAt(origin.path, start, end);
}
