import { main } from '../../src/cli/main.ts';
import { toEngineJson } from '../../src/engine-json/to-engine-json.ts';
import { lintFiles, writeReport } from '../../src/library.ts';
import { lintText } from '../../src/lint/lint.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { discover } from '../../src/projects/discover.ts';
import type { LintReport } from '../../src/report/report.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import type { Location, Place } from '../../src/text/location.ts';
import { createMemoryFiles, createMemoryIo } from '../memory-io.ts';

export type Tree = Readonly<Record<string, string>>;

const APPEARANCE = { hasColor: false, width: 80 };

/**
 * What plimsoll promises for any files, and does not keep for these, one line each: it never
 * throws, every place holds text of its file, every message says something, and the same files give
 * the same report, in whatever order they are named and whether it is remembered or not.
 */
export async function problemsAbout(tree: Tree): Promise<readonly string[]> {
  const paths = Object.keys(tree).filter((path) => !path.startsWith('.'));
  const problems: string[] = [];
  try {
    problems.push(...(await problemsAboutModel(tree, paths)));
    const report = await lint(tree, paths);
    problems.push(...problemsAboutReport(report), ...(await problemsAboutFormats(report)));
    if (summary(report) !== summary(await lint(Object.fromEntries(Object.entries(tree).reverse()), paths.toReversed())))
      problems.push(
        `the same files give another report the second time${paths.length > 1 ? ', in another order' : ''}`,
      );
    if (!(await isSameFromCache(tree))) problems.push('what is remembered is not what was found');
    for (const path of paths) await lintText({ path, text: tree[path] ?? '' });
  } catch (error) {
    problems.push(`it throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return [...new Set(problems)];
}

/**
 * True if the report is the same without a cache, with an empty one, and with the resulting one.
 */
async function isSameFromCache(tree: Tree): Promise<boolean> {
  const run = async (
    argv: readonly string[],
    files: Tree,
  ): Promise<{ readonly said: string; readonly cache: string | undefined }> => {
    const io = createMemoryIo(files);
    const code = await main([...argv, '--format', 'pretty', '.'], io);
    return { said: `${code}\n${io.out()}${io.err()}`, cache: io.written.get('cache') };
  };
  const plain = await run([], tree);
  const first = await run(['--cache-location', 'cache'], tree);
  const second = await run(['--cache-location', 'cache'], {
    ...tree,
    ...(first.cache === undefined ? {} : { cache: first.cache }),
  });
  return plain.said === first.said && plain.said === second.said && second.cache === undefined;
}

/** The processor time limit in milliseconds; most inputs need a hundredth. */
const LONGEST_RUN = 1000;

/** What is wrong with one run: an internal error, or too much time. */
export async function problemsAboutOneRun(tree: Tree, argv: readonly string[]): Promise<readonly string[]> {
  const before = process.cpuUsage();
  const problems = await problemsAboutRun(tree, argv);
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  return milliseconds > LONGEST_RUN ? [...problems, `it takes ${Math.round(milliseconds)} ms`] : problems;
}

/**
 * The command line's promises: a documented exit code, a reason for each failure, no internal
 * errors, and only text on terminals.
 */
export async function problemsAboutRun(tree: Tree, argv: readonly string[]): Promise<readonly string[]> {
  const io = createMemoryIo(tree, { stdin: tree['stdin'] ?? tree['compose.yaml'] ?? '' });
  const code = await main(argv, io);
  if (code === 3) return [`${argv.join(' ')} ends with 3: ${io.err()}`];
  if (/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/.test(io.out() + io.err()))
    return [`${argv.join(' ')} prints a control character`];
  return code === 2 && io.err().trim() === '' ? [`${argv.join(' ')} ends with 2 and does not say why`] : [];
}

async function lint(tree: Tree, paths: readonly string[]): Promise<LintReport> {
  const { internalErrors, ...report } = await lintFiles(paths, {
    files: createMemoryFiles(tree),
    config: false,
    baseline: false,
  });
  if (internalErrors[0] !== undefined) throw new Error(internalErrors[0]);
  return report;
}

async function problemsAboutModel(tree: Tree, paths: readonly string[]): Promise<readonly string[]> {
  const files = createMemoryFiles(tree);
  const problems: string[] = [];
  for (const { kind, files: sources } of discover({ paths }, files).inputs) {
    const parsed = await parseInput(kind, sources, { files, environment: new Map(), workingDirectory: '/project' });
    for (const subject of parsed.subjects) toEngineJson(subject, { workingDirectory: '/project' });
    for (const { location } of placesIn([parsed.subjects, parsed.problems]))
      problems.push(...problemsAboutPlace(location, parsed.texts, 'the model'));
  }
  return problems;
}

/** All places inside a value; each object is visited once. */
function* placesIn(value: unknown, seen = new Set<unknown>()): Iterable<Place> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isPlace(value)) yield value;
  for (const part of Object.values(value)) yield* placesIn(part, seen);
}

function isPlace(value: object): value is Place {
  return 'location' in value && 'hops' in value;
}

function problemsAboutReport({ inputs, texts }: LintReport): readonly string[] {
  const found = inputs.flatMap(({ findings, undecided, subjects }) => [
    ...findings.flatMap(({ rule, location, related, message }) => [
      ...[location, ...related.map((one) => one.location)].flatMap((each) => problemsAboutPlace(each, texts, rule)),
      ...[message.what, message.remedy, ...related.map((one) => one.message)].flatMap((text) =>
        problemsAboutSentence(text, rule),
      ),
    ]),
    ...undecided.flatMap(({ rule, location, related, reason }) => [
      ...[location, ...related.map((one) => one.location)].flatMap((each) => problemsAboutPlace(each, texts, rule)),
      ...problemsAboutSentence(reason, rule),
    ]),
    ...subjects.flatMap(({ name, location }) => problemsAboutPlace(location, texts, `the container ${name}`)),
  ]);
  return found;
}

function problemsAboutPlace(
  { path, span: { start, end } }: Location,
  texts: ReadonlyMap<string, string>,
  owner: string,
): readonly string[] {
  const text = texts.get(path);
  if (text === undefined) return [`${owner} names ${path}, whose text the result does not hold`];
  // An empty text has one place.
  if (text === '' && start === 0 && end === 0) return [];
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length
    ? []
    : [`${owner} marks ${start}–${end} of ${path}, which has ${text.length} characters`];
}

function problemsAboutSentence(text: string | undefined, owner: string): readonly string[] {
  if (text === undefined) return [];
  return text.trim() === '' || /\[object Object\]|\uFFFC/.test(text) ? [`${owner} says ${JSON.stringify(text)}`] : [];
}

async function problemsAboutFormats(report: LintReport): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const format of FORMATS) {
    const text = await writeReport(format, report, APPEARANCE);
    if (/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/.test(text))
      problems.push(`the ${format} report has a control character`);
    if (/\p{Cs}/u.test(text)) problems.push(`the ${format} report has half of a surrogate pair`);
  }
  return problems;
}

/** A report's content, independent of input order. */
function summary({ inputs, notes }: LintReport): string {
  const parts = inputs.map((input) =>
    JSON.stringify({
      ...input,
      subjects: input.subjects.map(({ verdicts, ...subject }) => ({ ...subject, verdicts: [...verdicts] })),
    }),
  );
  return [...parts.sort(), JSON.stringify(notes.map((note) => JSON.stringify(note)).sort())].join('\n');
}
