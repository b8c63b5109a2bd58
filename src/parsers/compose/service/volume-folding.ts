import { Text } from '../../../text/text.ts';
import { cleanPath } from '../../../util/paths.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import { field, isNull, isScalar, printedText, textOf, toRef, type YamlItem } from '../../yaml/tree.ts';
import { unique } from '../values/values.ts';

/**
 * Removes volumes with duplicate targets, keeping the first one's position. Compares targets as
 * written, then cleaned (compose-go `override/uncity.go`).
 */
export function foldVolumes(items: readonly YamlItem[]): readonly YamlItem[] {
  const written = unique(items.map(toElement), ({ target }) => target);
  return unique(written.map(cleaned), ({ target }) => target).map(({ item }) => item);
}

/** Indexes of volumes that later ones replace before Compose checks their content. */
export function replacedVolumes(items: readonly YamlItem[]): ReadonlySet<number> {
  const elements = items.map(toElement);
  const kept = new Set(unique(elements, ({ target }) => target));
  return new Set(elements.flatMap((element, index) => (kept.has(element) ? [] : [index])));
}

interface Element {
  readonly item: YamlItem;
  readonly target: string | YamlItem;
  readonly short?: { readonly text: Text; readonly target: Text; readonly start: number };
}

function toElement(item: YamlItem): Element {
  const ref = toRef(item.node);
  if (!isScalar(ref)) {
    const target = field(ref, 'target');
    return { item, target: isScalar(target) ? textOf(target).source : item };
  }
  const text = printedText(ref);
  const reading = isNull(ref) ? undefined : readVolumeSpec(text);
  if (reading === undefined || reading.failure !== undefined) return { item, target: item };
  const { source, target } = reading.value;
  return { item, target: target.source, short: { text, target, start: source === undefined ? 0 : source.length + 1 } };
}

function cleaned(element: Element): Element {
  const { item, short } = element;
  if (short === undefined) return element;
  const target = cleanTarget(short.target);
  if (target === short.target) return element;
  const { origin, start, end } = item.node;
  const text = Text.concat(
    [short.text.slice(0, short.start), target, short.text.slice(short.start + short.target.length)],
    short.text.whole,
  );
  return {
    item: {
      ...item,
      node: { kind: 'scalar', origin, start, end, style: 'plain', value: text.skeleton, string: text.skeleton, text },
    },
    target: target.source,
  };
}

/** A container path as Compose cleans it; an unchanged path keeps its exact place. */
export function cleanTarget(target: Text): Text {
  const { value } = target;
  const clean = value === undefined ? undefined : cleanPath(value);
  return clean === undefined || clean === value ? target : Text.derived(clean, target.place);
}
