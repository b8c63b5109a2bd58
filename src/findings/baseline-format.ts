import { JsonFault, parseJson } from '../parsers/syntax/nesting.ts';
import { isListOfTexts, isRecord } from '../util/objects.ts';
import type { BaselineEntry } from './baseline.ts';

/**
 * The text of a baseline: entries are sorted, one per line, so that branches merge well. Omits
 * `project` if it is only the finding's own file.
 */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries
    .map(({ rule, file, subject, fingerprint, project }) => {
      const isOwn = project.length === 1 && project[0] === file;
      return `    ${JSON.stringify({ file, rule, subject, fingerprint, ...(isOwn ? {} : { project }) })}`;
    })
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n  "version": 2,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

export function parseBaseline(text: string): readonly BaselineEntry[] {
  const value = parseJson(text);
  if (!isRecord(value) || value['version'] !== 2) throw new JsonFault('not a baseline of version 2', ['version']);
  const { findings } = value;
  if (!Array.isArray(findings)) throw new JsonFault('`findings` is not a list', ['findings']);
  return findings.map((entry: unknown, index) => {
    if (!isEntry(entry))
      throw new JsonFault(`\`findings[${index}]\` has no rule, file, subject or fingerprint`, ['findings', index]);
    const { rule, file, subject, fingerprint, project = [file] } = entry;
    if (!isListOfTexts(project))
      throw new JsonFault(`\`findings[${index}].project\` is not a list of paths`, ['findings', index, 'project']);
    return { rule, file, subject, fingerprint, project };
  });
}

type WrittenEntry = Omit<BaselineEntry, 'project'> & { readonly project?: unknown };

function isEntry(value: unknown): value is WrittenEntry {
  return isRecord(value) && ['rule', 'file', 'subject', 'fingerprint'].every((key) => typeof value[key] === 'string');
}
