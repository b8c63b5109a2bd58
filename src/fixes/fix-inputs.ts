import type { RuleOptions } from '../config/policy.ts';
import { isIgnored } from '../config/resolve.ts';
import type { Settings } from '../config/settings.ts';
import { type Fix, type FixValueSet, type FixValues, isAtMost, leastRisk, RISKS, type Risk } from '../model/change.ts';
import type { Subject } from '../model/container.ts';
import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import { parseInput } from '../parsers/index.ts';
import { contextOf, type Input } from '../projects/input.ts';
import { ruleById } from '../rules/index.ts';
import { isNamed } from '../rules/missing-hardening.ts';
import { applyEdits } from '../text/edit.ts';
import { getOrInsert, groupBy } from '../util/maps.ts';
import { joinPath } from '../util/paths.ts';
import { addedProxies } from './added-proxy.ts';
import { type EnvFileOwner, envFileOf } from './env-file.ts';
import { chooseFix, fixInput, type Unchosen } from './fix-input.ts';
import { ignoreByComment } from './ignore-comment.ts';
import { isAsChanged } from './plain-model.ts';
import { type Evaluated, newFindings } from './proof.ts';
import { evaluateWith, type FixableInput, type Planned, type Refused, withTexts } from './round.ts';

export interface FixChoice {
  /** The highest allowed risk. */
  readonly risk: Risk;
  /** Override the values in configurations. */
  readonly values?: FixValueSet;
  /** Only fixes of these rules; empty for all. */
  readonly rules: readonly string[];
  readonly minSeverity: Severity;
  /** True for a known finding, for example one in the baseline; it gets no fix. */
  readonly isKnown: (finding: Finding) => boolean;
  /** True for a file that may be changed; by default true for every file of the inputs. */
  readonly isWritable?: (path: string) => boolean;
  /** See {@link EnvFileOwner}. */
  readonly isIgnoredByGit?: EnvFileOwner['isIgnoredByGit'];
  /** Decides about each possible fix; by default all fixes are applied. */
  readonly decide?: (finding: Finding, fix: Fix) => Decision;
}

/**
 * Whether to apply a fix. `ignore` suppresses the finding instead, with a comment and this reason.
 */
export type Decision = 'make' | 'leave' | { readonly ignore: string };

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly isNew?: true;
}

export interface FixRun {
  /** The changed files before and after, in the order in which they were found. */
  readonly files: readonly FixedFile[];
  readonly made: readonly Planned[];
  readonly withdrawn: readonly Refused[];
  /** Findings that new comments suppress, and findings without a place for a comment. */
  readonly ignored: readonly Finding[];
  readonly notIgnored: readonly Finding[];
  /** The number of fixes that the user declined. */
  readonly left: number;
  /** The number of findings whose fixes all exceed the allowed risk, by the lowest risk. */
  readonly hidden: ReadonlyMap<Risk, number>;
  /** The containers that need a value from the user, by the name of the value. */
  readonly valueless: ReadonlyMap<keyof FixValues, ReadonlySet<string>>;
  /** The number of findings per rule that are fixed only if the user names the rule. */
  readonly byName: ReadonlyMap<string, number>;
}

/**
 * Fixes inputs one after the other, extended files first, so that others inherit their fixes. Skips
 * fixes that would cause findings in another input. Writes nothing.
 */
export async function fixInputs(
  inputs: readonly Input[],
  settings: Settings,
  context: ParseContext,
  choice: FixChoice,
): Promise<FixRun> {
  const originals = new Map(inputs.flatMap(({ files }) => files.map(({ path, text }) => [path, text] as const)));
  const texts = new Map<string, string>();
  const isWritable = (file: string): boolean =>
    originals.has(file) && context.isOutside?.(file) !== true && choice.isWritable?.(file) !== false;
  const fixable = await fixableInputs(inputs, settings, context, choice, isWritable);
  const readers = await findReaders([...fixable.keys()]);
  const made: Planned[] = [];
  const withdrawn = new Map<string, Refused>();
  const left = new LeftFindings(choice);
  for (const { input, reads } of readers) {
    const others = readers.filter((other) => other.input !== input && isSharing(reads, other.reads));
    // Skip findings in files that were not requested: the report omits them too.
    const isAsked = (finding: Finding): boolean =>
      isWanted(finding, choice) && (fixable.get(input)?.reportedFor === undefined || isWritable(finding.location.path));
    const fixed = await fixInput({
      ...withTexts(input, texts),
      objection: createObjection(others, texts),
      choose: (finding) => {
        const fix = isAsked(finding) ? chooseFix(finding, choice) : undefined;
        return fix === undefined || (choice.decide?.(finding, fix) ?? 'make') === 'make' ? fix : undefined;
      },
    });
    for (const [changed, text] of fixed.texts) texts.set(changed, text);
    for (const unchosen of fixed.unchosen)
      if (isAsked(unchosen.finding))
        await left.addUnchosen(unchosen, (reason) => ignore(withTexts(input, texts), unchosen.finding, reason, texts));
    for (const finding of fixed.unfixable) if (isAsked(finding)) left.addUnfixable(finding);
    made.push(...fixed.made);
    // Use a key without the input, because inputs can share a text.
    for (const refused of fixed.withdrawn) withdrawn.set(placedKeyOf(refused.finding), refused);
  }
  return {
    files: changedFiles(texts, originals, context),
    made,
    withdrawn: [...withdrawn.values()],
    ...left.found(),
  };
}

/** The inputs that configurations don't ignore, prepared for fixing. */
async function fixableInputs(
  inputs: readonly Input[],
  settings: Settings,
  context: ParseContext,
  { values, isIgnoredByGit }: FixChoice,
  isWritable: (file: string) => boolean,
): Promise<ReadonlyMap<FixableInput, Input>> {
  const fixable = new Map<FixableInput, Input>();
  for (const input of inputs) {
    const { kind, files } = input;
    const path = files[0]?.path ?? '';
    const own = await settings.forFile(path);
    if (own.config !== undefined && isIgnored(own.config, path, context.workingDirectory ?? '')) continue;
    const one: FixableInput = {
      kind,
      files,
      context: contextOf(input, context),
      options: withValues(own.ruleOptions, values),
      isWritable,
      ...(isIgnoredByGit === undefined ? {} : { isIgnoredByGit }),
    };
    fixable.set(one, input);
  }
  return fixable;
}

/** Counts findings without an applied fix, by what a fix would require. */
class LeftFindings {
  readonly #choice: FixChoice;
  readonly #ignored: Finding[] = [];
  readonly #notIgnored: Finding[] = [];
  readonly #hidden = new Map<string, Risk>();
  readonly #byName = new Map<string, string>();
  readonly #valueless = new Map<keyof FixValues, Set<string>>();
  #left = 0;

  constructor(choice: FixChoice) {
    this.#choice = choice;
  }

  /**
   * Records a finding without a chosen fix. `ignore` writes a comment with the reason; false if
   * that is impossible.
   */
  async addUnchosen({ finding, fixes }: Unchosen, ignore: (reason: string) => Promise<boolean>): Promise<void> {
    const fix = chooseFix(finding, this.#choice);
    const decision = fix && this.#choice.decide?.(finding, fix);
    const isNamed = this.#choice.rules.includes(finding.rule);
    const least = leastRisk(isNamed ? fixes.map(({ isByName: _, ...each }) => each) : fixes);
    if (decision === 'leave') this.#left += 1;
    else if (typeof decision === 'object')
      ((await ignore(decision.ignore)) ? this.#ignored : this.#notIgnored).push(finding);
    else if (least !== undefined) this.#hidden.set(placedKeyOf(finding), least);
    else if (fixes.some(({ isByName, risk }) => isByName && isAtMost(risk, this.#choice.risk)))
      this.#byName.set(placedKeyOf(finding), finding.rule);
  }

  addUnfixable(finding: Finding): void {
    const value = missingValue(finding, this.#choice.risk);
    if (value === undefined) return;
    const names = getOrInsert(this.#valueless, value, () => new Set());
    for (const { name } of finding.subjects) names.add(name);
  }

  found(): Pick<FixRun, 'ignored' | 'notIgnored' | 'left' | 'hidden' | 'byName' | 'valueless'> {
    const rules = groupBy(this.#byName.values(), (rule) => rule);
    return {
      ignored: this.#ignored,
      notIgnored: this.#notIgnored,
      left: this.#left,
      valueless: this.#valueless,
      hidden: countRisks([...this.#hidden.values()]),
      byName: new Map([...rules].map(([rule, all]) => [rule, all.length])),
    };
  }
}

function withValues(options: RuleOptions, values: FixValueSet = []): RuleOptions {
  return values.length === 0 ? options : { ...options, fixValues: [...(options.fixValues ?? []), ...values] };
}

function missingValue({ rule }: Finding, limit: Risk): keyof FixValues | undefined {
  return ruleById(rule)?.fixes.find(({ value, risk }) => value !== undefined && isAtMost(risk, limit))?.value;
}

/** The changed files. Files that inputs depend on, such as `.env` and `.gitignore`, come first. */
function changedFiles(
  texts: ReadonlyMap<string, string>,
  originals: ReadonlyMap<string, string>,
  { files }: ParseContext,
): readonly FixedFile[] {
  const others = [...texts.keys()].filter((path) => !originals.has(path));
  return [...others, ...originals.keys()].flatMap((path): readonly FixedFile[] => {
    const original = originals.get(path);
    const read = original === undefined ? files.read(path) : { text: original };
    const before = 'text' in read ? read.text : '';
    const after = texts.get(path) ?? before;
    if (!('text' in read)) return [{ path, before, after, isNew: true }];
    return after === before ? [] : [{ path, before, after }];
  });
}

/** Writes a comment that suppresses a finding; false if that is impossible. */
async function ignore(
  input: FixableInput,
  finding: Finding,
  reason: string,
  texts: Map<string, string>,
): Promise<boolean> {
  // Find the finding again, because earlier changes may have moved it.
  const { parsed, results } = await evaluateWith(input, new Map());
  const same = results.findings.find((each) => keyOf(each) === keyOf(finding) && each.suppression === undefined);
  const edit = same === undefined ? undefined : await ignoreByComment(input, [same], 'here', reason);
  const text = edit === undefined ? undefined : parsed.texts.get(edit.path);
  if (edit === undefined || text === undefined) return false;
  texts.set(edit.path, applyEdits(text, [edit]));
  return true;
}

function countRisks(found: readonly Risk[]): ReadonlyMap<Risk, number> {
  const counts = RISKS.map((risk) => [risk, found.filter((each) => each === risk).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}

function keyOf({ rule, location, subjects, message }: Finding): string {
  return JSON.stringify([rule, location.path, subjects, message.what]);
}

/** Includes the place, because containers can have the same name, for example in scripts. */
function placedKeyOf(finding: Finding): string {
  return `${keyOf(finding)} ${finding.location.span.start}`;
}

/** An input, and the absolute paths of the files it reads. */
interface FileReading {
  readonly input: FixableInput;
  readonly reads: ReadonlySet<string>;
}

/** The inputs and the files they read; those with the fewest files come first. */
async function findReaders(inputs: readonly FixableInput[]): Promise<readonly FileReading[]> {
  const found: FileReading[] = [];
  for (const input of inputs) {
    const { kind, files, context } = input;
    const paths =
      inputs.length < 2 ? files.map(({ path }) => path) : (await parseInput(kind, files, context)).texts.keys();
    const reads = new Set(Array.from(paths, (path) => keyFrom(context, path)));
    // Even if the file is missing, fixing another project may create it.
    if (input.isIgnoredByGit !== undefined) reads.add(keyFrom(context, envFileOf(input)));
    found.push({ input, reads });
  }
  return found.sort((a, b) => a.reads.size - b.reads.size);
}

function keyFrom({ workingDirectory = '' }: ParseContext, path: string): string {
  return joinPath(workingDirectory, path);
}

function isSharing(reads: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const path of others) if (reads.has(path)) return true;
  return false;
}

/** Creates an objection to texts that would add results to other inputs. */
function createObjection(
  others: readonly FileReading[],
  current: ReadonlyMap<string, string>,
): NonNullable<FixableInput['objection']> {
  const before = new Map<FixableInput, Promise<Evaluated>>();
  const now = new Map(current);
  return async (texts, made) => {
    const changed = [...texts.keys()].filter((path) => texts.get(path) !== now.get(path));
    for (const { input, reads } of others) {
      if (!changed.some((path) => reads.has(keyFrom(input.context, path)))) continue;
      const name = input.files[0]?.path ?? '';
      if (input.context.orchestrator === 'swarm' && addedProxies(made).size > 0)
        return {
          reason: 'shared',
          message: `\`${name}\` is also a stack, where it may run on a different node than the proxy.`,
        };
      const old = await getOrInsert(before, input, () => evaluateWith(input, now));
      const after = await evaluateWith(input, new Map([...now, ...texts]));
      const found = newFindings(old, after, made)[0]?.withdrawal;
      const isRead = changed.some((path) => keyFrom(input.context, path) === keyFrom(input.context, envFileOf(input)));
      if (isRead && !areSame(old.parsed.subjects, after.parsed.subjects))
        return { reason: 'shared', message: `It would change a variable that \`${name}\` also reads.` };
      if (found !== undefined) return { ...found, message: `In \`${name}\`: ${found.message}` };
    }
    return undefined;
  };
}

function areSame(before: readonly Subject[], after: readonly Subject[]): boolean {
  return before.every((subject, at) => after[at] !== undefined && isAsChanged(subject, [], after[at]));
}

function isWanted(finding: Finding, { rules, minSeverity, isKnown }: FixChoice): boolean {
  return (
    (rules.length === 0 || isNamed(new Set(rules), finding.rule, finding.isMissing)) &&
    SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(minSeverity) &&
    !isKnown(finding)
  );
}
