import { placeAt } from '../../text/location.ts';
import { problem, type Report } from '../contract/problem.ts';
import { parseWithRecovery } from './error-recovery.ts';
import type { ScalarChange } from './scalar-builder.ts';
import type { Node, ValueCollector, YamlOrigin } from './tree.ts';
import { TreeBuilder } from './tree-builder.ts';

export interface YamlFile {
  readonly documents: readonly Node[];
  /** True if part of the file couldn't be read: it may contain more. */
  readonly isBroken: boolean;
}

/**
 * Reads the documents of a YAML file, with aliases and `<<` merges resolved. Reports unreadable
 * parts and omits them. Adds possible values to `values`.
 */
export function readYaml(origin: YamlOrigin, change: ScalarChange, report: Report, values?: ValueCollector): YamlFile {
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
  // After an unclosed quote or a missing colon, values of variables may be anywhere.
  const unparsed = isBroken ? (values?.linesIn(origin.text) ?? []) : [];
  const documents = contents.map((content) =>
    new TreeBuilder(origin, change, reportFrom, values, unparsed).buildDocument(content),
  );
  if (isBroken) values?.addFile(origin);
  return { documents, isBroken };
}
