import type { Subject } from '../../../model/container.ts';
import type { DockerResult } from '../commands/invocation.ts';
import { BuiltImages } from './built-images.ts';

/** The subjects of a script's commands in the order in which they run; a container has `build` where a command before it made its image. */
export function linkImages(results: readonly DockerResult[]): readonly Subject[] {
  const built = new BuiltImages();
  return results.flatMap(({ subjects, images, image }) => {
    for (const each of images) built.add(each);
    const build = image === undefined ? undefined : built.find(image);
    return build === undefined
      ? subjects
      : subjects.map((subject) => (subject.kind === 'container' ? { ...subject, build } : subject));
  });
}
