import type { Subject } from '../../../model/container.ts';
import type { DockerResult } from '../commands/invocation.ts';
import { BuiltImages } from './built-images.ts';

/** The subjects of a script's commands in the order in which they run; a container has `build`, and what the Dockerfile says, where a command before it made its image. */
export function linkImages(results: readonly DockerResult[]): readonly Subject[] {
  const built = new BuiltImages();
  return results.flatMap(({ subjects, images, image }) => {
    for (const each of images) built.add(each);
    const made = image === undefined ? undefined : built.find(image);
    return made === undefined
      ? subjects
      : subjects.map((subject) => (subject.kind === 'container' ? { ...subject, ...made } : subject));
  });
}
