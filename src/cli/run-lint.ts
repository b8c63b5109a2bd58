import { isIgnored } from '../config/resolve.ts';
import { lintInput, type LintResult } from '../lint.ts';
import type { DiscoveryNote } from '../files/discover.ts';
import { toReportedInput, type ReportedInput } from '../reporters/report.ts';
import { openInputs, requireSomething } from './inputs.ts';
import type { Io } from './io.ts';
import type { ParsedOptions } from './options.ts';
import { createProgress } from './progress.ts';
import type { FileSettings, Settings } from './settings.ts';

/** One linted input and what was in force for it. */
export interface LintedInput {
  readonly input: ReportedInput;
  readonly settings: FileSettings;
}

export interface LintRun {
  readonly inputs: readonly LintedInput[];
  /** The texts that findings, undecided questions and subjects name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly notes: readonly DiscoveryNote[];
  /** Errors of ours, one line each: the rest is linted all the same. */
  readonly faults: readonly string[];
}

/** Lints everything that the operands name. Rejects with a UsageError for what can't be used or read. */
export async function runLint(options: ParsedOptions, settings: Settings, io: Io): Promise<LintRun> {
  const opened = await openInputs(options, io);
  const linted: (LintedInput & Membership)[] = [];
  const texts = new Map<string, string>();
  const notes: DiscoveryNote[] = [];
  const faults: string[] = [];
  const progress = createProgress(io, options.has('quiet'));
  let count = 0;
  for (const { kind, files, onlyFor } of opened.inputs) {
    count += 1;
    progress.step();
    const path = files[0]?.path ?? '';
    const own = await settings.forFile(path);
    if (own.config !== undefined && isIgnored(own.config, path, io.files.workingDirectory)) {
      if (options.operands.includes(path)) notes.push({ path, message: `Skipped: ${own.config.path} ignores it.`, severity: 'note' });
      continue;
    }
    let result: LintResult;
    try {
      result = await lintInput(kind, files, opened.context, own.ruleOptions);
    } catch (error) {
      faults.push(`${path}: internal error: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const input = toReportedInput(result);
    linted.push({ input, settings: own, included: result.included, onlyFor });
    keepTexts(texts, input, result.texts);
  }
  progress.end();
  requireSomething(count, options, opened, io);
  return { inputs: distinctProjects(linted), texts, notes: [...opened.notes, ...notes], faults };
}

interface Membership {
  readonly included: readonly string[];
  readonly onlyFor: string | undefined;
}

/**
 * Without the files that another project includes, whose findings are told there, and the projects that were looked at for the sake
 * of a file but do not include it, or are there anyway.
 */
function distinctProjects(linted: readonly (LintedInput & Membership)[]): readonly LintedInput[] {
  const firstPaths = new Set<string | undefined>();
  const [asked, pulledIn] = [linted.filter(({ onlyFor }) => onlyFor === undefined), linted.filter(({ onlyFor }) => onlyFor !== undefined)];
  const projects = [...asked, ...pulledIn].filter(({ input, onlyFor, included }) => {
    const isNew = !firstPaths.has(input.paths[0]) && (onlyFor === undefined || included.includes(onlyFor));
    if (isNew) firstPaths.add(input.paths[0]);
    return isNew;
  });
  const kept = new Set(projects);
  const includers = new Map<string, (typeof projects)[number][]>();
  for (const project of projects) {
    for (const path of project.included) includers.set(path, [...(includers.get(path) ?? []), project]);
  }
  // Of two that include each other one stays: it is only left out for one that is kept.
  for (const project of projects) {
    const isElsewhere = project.input.paths.every((path) => includers.get(path)?.some((other) => other !== project && kept.has(other)) === true);
    if (isElsewhere) kept.delete(project);
  }
  return linted.filter((project) => kept.has(project)).map(({ input, settings }) => ({ input, settings }));
}

/** Keeps the texts that a report needs: those that something in it names. */
function keepTexts(texts: Map<string, string>, { findings, undecided, subjects }: ReportedInput, read: ReadonlyMap<string, string>): void {
  const named = [...findings, ...undecided].flatMap(({ location, related }) => [location.path, ...related.map((other) => other.location.path)]);
  for (const path of new Set([...named, ...subjects.map(({ location }) => location.path)])) {
    const text = read.get(path);
    if (text !== undefined) texts.set(path, text);
  }
}
