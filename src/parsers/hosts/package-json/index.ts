import type { SourceFile } from '../../../files/file-reader.ts';
import { splitPath } from '../../../util/paths.ts';
import { field, fieldsOf, isScalar, textOf } from '../../yaml/tree.ts';
import { readHostDocument } from '../ci/document.ts';
import type { HostJobs, JobContext } from '../ci/jobs.ts';
import { ScriptReader } from '../ci/scripts.ts';

/** The `scripts`; a shell runs each in the file's directory. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const document = readHostDocument(source);
  const scripts = new ScriptReader(source.text.length, context);
  const tasks = fieldsOf(field(document.roots[0], 'scripts')).flatMap((script) =>
    isScalar(script) ? scripts.tasks(textOf(script), splitPath(source.path)[0]) : [],
  );
  return { ...document, jobs: [{ tasks }], isOrdered: false };
}
