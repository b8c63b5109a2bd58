import { VALUE_FORMS } from '../../config/fix-values.ts';
import { RULE_NAMES } from '../../config/rule-names.ts';
import type { DiscoveryNote } from '../../files/discovery-note.ts';
import { type FixChoice, type FixedFile, type FixRun, fixInputs } from '../../fixes/fix-inputs.ts';
import { lineIn } from '../../fixes/line-edits.ts';
import { unifiedDiff } from '../../fixes/unified-diff.ts';
import { RISKS, type Risk } from '../../model/change.ts';
import { type Finding, SEVERITIES } from '../../model/finding.ts';
import { isIgnoredByGit } from '../../projects/walk.ts';
import { countOf } from '../../report/report.ts';
import { riskSentences } from '../../report/wording.ts';
import { findRule, ruleById } from '../../rules/index.ts';
import { createBaselineTest, findFixables } from '../../session/fixable.ts';
import { printable } from '../../text/printable.ts';
import { INPUT_OPTIONS, type Opened, openSession, requireSomething, UNTRUSTED_OPTION } from '../inputs.ts';
import { type Io, type Person, printError, UsageError } from '../io.ts';
import { readFixValues } from '../options/fix-values.ts';
import { BASELINE_OPTIONS, type ParsedOptions } from '../options/options.ts';
import { noSuchRule, someRuleOptions } from '../options/settings.ts';
import { defineCommand, HELP_OPTION } from './command.ts';
import { readSamples, type Samples, sampleLines } from './fix-samples.ts';

/** `plimsoll fix`: see the help. */
export const { OPTIONS, run } = defineCommand({
  help: 'Prints fixes as a diff for git apply or patch -p0. Every fix is verified: plimsoll parses the result again and checks that nothing else changes.',
  examples: [['plimsoll fix --write --risk low', 'apply the fixes of low risk and the safe ones']],
  options: {
    write: {
      help: 'change the files instead of printing a diff; with the path -, print the fixed text',
    },
    risk: {
      value: 'RISK',
      choices: RISKS,
      help: 'the highest risk to apply: safe (default), low, medium or high',
    },
    interactive: {
      alias: 'i',
      help: 'show each fix and ask whether to apply it; includes all risks unless --risk is set',
    },
    set: {
      value: 'NAME=VALUE',
      isRepeatable: true,
      help: 'a value to write: memory=512m, cpus=1.5, pids=1000 or address=192.168.1.10; db.memory=2g for one service (repeatable)',
    },
    stats: {
      value: 'FILE',
      takesStdin: true,
      help: 'with --interactive, propose limits from docker stats --no-stream --format json in FILE, or - for standard input; nothing is written unasked',
    },
    unsafe: { help: 'the same as --risk high' },
    explain: { help: 'describe in the diff, as comments, what each fix does and may break' },
    rule: {
      value: 'ID',
      isRepeatable: true,
      help: 'fix only this rule, by ID or number (repeatable)',
    },
    'min-severity': {
      value: 'SEVERITY',
      choices: SEVERITIES,
      help: 'fix only findings of at least this severity: info (default), warning or error',
    },
    ...someRuleOptions('config', 'no-config', 'policy', 'preset', 'only', 'benchmark'),
    ...BASELINE_OPTIONS,
    'no-ignore': { help: 'fix all findings, including those suppressed by a comment, an exception or the baseline' },
    ...INPUT_OPTIONS,
    ...UNTRUSTED_OPTION,
    quiet: { alias: 'q', help: 'print only the diff, not skipped fixes and reasons' },
    ...HELP_OPTION,
  },
  exitCodes: [
    'no fix to apply at this risk, or all applied with --write',
    'fixes to apply, or fixes skipped or declined',
    "usage or configuration error, or a file can't be read or written",
  ],
  async run(options, io) {
    if (options.value('stats') === '-' && options.operands.includes('-'))
      throw new UsageError("--stats - and - can't both read standard input.");
    const person = options.has('interactive') ? await requirePerson(options, io) : undefined;
    const values = readFixValues(options.values('set'));
    const rules = readRules(options);
    const opened = await openSession(withRulesOn(options, rules), io);
    const isWriting = options.has('write') || person !== undefined;
    if (isWriting && opened.stdin?.isUtf8 === false)
      throw new UsageError("Standard input is not UTF-8, so plimsoll can't write it back unchanged.");
    const risk = readRisk(options, person === undefined ? 'safe' : 'high');
    const minSeverity = SEVERITIES.find((severity) => severity === options.value('min-severity')) ?? 'info';
    const choice = { risk, values, rules, minSeverity };
    const { fixes, notes, inputs, samples } = await prepare(opened, options, io, choice, person);
    for (const { path, message, severity } of notes)
      if (severity === 'error' || !options.has('quiet')) printError(io, `${path}: ${message}`);
    const unwritten = isWriting
      ? write(fixes, opened, io, inputs)
      : printDiff(fixes, opened, io, { isExplained: options.has('explain'), isQuiet: options.has('quiet') });
    if (!options.has('quiet')) report(fixes, samples, isWriting, unwritten, io);
    if ((isWriting && unwritten.size > 0) || notes.some(({ severity }) => severity === 'error')) return 2;
    const isDeclined = person !== undefined && fixes.left + fixes.notIgnored.length > 0;
    const isLeft = fixes.withdrawn.length > 0 || isDeclined || (!isWriting && fixes.files.length > 0);
    return isLeft ? 1 : 0;
  },
});

/** The user to ask. Throws a UsageError without a terminal, or if standard input is linted. */
async function requirePerson(options: ParsedOptions, io: Io): Promise<Person> {
  if (options.operands.includes('-')) throw new UsageError("--interactive and - can't both read standard input.");
  const person = await io.person?.(options.value('stats') === '-');
  if (person === undefined) throw new UsageError('--interactive requires a terminal for standard input and output.');
  return person;
}

/** Applies the safe fixes before linting with the same options; false if writing a file failed. */
export async function writeSafeFixes(options: ParsedOptions, io: Io): Promise<boolean> {
  if (options.operands.includes('-'))
    throw new UsageError('--fix changes files. To fix standard input, run plimsoll fix --write -.');
  const opened = await openSession(options, io);
  const { fixes, inputs } = await prepare(opened, options, io, { risk: 'safe', rules: [], minSeverity: 'info' });
  return write(fixes, opened, io, inputs).size === 0;
}

interface Prepared {
  readonly fixes: FixRun;
  readonly notes: readonly DiscoveryNote[];
  readonly inputs: readonly string[];
  readonly samples: Samples;
}

async function prepare(
  opened: Opened,
  options: ParsedOptions,
  io: Io,
  choice: Omit<FixChoice, 'isKnown'>,
  person?: Person,
): Promise<Prepared> {
  const { session, request } = opened;
  const found = session.find(request);
  const inputs = [...found.inputs];
  // `lint` reports this itself.
  if (!options.has('fix')) requireSomething(inputs.length, options, found, io);
  const isKnown = await knownFindings(opened, { ...found, inputs });
  const { settings, context, files } = session;
  const fixables = await findFixables({ ...found, inputs }, context, files);
  const fix = (asked?: Pick<FixChoice, 'decide' | 'values'>): Promise<FixRun> =>
    fixInputs(fixables.inputs, settings, context, {
      ...choice,
      isKnown,
      isWritable: (path) => fixables.paths.has(path),
      // Standard input is only printed, so Git doesn't matter.
      ...(opened.stdin === undefined && { isIgnoredByGit: (path: string) => isIgnoredByGit(path, files) }),
      ...asked,
    });
  const samples = await readSamples(options.value('stats'), fixables.inputs, context, io);
  const all = await fix();
  const { notes } = found;
  const rest = { notes, inputs: [...fixables.paths], samples };
  if (person === undefined) return { fixes: all, ...rest };
  const { askForEach, askForValues } = await import('./fix-interactive.ts');
  try {
    const given = await askForValues(all, samples, io, person);
    const values = [...(choice.values ?? []), ...given];
    const asked = given.length === 0 ? all : await fix({ values });
    return { fixes: await fix({ values, decide: await askForEach(asked, io, person) }), ...rest };
  } finally {
    person.close();
  }
}

function withRulesOn(options: ParsedOptions, rules: readonly string[]): ParsedOptions {
  const on = rules.flatMap((id) => ruleById(id) ?? []).map(({ id, severity }) => `${id}=${severity}`);
  return { ...options, values: (name) => (name === 'rule' ? on : options.values(name)) };
}

function readRules(options: ParsedOptions): readonly string[] {
  return options.values('rule').map((name) => {
    const id = RULE_NAMES.includes(name) ? name : findRule(name)?.id;
    if (id === undefined) throw new UsageError(noSuchRule(name));
    return id;
  });
}

function readRisk(options: ParsedOptions, otherwise: Risk): Risk {
  const named = RISKS.find((risk) => risk === options.value('risk'));
  if (options.has('unsafe') && named !== undefined && named !== 'high')
    throw new UsageError(`--unsafe means --risk high, but --risk ${named} is set too.`);
  return options.has('unsafe') ? 'high' : (named ?? otherwise);
}

async function knownFindings(
  { session, request }: Opened,
  discovery: Parameters<Opened['session']['run']>[1],
): Promise<(finding: Finding) => boolean> {
  const baselines = await session.openBaselines();
  if (baselines === undefined) return () => false;
  return createBaselineTest(await session.report(await session.run(request, discovery), baselines));
}

/** Prints the changes as a patch. Returns the paths that a patch can't change. */
function printDiff(
  { files, made }: FixRun,
  { stdin }: Opened,
  io: Io,
  { isExplained, isQuiet }: { readonly isExplained: boolean; readonly isQuiet: boolean },
): ReadonlySet<string> {
  const unwritten = new Set<string>();
  for (const { path, before, isNew } of files) {
    const obstacle = stdin !== undefined || isNew === true ? undefined : io.writer.patchObstacle(path, before);
    if (obstacle === undefined) continue;
    if (!isQuiet) printError(io, `${path}: not in the diff. ${obstacle}`);
    unwritten.add(path);
  }
  for (const file of files) {
    const { path, before, after, isNew } = file;
    if (unwritten.has(path) || needsOther(path, made, unwritten) !== undefined) continue;
    if (isExplained) io.stdout.write(explanations(file, made));
    io.stdout.write(unifiedDiff(path, isNew === true ? undefined : before, after));
  }
  return unwritten;
}

/**
 * An unwritten file that fixes of this file also change. Writing only this file would lose the text
 * moved there.
 */
function needsOther(path: string, made: FixRun['made'], unwritten: ReadonlySet<string>): string | undefined {
  return made
    .filter(({ edits }) => edits.some((edit) => edit.path === path))
    .flatMap(({ edits }) => edits.find((edit) => unwritten.has(edit.path)) ?? [])[0]?.path;
}

/** The actions and risks of a file's fixes. Line numbers are those before the fixes. */
function explanations({ path, before }: FixedFile, made: FixRun['made']): string {
  const lines = made
    .filter(({ edits }) => edits.some((edit) => edit.path === path))
    .map(({ finding: { rule, location, subjects }, fix, text = before }) => {
      const line = location.path === path ? lineIn(before, text, location.span.start) : 0;
      const names = subjects.length === 0 ? '' : ` (${subjects.map(({ name }) => name).join(', ')})`;
      const what = [`${fix.title}${names}.`, ...riskSentences(fix)].join(' ');
      return { line, said: `# ${line === 0 ? '' : `line ${line}: `}${rule}: ${printable(what)}\n` };
    });
  const sorted = lines.toSorted((a, b) => a.line - b.line);
  return sorted.map(({ said }) => said).join('');
}

/** Writes the changes and returns the paths that failed. Fixed standard input is printed. */
function write({ files, made }: FixRun, { stdin }: Opened, io: Io, inputs: readonly string[]): ReadonlySet<string> {
  const unwritten = new Set<string>();
  if (stdin !== undefined) {
    io.stdout.write(files[0]?.after ?? stdin.text);
    return unwritten;
  }
  io.writer.removeLeftovers(inputs);
  for (const { path, before, after, isNew } of files) {
    const missing = needsOther(path, made, unwritten);
    const failure =
      missing === undefined
        ? io.writer.rewriteFile(path, isNew === true ? undefined : before, after)
        : `Not changed because \`${missing}\` could not be written.`;
    if (failure === undefined) continue;
    printError(io, `${path}: ${failure}`);
    unwritten.add(path);
  }
  return unwritten;
}

function report(
  { files, made, withdrawn, ignored, notIgnored, hidden, byName, valueless }: FixRun,
  samples: Samples,
  isWriting: boolean,
  unwritten: ReadonlySet<string>,
  io: Io,
): void {
  const broken = withdrawn.filter(({ withdrawal }) => withdrawal.reason === 'broken');
  for (const path of new Set(broken.map(({ finding }) => finding.location.path))) {
    const skipped = broken.filter(({ finding }) => finding.location.path === path);
    const why = skipped[0]?.withdrawal.message ?? '';
    printError(io, `${path}: skipped ${countOf(skipped.length, 'fix', 'fixes')}. ${why}`);
  }
  for (const { finding, fix, withdrawal, text } of withdrawn) {
    if (withdrawal.reason === 'broken') continue;
    const { path, span } = finding.location;
    const file = files.find((each) => each.path === path);
    const now = (isWriting ? file?.after : file?.before) ?? text;
    const line = text === undefined || now === undefined ? '' : `:${lineIn(now, text, span.start)}`;
    printError(io, `${path}${line}: ${finding.rule}: skipped “${fix.title}”. ${withdrawal.message}`);
  }
  for (const { rule, location } of notIgnored)
    printError(io, `${location.path}: ${rule}: a comment can't suppress only this finding.`);
  const done = made.filter(({ edits }) => !edits.some(({ path }) => unwritten.has(path)));
  const notMade = withdrawn.length + made.length - done.length;
  const [verb, how] = isWriting ? ['made', ''] : ['to apply', ' (with --write)'];
  const left = notMade === 0 ? '' : `; ${notMade} skipped`;
  const comments = ignored.length === 0 ? '' : `; ${countOf(ignored.length, 'finding')} suppressed by a comment`;
  const more = comments + moreText(hidden);
  io.stderr.write(
    `${countOf(done.length, 'fix', 'fixes')} ${verb} in ${countOf(files.length - unwritten.size, 'file')}${how}${left}${more}\n`,
  );
  for (const [value, names] of valueless)
    io.stderr.write(
      `Not fixed: ${countOf(names.size, 'container')} without a ${VALUE_FORMS[value].what}. Use --set ${value}=${VALUE_FORMS[value].example} for all containers, or --set NAME.${value}=… for one\n`,
    );
  for (const line of sampleLines(valueless.get('memory') ?? new Set(), samples)) io.stderr.write(`${line}\n`);
  const named = [...byName.keys()].toSorted();
  if (named.length === 0) return;
  const count = [...byName.values()].reduce((sum, own) => sum + own, 0);
  io.stderr.write(
    `${countOf(count, 'fix is', 'fixes are')} applied only if you name the rule, because they often break a service, or it is not a long-running one (jobs, tests, CI, documentation, backups): ${named.map((rule) => `--rule ${rule}`).join(' ')}\n`,
  );
}

function moreText(hidden: FixRun['hidden']): string {
  let count = 0;
  const steps: string[] = [];
  for (const [risk, own] of hidden) {
    count += own;
    if (own > 0) steps.push(`${count}${steps.length === 0 ? ' more' : ''} with --risk ${risk}`);
  }
  return steps.length === 0 ? '' : `; ${steps.join(', ')}`;
}
