import type { SourceFile } from '../../../files/file-reader.ts';
import { type Place, placeAt } from '../../../text/location.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { type Mapping, type Node, placeOf, toRef } from '../../yaml/tree.ts';

/**
 * Reports a project with nothing but `version` and `include`, which the client rejects. A file that
 * includes it may add to it.
 */
export function checkAnythingLeft(root: Mapping, files: readonly SourceFile[], report: Report): void {
  for (const [key, { node }] of root.entries)
    if (key !== 'version' && (key !== 'include' || (node.kind === 'sequence' && node.items.length > 0))) return;
  reportEmpty(files, placeOf(toRef(root)), report);
}

/** Reports files with only comments; unreadable ones are reported elsewhere. */
export function checkAnythingWritten(files: readonly SourceFile[], report: Report): void {
  const [main] = files;
  if (main === undefined || files.some(({ text }) => /^[ \t\uFEFF]*[^\s#]/m.test(text))) return;
  reportEmpty(files, firstVisible(main), report);
}

/** A file such as `compose.override.yaml` may be merged over others, so only a warning. */
function reportEmpty(files: readonly SourceFile[], place: Place, report: Report): void {
  const isWhole = files.some(({ path }) => /(?:^|\/)[\w-]+(?:\.ya?ml)?$/i.test(path));
  const remedy = 'Add `services:` with at least one service.';
  const what = 'The project is empty, which `docker compose` rejects.';
  report(problem('syntax/missing-key', place, what, { remedy, severity: isWhole ? 'error' : 'warning' }));
}

/** Reports documents that aren't mappings, even empty ones: the client rejects them. */
export function reportNoMappings(documents: readonly Node[], file: SourceFile, report: Report): void {
  if (documents.every(({ kind }) => kind === 'mapping')) return;
  const starts = Array.from(file.text.matchAll(/^---(?![^\s])/gm), ({ index }) => index);
  for (const [index, node] of documents.entries()) {
    if (node.kind === 'mapping') continue;
    const start = starts[index - (documents.length - starts.length)];
    const blank = start === undefined ? firstVisible(file) : placeAt(file.path, start, start + '---'.length);
    const what = 'A Compose file must be a mapping with top-level keys such as `services:`.';
    report(problem('syntax/wrong-type', node.end > node.start ? placeOf(toRef(node)) : blank, what));
  }
}

function firstVisible({ path, text }: SourceFile): Place {
  const start = text.search(/\S/);
  return start < 0 ? placeAt(path, 0, Math.min(text.length, 1)) : placeAt(path, start, start + 1);
}
