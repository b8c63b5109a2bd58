import { placeAt } from '../../text/location.ts';
import { problem, type Report } from '../contract/problem.ts';
import { parseWithRecovery } from './error-recovery.ts';
import type { ScalarChange } from './scalar-builder.ts';
import type { Node, Origin, ValueCollector } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface YamlFile {
  readonly documents: readonly Node[];
  /** It is no YAML in some place, or over a limit, so that more may stand in it than was read. */
  readonly isBroken: boolean;
}

/**
 * The documents of a YAML file with aliases and `<<` merges resolved; what can't be read is reported and left out. An
 * empty file has none. What may hold values of variables is added to `values`.
 */
export function readYaml(origin: Origin, change: ScalarChange, report: Report, values?: ValueCollector): YamlFile {
  const { documents: contents, errors, limit } = parseWithRecovery(origin.text);
  let isBroken = errors.length > 0 || limit !== undefined;
  if (limit !== undefined)
    report(problem('syntax/limit', placeAt(origin.path, limit.at, limit.at + 1), `${limit.what}; nothing was read.`));
  for (const { start, end, message } of errors)
    report(problem('syntax/invalid-yaml', placeAt(origin.path, start, end), message));
  const reportFrom: Report = (found) => {
    isBroken ||= found.id === 'syntax/invalid-yaml';
    report(found);
  };
  // A quote that does not end, or a lost colon, makes another key's value of them.
  const unparsed = isBroken ? (values?.linesIn(origin.text) ?? []) : [];
  const documents = contents.map((content) =>
    new TreeBuilder(origin, change, reportFrom, values, unparsed).buildDocument(content),
  );
  // What was read of it need not be what stands there.
  if (isBroken) values?.addFile(origin);
  return { documents, isBroken };
}
