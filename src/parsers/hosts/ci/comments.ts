import type { FoundComment, SourceFile } from '../../contract/parsed.ts';
import { findShellComments, type ScriptText } from '../../shell/index.ts';
import { findYamlComments } from '../../yaml/comments.ts';

/** The comments that `isWanted` accepts in a YAML file and its scripts, in order. A script repeated by aliases counts once. */
export function findHostComments(
  source: SourceFile,
  scripts: readonly ScriptText[],
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const found = new Map<number, FoundComment>();
  for (const script of scripts) {
    for (const comment of script.text.includes('#') ? findShellComments(script, isWanted) : [])
      found.set(comment.location.span.start, comment);
  }
  for (const comment of findYamlComments(source, isWanted)) found.set(comment.location.span.start, comment);
  return [...found.values()].toSorted((a, b) => a.location.span.start - b.location.span.start);
}
