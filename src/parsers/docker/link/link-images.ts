import type { Subject } from '../../../model/container.ts';
import type { DockerResult } from '../commands/invocation.ts';
import { BuiltImages } from './built-images.ts';

/**
 * The subjects in execution order. A container gets `build` and Dockerfile settings from the
 * command that made its image: an earlier one, or any if the order is unknown.
 */
export function linkImages(results: readonly DockerResult[], isOrdered: boolean): readonly Subject[] {
  const built = new BuiltImages();
  if (!isOrdered) {
    const images = results.flatMap((result) => result.images);
    // Tags come last, since their image may be built further down.
    for (const each of images.toSorted((a, b) => Number(a.source !== undefined) - Number(b.source !== undefined)))
      built.add(each);
  }
  return results.flatMap(({ subjects, images, image }) => {
    if (isOrdered) for (const each of images) built.add(each);
    const made = image === undefined ? undefined : built.find(image);
    return made === undefined
      ? subjects
      : subjects.map((subject) => (subject.kind === 'container' ? { ...subject, ...made } : subject));
  });
}
