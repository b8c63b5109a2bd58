import { placeAt } from '../../../model/source.ts';
import { problem, type Report } from '../problems.ts';
import type { Node, Origin } from '../tree.ts';
import type { Holder } from '../variable-values.ts';
import { parseTolerantly } from './tolerant.ts';
import { TreeBuilder, type ScalarChange } from './tree-builder.ts';

/**
 * The documents of a YAML file with aliases and `<<` merges resolved; what can't be read is reported and left out. An empty file has none.
 * What may hold values of variables is added to `holders`.
 */
export function readYaml(origin: Origin, change: ScalarChange, report: Report, holders: Holder[] = []): readonly Node[] {
  const { documents, errors } = parseTolerantly(origin.text);
  for (const { start, end, message } of errors) report(problem('syntax/invalid-yaml', placeAt(origin.path, start, end), message));
  return documents.map((content) => new TreeBuilder(origin, change, report, holders).buildDocument(content));
}
