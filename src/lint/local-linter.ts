import type { ParseContext } from '../parsers/contract/parsed.ts';
import { contextOf, type Input } from '../projects/discover.ts';
import type { ReportedInput } from '../report/report.ts';
import { withoutHidden } from '../sensitive/hidden-values.ts';
import type { FileSettings } from '../workspace/config/settings.ts';
import { digestOf } from './digest.ts';
import { type LintResult, lintInput } from './lint.ts';
import type { FileRead, Linter, Outcome } from './linter.ts';

/** Lints each input at once, in this thread. With `tracksReads` it says which other files each one depends on. */
export function createLocalLinter(context: ParseContext, tracksReads = false): Linter {
  return {
    submit: async (input, settings, done) => {
      done(await lintHere(input, settings, context, tracksReads));
    },
    finish: () => Promise.resolve(),
  };
}

/** Lints one input. Never rejects: an error on the way is an internal error. */
export async function lintHere(
  source: Input,
  { ruleOptions }: FileSettings,
  context: ParseContext,
  tracksReads: boolean,
): Promise<Outcome> {
  const { kind, files, reportedFor, reportedIn = reportedFor } = source;
  const reads = new Map<string, ReadResult>();
  const tracked: ParseContext = {
    ...contextOf(source, tracksReads ? { ...context, files: tracking(reads, context.files) } : context),
    ...(reportedIn === undefined ? {} : { reportedIn }),
  };
  try {
    const result = await lintInput(kind, files, tracked, ruleOptions);
    const input = toReportedInput(result);
    const texts = namedTexts(input, result.texts);
    const hidden = new Map([...result.hidden].filter(([path]) => texts.has(path)));
    return {
      input,
      included: result.included,
      mayInclude: result.mayInclude,
      extended: result.extended,
      deployed: result.deployed,
      hasFragments: result.hasFragments,
      partlyRead: result.partlyRead,
      usedExceptions: result.usedExceptions,
      texts: withoutHidden(texts, hidden),
      hidden,
      reads: Array.from(reads, ([path, read]) => toFileRead(path, read, result.texts)),
    };
  } catch (error) {
    return {
      internalError: `${files[0]?.path ?? ''}: internal error: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

type ReadResult = ReturnType<ParseContext['files']['read']>;

function tracking(reads: Map<string, ReadResult>, files: ParseContext['files']): ParseContext['files'] {
  return {
    read: (path) => kept(path, reads, files),
    list: (path) => {
      reads.set(`${path}/`, listed(path, files));
      return files.list?.(path) ?? { failure: 'missing' };
    },
  };
}

/** What a file holds now, or a folder, whose name ends with a slash among what was read. */
export function readAgain(path: string, files: ParseContext['files']): ReadResult {
  return path.endsWith('/') ? listed(path.slice(0, -1), files) : files.read(path);
}

/** The entries of a folder, as a text that differs where they do. */
function listed(path: string, files: ParseContext['files']): ReadResult {
  const listing = files.list?.(path);
  if (listing === undefined || !('entries' in listing)) return { failure: 'missing' };
  return { text: JSON.stringify(listing.entries.map(({ name, kind }) => [name, kind])) };
}

function kept(path: string, reads: Map<string, ReadResult>, files: ParseContext['files']): ReadResult {
  const result = files.read(path);
  if (!reads.has(path)) reads.set(path, result);
  return result;
}

function toFileRead(path: string, result: ReadResult, texts: ReadonlyMap<string, string>): FileRead {
  const isHidden = 'text' in result && !path.endsWith('/') && texts.get(path) !== result.text;
  return { path, digest: digestOfRead(result), isHidden };
}

/** A digest of what reading a file gave. */
export function digestOfRead(result: ReadResult): string {
  return 'text' in result ? digestOf([result.text]) : result.failure;
}

/** The texts that a report needs: those that something in it names. */
export function namedTexts(
  { findings, undecided, subjects }: ReportedInput,
  read: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const named = new Set<string>();
  for (const { location } of subjects) named.add(location.path);
  for (const results of [findings, undecided]) {
    for (const { location, related } of results) {
      named.add(location.path);
      for (const other of related) named.add(other.location.path);
    }
  }
  return new Map([...read].filter(([path]) => named.has(path)));
}

/** A lint result with only what a report needs, so that a large tree's models need not stay in memory. */
export function toReportedInput({ kind, paths, subjects, findings, undecided }: LintResult): ReportedInput {
  return {
    kind,
    paths,
    findings,
    undecided,
    subjects: subjects.map(({ subject, verdicts }) => ({
      kind: subject.kind,
      name: subject.name,
      origin: subject.origin,
      location: subject.place.location,
      verdicts,
    })),
  };
}
