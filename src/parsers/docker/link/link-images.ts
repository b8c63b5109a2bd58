import type { Subject } from '../../../model/container.ts';
import type { DockerResult } from '../commands/invocation.ts';
import { BuiltImages } from './built-images.ts';

/**
 * The subjects of a script's commands in the order in which they run; a container has `build`, and what the Dockerfile
 * says, where a command before it made its image. Where the order is not that of the text, such as that of targets of a
 * Makefile, a command anywhere may have made it.
 */
export function linkImages(results: readonly DockerResult[], isOrdered: boolean): readonly Subject[] {
  const built = new BuiltImages();
  if (!isOrdered) {
    const images = results.flatMap((result) => result.images);
    // Names for images that are made somewhere below.
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
