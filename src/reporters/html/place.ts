import type { Location } from '../../text/location.ts';
import type { View } from './view.ts';

/** `compose.yaml:12`. */
export function placeAnchor({ indexOf }: Pick<View, 'indexOf'>, { path, span }: Location): string {
  return `${path}:${indexOf(path).positionOf(span.start).line}`;
}
