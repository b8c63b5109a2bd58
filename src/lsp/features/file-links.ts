import type { DocumentLink } from 'vscode-languageserver';
import { LineIndex } from '../../text/line-index.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { append } from '../../util/maps.ts';
import { joinPath, splitPath } from '../../util/paths.ts';
import { toRange } from '../client/ranges.ts';
import { uriOfPath } from '../client/uris.ts';
import type { Analysis } from '../diagnostics/analysis.ts';

/** Text that may be a file name in a supported syntax, without a variable before it. */
const WORD = /[^\s"'`,;:=()[\]{}<>|&$#\\]+/g;
/** A line with a build directory, which contains a Dockerfile of the default name. */
const BUILD = /\b(?:build|context)\b/;

/** Links file names in a document, in any syntax, to the files that were read for it. */
export function fileLinks({ document, session, toWhole, request }: Analysis): DocumentLink[] {
  const [path = ''] = request.literals ?? [];
  const own = toWhole(path);
  const [folder] = splitPath(own);
  const known = new Set<string>();
  const byName = new Map<string, string[]>();
  for (const other of session.dependencies.paths) {
    if (other === own || session.files.kindOf(other) !== 'file') continue;
    known.add(other);
    append(byName, splitPath(other)[1], other);
  }
  if (known.size === 0) return [];
  const find = (word: string): string | undefined => {
    const named = byName.get(splitPath(word)[1]) ?? [];
    if (named.length === 0) return undefined;
    const exact = [folder, session.files.workingDirectory].map((from) => joinPath(from, word));
    return exact.find((at) => known.has(at)) ?? endingWith(named, word);
  };
  const findDockerfile = (word: string, start: number): string | undefined => {
    const file = joinPath(folder, `${word}/Dockerfile`);
    return known.has(file) && BUILD.test(text.slice(lineStart(text, start), lineEnd(text, start))) ? file : undefined;
  };
  const text = document.getText();
  const index = new LineIndex(text);
  const links: DocumentLink[] = [];
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    const target = find(word) ?? findDockerfile(word, start);
    if (target !== undefined)
      links.push({ range: toRange({ start, end: start + word.length }, index), target: uriOfPath(target) });
  }
  return links;
}

/** The file whose path ends with a relative name, if there is only one. */
function endingWith(paths: readonly string[], word: string): string | undefined {
  const ending = `/${word.replace(/^(?:\.{0,2}\/)+/, '')}`;
  const [only, ...others] = paths.filter((path) => path.endsWith(ending));
  return others.length === 0 ? only : undefined;
}
