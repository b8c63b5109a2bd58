import { Text } from '../../../text/text.ts';
import { cleanPath } from '../../../util/paths.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import { field, type Item, isNull, isScalar, printedText, textOf, toRef } from '../../yaml/tree.ts';
import { unique } from '../values/values.ts';

/**
 * The elements of a service's `volumes`, of which each replaces those before it with its target, in their place.
 * Compose compares targets as they are written, then again once those of the short form are clean (compose-go
 * `override/uncity.go`, before and after `transform/volume.go`); in what is given back they are.
 */
export function foldVolumes(items: readonly Item[]): readonly Item[] {
  const written = unique(items.map(toElement), ({ target }) => target);
  return unique(written.map(cleaned), ({ target }) => target).map(({ item }) => item);
}

/**
 * The places in the list of the elements that others with their target replace before Compose looks at what is in them.
 */
export function replacedVolumes(items: readonly Item[]): ReadonlySet<number> {
  const elements = items.map(toElement);
  const kept = new Set(unique(elements, ({ target }) => target));
  return new Set(elements.flatMap((element, index) => (kept.has(element) ? [] : [index])));
}

interface Element {
  readonly item: Item;
  readonly target: string | Item;
  readonly short?: { readonly text: Text; readonly target: Text; readonly start: number };
}

function toElement(item: Item): Element {
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

/** A path in a container as Compose cleans it, where that changes it; else the text itself, whose places are exact. */
export function cleanTarget(target: Text): Text {
  const { value } = target;
  const clean = value === undefined ? undefined : cleanPath(value);
  return clean === undefined || clean === value ? target : Text.derived(clean, target.place);
}
