import { splitPath } from '../../../util/paths.ts';
import type { ParseContext, Parsed, SourceFile } from '../../contract/parsed.ts';
import { field, fieldsOf, isScalar, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import { parseJobs } from '../ci/job-results.ts';
import { ScriptReader } from '../ci/script-reader.ts';

/** The requests of `scripts`; a shell runs each in the file's directory. */
export function parse(source: SourceFile, context: ParseContext): Parsed {
  const document = readHostDocument(source);
  const scripts = new ScriptReader(source.text.length, context);
  const [folder] = splitPath(source.path);
  const tasks = fieldsOf(field(document.roots[0], 'scripts')).flatMap(
    (script) => (isScalar(script) ? scripts.toTask(textOf(script), new Map(), folder) : undefined) ?? [],
  );
  return parseJobs(source, [tasks], { ...document, isOrdered: false });
}
