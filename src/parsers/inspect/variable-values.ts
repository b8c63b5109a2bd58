import type { Location } from '../../model/source.ts';
import { placesInCommand } from '../syntax/environment-values.ts';
import type { SourceFile } from '../parsed.ts';
import { textsIn } from './fields.ts';
import type { JsonNode, JsonScalar, JsonStop } from './json.ts';

/** Members that hold a command line. */
const COMMANDS: ReadonlySet<string> = new Set(['Args', 'Cmd', 'Command', 'CreateCommand', 'Entrypoint', 'Test']);

/** Where values of variables stand in what an engine printed: in each `Env`, and in command lines. */
export function findVariableValues(source: SourceFile, node: JsonNode): readonly Location[] {
  switch (node.kind) {
    case 'scalar':
      return [];
    case 'array':
      return node.items.flatMap((item) => (item.kind === 'scalar' ? [] : findVariableValues(source, item)));
    case 'object':
      return Array.from(node.members.values()).flatMap(({ name, value }) => {
        if (value.kind !== 'array') return value.kind === 'object' ? findVariableValues(source, value) : [];
        if (name.value === 'Env') return value.items.flatMap((item) => (item.kind === 'scalar' ? valueOf(source, item) : findVariableValues(source, item)));
        return COMMANDS.has(String(name.value)) ? placesInCommand(textsIn(source, value)) : findVariableValues(source, value);
      });
  }
}

/** Where a string breaks off that may be a variable's. */
export function valueInStop({ path, text }: SourceFile, { span }: JsonStop): readonly Location[] {
  const equals = text.slice(span.start, span.end).indexOf('=');
  return equals < 0 ? [] : [{ path, span: { start: span.start + equals + 1, end: span.end } }];
}

/** From behind the `=` to the end of the string; the string whole where its name has escapes, among which the `=` may be. */
function valueOf({ path, text }: SourceFile, { start, end }: JsonScalar): readonly Location[] {
  const equals = text.slice(start, end).indexOf('=');
  const isPlain = equals >= 0 && !text.slice(start, start + equals).includes('\\');
  const from = isPlain ? start + equals + 1 : start + 1;
  const hasValue = from < end - 1 && (isPlain || text.slice(start, end).includes('\\'));
  return hasValue ? [{ path, span: { start: from, end: end - 1 } }] : [];
}
