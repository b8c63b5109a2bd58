import type { Finding } from '../model/finding.ts';
import { findDeepBracket, MAX_NESTING } from '../parsers/syntax/nesting.ts';
import { fingerprintOf } from './fingerprint.ts';

/** A finding that was there when the baseline was written. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the baseline's folder. */
  readonly file: string;
  /** The containers and execs that it is about, for people. */
  readonly subject: string;
  /** See {@link fingerprintOf}. */
  readonly fingerprint: string;
}

/** What {@link applyBaseline} needs to know of a finding's surroundings. */
export interface BaselineContext {
  /** A file's path as the baseline has it. */
  readonly toBaselinePath: (path: string) => string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The entries of findings that count, one for each: those that are suppressed already need none, and broken syntax is never a habit to keep. */
export function toBaseline(findings: readonly Finding[], context: BaselineContext): readonly BaselineEntry[] {
  return findings.filter(isBaselined).map((finding) => toEntry(finding, context));
}

function isBaselined({ rule, suppression }: Finding): boolean {
  return suppression === undefined && !rule.includes('/');
}

function toEntry(finding: Finding, { toBaselinePath, texts }: BaselineContext): BaselineEntry {
  const { rule, location, subjects } = finding;
  const file = toBaselinePath(location.path);
  return {
    rule,
    file,
    subject: subjects.map(({ name }) => name).join(', '),
    fingerprint: fingerprintOf(finding, file, texts.get(location.path)),
  };
}

/** Takes entries out as findings use them, so that what is left at the end is gone from the files. */
export class Baseline {
  private readonly open = new Map<string, BaselineEntry[]>();

  constructor(entries: readonly BaselineEntry[]) {
    for (const entry of entries) {
      const same = this.open.get(entry.fingerprint);
      if (same === undefined) this.open.set(entry.fingerprint, [entry]);
      else same.push(entry);
    }
  }

  /** The findings, those that the baseline has marked as such. */
  apply(findings: readonly Finding[], context: BaselineContext): readonly Finding[] {
    return findings.map((finding) => {
      if (!isBaselined(finding)) return finding;
      const known = this.open.get(toEntry(finding, context).fingerprint)?.pop();
      return known === undefined ? finding : { ...finding, suppression: { kind: 'baseline' } };
    });
  }

  /** The entries that no finding has used so far. */
  gone(): readonly BaselineEntry[] {
    return [...this.open.values()].flat();
  }
}

/** The file's text: sorted, one entry a line, so that two branches merge. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries
    .map(({ rule, file, subject, fingerprint }) => `    ${JSON.stringify({ file, rule, subject, fingerprint })}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`;
}

/** What is wrong with a baseline's text, in a few words without any of it, and where. */
export class BaselineFault extends Error {
  override readonly name = 'BaselineFault';
  /** Leads to what is wrong in a text that is JSON. */
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.path = path;
  }
}

/** Reads a baseline; throws a {@link BaselineFault}. */
export function parseBaseline(text: string): readonly BaselineEntry[] {
  const json = text.replace(/^\uFEFF/, '');
  if (findDeepBracket(json) !== undefined) throw new BaselineFault(`nested more than ${MAX_NESTING} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // What the engine says differs by its version, and quotes the text.
    throw new BaselineFault('not valid JSON');
  }
  if (!isRecord(value) || value['version'] !== 1) throw new BaselineFault('not a baseline of version 1', ['version']);
  const { findings } = value;
  if (!Array.isArray(findings)) throw new BaselineFault('`findings` is not a list', ['findings']);
  return findings.map((entry: unknown, index) => {
    if (!isEntry(entry))
      throw new BaselineFault(`\`findings[${index}]\` lacks a rule, file, subject or fingerprint`, ['findings', index]);
    return entry;
  });
}

function isEntry(value: unknown): value is BaselineEntry {
  return isRecord(value) && ['rule', 'file', 'subject', 'fingerprint'].every((key) => typeof value[key] === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
