import { placesOfText } from '../../../sensitive/places.ts';
import type { Location } from '../../../text/location.ts';
import { trimmed } from '../../../text/parts.ts';
import type { Text } from '../../../text/text.ts';
import type { ReadMakefile } from './reader.ts';
import { referenceAt } from './syntax/references.ts';

/** The places of variable values, without references. */
export function placesOfValues({ assignments }: ReadMakefile): readonly Location[] {
  return assignments.flatMap(({ value }) => literalsIn(value).flatMap(placesOfText));
}

function literalsIn(text: Text): readonly Text[] {
  const { skeleton } = text;
  const parts: Text[] = [];
  let from = 0;
  for (let at = skeleton.indexOf('$'); at >= 0; at = skeleton.indexOf('$', from)) {
    parts.push(text.slice(from, at));
    from = referenceAt(skeleton, at)?.end ?? skeleton.length;
  }
  return [...parts, text.slice(from)].map((part) => trimmed(part)).filter(({ length }) => length > 0);
}
