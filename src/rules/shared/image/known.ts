import type { FactSource } from '../../../images/known-image.ts';
import { toFullReference } from '../../../images/reference.ts';
import type { Container } from '../../../model/container.ts';
import { type Doubt, unknownDoubt } from '../demand.ts';
import { clientOf } from '../voice.ts';
import { isShowable, quote } from '../wording.ts';

export function sourceText(source: FactSource): string {
  switch (source.kind) {
    case 'dockerfile':
      return 'its Dockerfile';
    case 'lock':
      return `\`${source.path}\``;
    case 'table':
      return `its Dockerfile as of ${(source.row.dated ?? source.row.checked).slice(0, 'YYYY-MM'.length)}`;
  }
}

/**
 * The undecided result for an unknown image, with the command that adds the image. It is the same
 * for every rule, so it is reported once.
 */
export function unknownImage({ origin, build, config, image, place }: Container): Doubt {
  const setting = image?.base ?? (build === undefined ? config.image : undefined);
  if (setting === undefined) return { place, reason: 'The base image is unknown.', variables: [] };
  if (!setting.known) return unknownDoubt('The image', setting);
  const name = quote(setting);
  const isReference = setting.place.shown === undefined && isShowable(name) && toFullReference(name) !== undefined;
  const answer = isReference ? ` To add it, run \`${clientOf(origin)} image inspect ${name} | plimsoll images\`.` : '';
  return { place, reason: `Image \`${name}\` is unknown to plimsoll.${answer}`, variables: [] };
}
