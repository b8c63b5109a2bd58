import { type RuleOptions, ruleSettingOf } from '../config/policy.ts';
import type { RuleSetting } from '../config/rule-settings.ts';
import { type KnownImage, knownImage } from '../images/known-image.ts';
import { IMAGE_TABLE } from '../images/table.ts';
import { type FixValues, fixValuesFor } from '../model/change.ts';
import type { Container, EngineFacts, Origin, Subject } from '../model/container.ts';
import type { Finding, InputProblem, Undecided } from '../model/finding.ts';
import { type Lifetime, lifetimeOf } from '../model/lifetime.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import type { RuleInput } from '../rules/context.ts';
import { findRule, RULES, rulesWith } from '../rules/index.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import type { Covered, Outcome } from '../rules/outcome.ts';
import { NO_OUTCOMES, type Rule } from '../rules/rule.ts';
import { unresolvedReason } from '../rules/shared/demand.ts';
import { isSameLocation, type Location } from '../text/location.ts';
import { valueOf } from '../text/setting.ts';
import { defined } from '../util/objects.ts';
import { Collector, problemToFindings } from './collector.ts';
import { Comments, unusedInComment } from './comments.ts';
import { Exceptions } from './exceptions.ts';
import { commonInForce, type InForce, inForce, type Verdict, Verdicts } from './in-force.ts';
import { findingsAbout, withMatch } from './suppression.ts';

export type { Verdict };

/** The verdicts of all rules on one container, exec or build. */
export interface SubjectResult {
  readonly kind: Subject['kind'];
  readonly name: string;
  readonly origin: Origin;
  /** The purpose of a container: see `lifetimeOf`. */
  readonly lifetime?: Lifetime | 'unknown';
  readonly location: Location;
  /**
   * By rule id, in the benchmark's order. Inapplicable rules and rules that are off have no
   * verdict. Suppressions don't change verdicts.
   */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /**
   * For failed or undecided rules without own report: the rule that reports the same in more
   * detail.
   */
  readonly reportedBy?: Readonly<Record<string, string>>;
  /** The identity of the container, if `docker inspect` printed it. */
  readonly inspected?: InspectedFacts;
}

/** The identity of an existing container. */
export interface InspectedFacts extends Pick<EngineFacts, 'id' | 'madeFrom'> {
  /** The hostname that its processes see. */
  readonly hostname?: string;
}

/** The results of the rules for an input. */
export interface RuleResults {
  readonly subjects: readonly SubjectResult[];
  /** By file, then by place. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /**
   * The exceptions that matched something, and the items of their lists that did (see
   * `Exceptions`).
   */
  readonly usedExceptions: readonly string[];
}

export interface EvaluationOptions {
  readonly isTracked?: RuleInput['isTracked'];
  readonly workingDirectory?: string | undefined;
  /** The rules to apply; by default, all. */
  readonly only?: ReadonlySet<string>;
  /** True if no report shows the fixes. */
  readonly omitsFixes?: boolean | undefined;
}

/** Applies the rules to a parsed input, then the suppressions to the findings. Pure. */
export function evaluate(
  parsed: Parsed,
  options: RuleOptions,
  { isTracked = () => false, workingDirectory, only, omitsFixes = false }: EvaluationOptions = {},
): RuleResults {
  const all = rulesWith(options.ownRules);
  const rules = only === undefined ? all : all.filter(({ id }) => only.has(id));
  const printing: RuleInput['printing'] = { workingDirectory, fromOutside: parsed.values.fromOutside ?? [] };
  const exceptions = new Exceptions(options);
  const collector = new Collector(exceptions, omitsFixes);
  const peers = parsed.subjects.filter((subject) => subject.kind === 'container');
  const hasOverrides = options.overrides !== undefined && options.overrides.length > 0;
  const always = hasOverrides
    ? undefined
    : only === undefined
      ? commonInForce(rules, options)
      : inForce(rules, options);

  const results = parsed.subjects.map((subject, index) =>
    evaluateSubject(subject, index, { rules, options, always, collector, peers, isTracked, printing }),
  );
  const subjects = results.filter(({ kind, verdicts }) => kind !== 'build' || verdicts.size > 0);

  const toFindings = (problem: InputProblem): readonly Finding[] => problemToFindings(problem, options, exceptions);
  const found = [...parsed.problems.flatMap(toFindings), ...collector.findings()];
  const comments = new Comments(
    options.ignoresSuppressions === true || options.ignoresComments === true ? [] : (parsed.comments ?? []),
    (name) => findRule(name, options.edition)?.id ?? name,
    { ownRules: options.ownRules, areAll: options.floor !== undefined },
  );
  const findings = found.map((finding) => withMatch(finding, comments.match(finding)));
  const undecided = collector.undecided().filter((question) => comments.match(question)?.suppression === undefined);
  const isOn = (id: string): boolean =>
    isInputRuleId(id)
      ? ruleSettingOf({ id }, options).severity !== 'off'
      : subjects.some(({ verdicts }) => verdicts.has(id));
  const limited = new Set(
    parsed.problems.filter(({ id }) => id === 'syntax/limit').map(({ place }) => place.location.path),
  );
  const aboutComments = findingsAbout(
    comments,
    isOn,
    // Don't report comments in partly read files: they may apply to the unread rest.
    (entry) => (limited.has(entry.comment.location.path) ? [] : toFindings(unusedInComment(entry))),
    comments.problems.flatMap(toFindings),
  );
  return {
    subjects,
    // Problems in a sourced script are reported when the script itself is linted. Comments in a
    // Dockerfile may apply to another image built from it.
    findings: [
      ...findings,
      ...aboutComments.filter(
        ({ location: { path } }) => parsed.sourced?.has(path) !== true && parsed.dockerfiles?.has(path) !== true,
      ),
    ].sort(byPlace),
    undecided: undecided.sort(byPlace),
    usedExceptions: exceptions.used(),
  };
}

/** State that the subjects of an input share. */
interface Evaluation extends Pick<RuleInput, 'isTracked' | 'printing'> {
  readonly rules: readonly Rule[];
  readonly options: RuleOptions;
  /** The rules in force for every subject; `undefined` if overrides make them differ. */
  readonly always: InForce | undefined;
  readonly collector: Collector;
  readonly peers: readonly Container[];
}

function evaluateSubject(
  subject: Subject,
  index: number,
  { rules, options, always, collector, peers, isTracked, printing }: Evaluation,
): SubjectResult {
  let known: KnownImage | undefined;
  const image = (): KnownImage => {
    known ??= subject.kind === 'container' ? knownImage(subject, { lock: options.imageLock, table: IMAGE_TABLE }) : {};
    return known;
  };
  const target = { path: subject.place.location.path, name: subject.name };
  const values = options.fixValues === undefined ? NO_VALUES : fixValuesFor(options.fixValues, subject.name);
  const outcomes: Found[] = [];
  const instead = new Map<string, string>();
  const own = always ?? inForce(rules, options, target);
  const verdicts = new Verdicts(own);
  const input = { options: NO_OPTIONS, values, peers, asksEverybody: false, image, isTracked, printing };
  let position = -1;
  for (const { rule, setting, about, isOwn } of own.rules) {
    position += 1;
    const isPart = setting.isOnlyMissing === true || setting.missing === 'off';
    if (!about.includes(subject.kind)) {
      // The benchmark has no checks for builds.
      if (subject.kind !== 'build' && !isOwn && !isPart) verdicts.row[position] = 'not-applicable';
      continue;
    }
    let verdict: Verdict = 'pass';
    // Reuse one object: all outcomes are read before the next rule changes it.
    input.options = setting.options ?? NO_OPTIONS;
    input.asksEverybody = setting.asksEverybody === true;
    const found = rule.run(subject, input);
    // With only a part of its checks, a rule can fail, but not pass.
    const passed = isPart ? undefined : 'pass';
    if (found === NO_OUTCOMES) {
      verdicts.row[position] = passed;
      continue;
    }
    for (const outcome of found) {
      if (!isReported(setting, outcome)) continue;
      if (RANKS[outcome.verdict] > RANKS[verdict]) verdict = outcome.verdict;
      if (outcome.verdict !== 'not-applicable') outcomes.push({ rule, setting, outcome });
      else if (outcome.reportedBy !== undefined) instead.set(rule.id, outcome.reportedBy);
    }
    verdicts.row[position] = verdict === 'pass' ? passed : verdict;
  }
  for (const [id, by] of instead) {
    if (verdicts.get(by) !== 'fail') instead.delete(id);
    else if (verdicts.get(id) === 'not-applicable') verdicts.set(id, 'fail');
  }
  for (const rule of own.dependent) setOff(rule, subject, verdicts, instead);
  leaveOpen(own.rules, subject, verdicts, instead, outcomes);
  const covered = coveredBy(outcomes);
  const reported = new Set<string>();
  for (const { rule, setting, outcome } of outcomes) {
    const by = covered.length === 0 ? undefined : covered.find((one) => isCovered(rule, outcome, one))?.by;
    if (by !== undefined) instead.set(rule.id, by);
    else collector.add(rule, setting, subject, index, outcome);
    if (by === undefined && outcome.verdict === 'fail') reported.add(rule.id);
  }
  const { kind, name, origin, place } = subject;
  const lifetime = kind === 'container' ? { lifetime: valueOf(lifetimeOf(subject)) ?? ('unknown' as const) } : {};
  return {
    kind,
    name,
    origin,
    ...lifetime,
    location: place.location,
    verdicts: verdicts.shared(),
    ...(instead.size === 0 ? {} : { reportedBy: Object.fromEntries([...instead].filter(([id]) => !reported.has(id))) }),
    ...(subject.kind === 'container' ? inspectedOf(subject) : {}),
  };
}

function isReported({ missing, isOnlyMissing }: RuleSetting, outcome: Outcome): boolean {
  if (outcome.verdict === 'not-applicable') return true;
  return outcome.isMissing === true ? missing !== 'off' : isOnlyMissing !== true;
}

const NO_VALUES: FixValues = {};
const NO_OPTIONS = {};

function inspectedOf({ engine, config: { hostname } }: Container): Pick<SubjectResult, 'inspected'> {
  if (engine === undefined) return {};
  const { id, madeFrom } = engine;
  return { inspected: defined({ id, madeFrom, hostname: valueOf(hostname) }) };
}

/**
 * Applies `offWith`: if another rule finds that a rule's protection is disabled, the rule fails or
 * is undecided too.
 */
function setOff(rule: Rule, subject: Subject, verdicts: Verdicts, instead: Map<string, string>): void {
  const { id, offWith = [] } = rule;
  const verdict = verdicts.get(id);
  if (verdict !== 'pass' && verdict !== 'not-applicable') return;
  const by =
    offWith.find((one) => verdicts.get(one) === 'fail') ??
    (verdict === 'pass' ? offWith.find((one) => verdicts.get(one) === 'undecided') : undefined);
  const other = by === undefined ? undefined : verdicts.get(by);
  if (by === undefined || other === undefined || rule.staysOn(subject)) return;
  verdicts.set(id, other);
  instead.set(id, by);
}

/**
 * An unresolved word may be any option, so rules that pass become undecided. The rule that reports
 * the word reports this, or else the first one.
 */
function leaveOpen(
  rules: InForce['rules'],
  subject: Subject,
  verdicts: Verdicts,
  instead: Map<string, string>,
  outcomes: Found[],
): void {
  const doubt = unresolvedReason(subject);
  // The benchmark has no checks for builds.
  if (doubt === undefined || subject.kind === 'build') return;
  const open = rules.filter(
    ({ rule }) => rule.own === undefined && rule.isAboutImage !== true && verdicts.get(rule.id) === 'pass',
  );
  const [first] = open;
  if (first === undefined) return;
  const asking = outcomes.find(
    ({ outcome }) => outcome.verdict === 'undecided' && isSameLocation(outcome.place.location, doubt.place.location),
  );
  const { rule, setting } = first;
  if (asking === undefined) outcomes.push({ rule, setting, outcome: { verdict: 'undecided', ...doubt } });
  const by = (asking ?? first).rule.id;
  for (const each of open) {
    verdicts.set(each.rule.id, 'undecided');
    if (each.rule.id !== by) instead.set(each.rule.id, by);
  }
}

type Reported = Exclude<Outcome, { verdict: 'not-applicable' }>;

interface Found {
  readonly rule: Rule;
  readonly setting: RuleSetting;
  readonly outcome: Reported;
}

/** Findings to leave out, because another rule (`by`) covers them in more detail. */
function coveredBy(outcomes: readonly Found[]): readonly (Covered & { readonly by: string })[] {
  return outcomes.flatMap(({ rule, outcome }) =>
    outcome.verdict === 'fail' ? outcome.covers.map((one) => ({ ...one, by: rule.id })) : [],
  );
}

function isCovered({ id }: Rule, outcome: Reported, { rule, place }: Covered): boolean {
  return outcome.verdict === 'fail' && rule === id && isSameLocation(place.location, outcome.place.location);
}

/** A rule's highest verdict counts. */
const RANKS: Readonly<Record<Verdict, number>> = { pass: 0, 'not-applicable': 1, undecided: 2, fail: 3 };

const RULE_ORDER: ReadonlyMap<string, number> = new Map(RULES.map(({ id }, index) => [id, index]));

function byPlace(a: Finding | Undecided, b: Finding | Undecided): number {
  if (a.location.path !== b.location.path) return a.location.path < b.location.path ? -1 : 1;
  return (
    a.location.span.start - b.location.span.start ||
    a.location.span.end - b.location.span.end ||
    (RULE_ORDER.get(a.rule) ?? -1) - (RULE_ORDER.get(b.rule) ?? -1)
  );
}
