import { findDeepBracket, MAX_NESTING } from '../parsers/syntax/nesting.ts';
import type { BaselineEntry } from './baseline.ts';

/** The file's text: sorted, one entry per line, so that branches merge. `project` is absent for the finding's own file, and empty if unknown. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries
    .map(({ rule, file, subject, fingerprint, project = [] }) => {
      const isOwn = project.length === 1 && project[0] === file;
      return `    ${JSON.stringify({ file, rule, subject, fingerprint, ...(isOwn ? {} : { project }) })}`;
    })
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n  "version": 2,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/** A fault in a baseline, in a few words that quote nothing, and its place. */
export class BaselineFault extends Error {
  override readonly name = 'BaselineFault';
  /** The path of the fault in valid JSON. */
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.path = path;
  }
}

/** Parses a baseline of version 1 or 2; throws a {@link BaselineFault}. In version 1 an entry covers all containers that share a text, and names no project. */
export function parseBaseline(text: string): readonly BaselineEntry[] {
  const json = text.replace(/^\uFEFF/, '');
  if (findDeepBracket(json) !== undefined) throw new BaselineFault(`nested more than ${MAX_NESTING} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The engine's message depends on its version, and quotes the text.
    throw new BaselineFault('not valid JSON');
  }
  const version = isRecord(value) ? value['version'] : undefined;
  if (!isRecord(value) || (version !== 1 && version !== 2))
    throw new BaselineFault('not a baseline of version 1 or 2', ['version']);
  const { findings } = value;
  if (!Array.isArray(findings)) throw new BaselineFault('`findings` is not a list', ['findings']);
  return findings.map((entry: unknown, index) => {
    if (!isEntry(entry))
      throw new BaselineFault(`\`findings[${index}]\` has no rule, file, subject or fingerprint`, ['findings', index]);
    const { rule, file, subject, fingerprint, project } = entry;
    const common = { rule, file, subject, fingerprint };
    if (version === 1) return { ...common, project: undefined };
    if (project === undefined) return { ...common, project: [file] };
    if (!isListOfTexts(project))
      throw new BaselineFault(`\`findings[${index}].project\` is not a list of paths`, ['findings', index, 'project']);
    return { ...common, project: project.length === 0 ? undefined : project };
  });
}

type WrittenEntry = Readonly<Record<'rule' | 'file' | 'subject' | 'fingerprint', string>> & {
  readonly project?: unknown;
};

function isEntry(value: unknown): value is WrittenEntry {
  return isRecord(value) && ['rule', 'file', 'subject', 'fingerprint'].every((key) => typeof value[key] === 'string');
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
