import type { SourceFile } from '../../files/file-reader.ts';
import { placeAt } from '../../text/location.ts';
import { Text } from '../../text/text.ts';
import type { FoundComment } from '../contract/parsed.ts';
import { readDockerfile } from './instructions.ts';

/**
 * The comments of a Dockerfile that `isWanted` accepts, each with the instruction that contains or
 * follows it, if any. Empty if the Dockerfile is unreadable.
 */
export function findDockerfileComments(
  { path, text }: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const { comments = [], instructions = [] } = readDockerfile(Text.verbatim(text, placeAt(path, 0, text.length))) ?? {};
  let index = 0;
  return comments
    .filter(({ start, end }) => isWanted(text.slice(start, end)))
    .map((span) => {
      while ((instructions[index]?.lines.end ?? Number.POSITIVE_INFINITY) < span.end) index += 1;
      return {
        location: { path, span },
        text: text.slice(span.start, span.end),
        governs: instructions[index]?.lines ?? span,
      };
    });
}
