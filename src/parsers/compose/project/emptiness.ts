import { type Place, placeAt } from '../../../text/location.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { type Mapping, type Node, placeOf, toRef } from '../../yaml/tree.ts';

const REMEDY = 'Add `services:` with at least one service.';

/** Reports an empty project, which the client rejects after removing `version` and `include`. An including file may add to it. */
export function checkAnythingLeft(root: Mapping, files: readonly SourceFile[], report: Report): void {
  for (const [key, { node }] of root.entries)
    if (key !== 'version' && (key !== 'include' || (node.kind === 'sequence' && node.items.length > 0))) return;
  reportEmpty(files, placeOf(toRef(root)), report);
}

/** Reports files with only comments. Unreadable ones are reported already. */
export function checkAnythingWritten(files: readonly SourceFile[], report: Report): void {
  const [main] = files;
  if (main === undefined || !files.every(({ text }) => text.split('\n').every(isBlankLine))) return;
  reportEmpty(files, firstVisible(main), report);
}

/** A file such as `compose.override.yaml` may be merged over others, so it may be empty there. */
function reportEmpty(files: readonly SourceFile[], place: Place, report: Report): void {
  const isWhole = files.some(({ path }) => /(?:^|\/)[\w-]+(?:\.ya?ml)?$/i.test(path));
  report(
    problem('syntax/missing-key', place, 'The project is empty, which `docker compose` rejects.', {
      remedy: REMEDY,
      severity: isWhole ? 'error' : 'warning',
    }),
  );
}

/** Reports documents that are no mapping, which the client rejects even if empty. */
export function reportNoMappings(documents: readonly Node[], file: SourceFile, report: Report): void {
  if (documents.every(({ kind }) => kind === 'mapping')) return;
  const starts = Array.from(file.text.matchAll(/^---(?![^\s])/gm), ({ index }) => index);
  for (const [index, node] of documents.entries()) {
    if (node.kind === 'mapping') continue;
    const start = starts[index - (documents.length - starts.length)];
    const place = node.end > node.start ? placeOf(toRef(node)) : placeOfBlank(start, file);
    report(
      problem('syntax/wrong-type', place, 'A Compose file must be a mapping with top-level keys such as `services:`.'),
    );
  }
}

function placeOfBlank(start: number | undefined, file: SourceFile): Place {
  return start === undefined ? firstVisible(file) : placeAt(file.path, start, start + '---'.length);
}

/** For an empty text, its start. */
function firstVisible({ path, text }: SourceFile): Place {
  const start = text.search(/\S/);
  if (start < 0) return placeAt(path, 0, Math.min(text.length, 1));
  return placeAt(path, start, start + 1);
}

function isBlankLine(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('#');
}
