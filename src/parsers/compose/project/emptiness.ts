import { type Place, placeAt } from '../../../text/location.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { type Mapping, type Node, placeOf, toRef } from '../../yaml/tree.ts';

const REMEDY = 'Add `services:` with at least one service.';

/**
 * Reports a project of which nothing is left, which the client refuses: it takes `version` and `include` out before it
 * looks. What includes a file may get something of it.
 */
export function checkAnythingLeft(root: Mapping, files: readonly SourceFile[], report: Report): void {
  for (const [key, { node }] of root.entries)
    if (key !== 'version' && (key !== 'include' || (node.kind === 'sequence' && node.items.length > 0))) return;
  reportEmpty(files, placeOf(toRef(root)), report);
}

/** Reports files in which nothing stands but comments. What can't be read has been reported. */
export function checkAnythingWritten(files: readonly SourceFile[], report: Report): void {
  const [main] = files;
  if (main === undefined || !files.every(({ text }) => text.split('\n').every(isBlankLine))) return;
  reportEmpty(files, firstVisible(main), report);
}

/**
 * A file with one more word in its name, such as `compose.override.yaml`, may be a part that goes over others: there it
 * may be empty.
 */
function reportEmpty(files: readonly SourceFile[], place: Place, report: Report): void {
  const isWhole = files.some(({ path }) => /(?:^|\/)[\w-]+(?:\.ya?ml)?$/i.test(path));
  report(
    problem('syntax/missing-key', place, 'The project is empty, which `docker compose` rejects.', {
      remedy: REMEDY,
      severity: isWhole ? 'error' : 'warning',
    }),
  );
}

/**
 * Reports the documents of a file that are no mapping, which the client refuses even where nothing is written in them.
 */
export function reportNoMappings(documents: readonly Node[], file: SourceFile, report: Report): void {
  if (documents.every(({ kind }) => kind === 'mapping')) return;
  const starts = Array.from(file.text.matchAll(/^---(?![^\s])/gm), ({ index }) => index);
  for (const [index, node] of documents.entries()) {
    if (node.kind === 'mapping') continue;
    // The first document needs no `---`.
    const start = starts[index - (documents.length - starts.length)];
    const place = node.end > node.start ? placeOf(toRef(node)) : placeOfBlank(start, file);
    report(
      problem('syntax/wrong-type', place, 'A Compose file must be a mapping with top-level keys such as `services:`.'),
    );
  }
}

/** The `---` that begins a document without content. */
function placeOfBlank(start: number | undefined, file: SourceFile): Place {
  return start === undefined ? firstVisible(file) : placeAt(file.path, start, start + '---'.length);
}

/** Of an empty text the beginning, since a place is somewhere. */
function firstVisible({ path, text }: SourceFile): Place {
  const start = text.search(/\S/);
  if (start < 0) return placeAt(path, 0, Math.min(text.length, 1));
  return placeAt(path, start, start + 1);
}

function isBlankLine(line: string): boolean {
  const text = line.trim();
  return text === '' || text.startsWith('#');
}
