import { presetSetting, type PresetName, type RuleSetting } from './config/rule-settings.ts';
import type { Subject } from './model/container.ts';
import type { Finding, Problem, RelatedLocation, SubjectName, Undecided } from './model/finding.ts';
import type { Hop, Place } from './model/source.ts';
import { isSameLocation } from './model/source.ts';
import { detectKind, detectNameless, type InputKind } from './parsers/detect.ts';
import { parseInput } from './parsers/index.ts';
import type { FileReader, ParseContext, Parsed, SourceFile } from './parsers/parsed.ts';
import { RULES } from './rules/index.ts';
import type { Outcome, Rule } from './rules/rule.ts';

/** How the rules are applied. */
export interface RuleOptions {
  /** Default `recommended`. */
  readonly preset?: PresetName;
  /** By rule id, over the preset. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

/** What a rule says of one container or exec, in the terms of an audit. */
export type Verdict = 'pass' | 'fail' | 'undecided' | 'not-applicable';

/** One container or exec and each rule's verdict on it. */
export interface SubjectResult {
  readonly subject: Subject;
  /** By rule id, in the benchmark's order; rules that are off, or are not about its kind, are left out. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** What was found in one input: a file, or the files of one Compose project. */
export interface LintResult {
  readonly kind: InputKind;
  /** The names of the files that were given; those reached by `extends` or `include` are in `texts`. */
  readonly paths: readonly string[];
  readonly subjects: readonly SubjectResult[];
  /** By file, then by place. */
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Every text that a location names, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Text in, findings out: the one way from an input to its findings, for the command line, the library and editors alike. Several
 * files are one Compose project. Never throws for what a file holds: what can't be parsed is a finding.
 */
export async function lintInput(kind: InputKind, files: readonly SourceFile[], context: ParseContext, options: RuleOptions = {}): Promise<LintResult> {
  const parsed = await parseInput(kind, files, context);
  return { kind, paths: files.map(({ path }) => path), ...judge(parsed, options), texts: parsed.texts };
}

/** A reader for text that stands alone: no file that it names can be read. */
export const NO_FILES: FileReader = { read: () => ({ failure: 'missing' }) };

/**
 * Lints one text under a name: what it is, is told by the name and the text (see `detectKind`), or else by the text alone.
 * `context` gives the files that it may name and the values of variables; left out, there are none.
 */
export async function lintText(source: SourceFile, options: RuleOptions = {}, context: ParseContext = { files: NO_FILES, environment: new Map() }): Promise<LintResult> {
  return lintInput(detectKind(source) ?? detectNameless(source.text), [source], context, options);
}

/** Applies the rules to what was parsed. Pure. */
export function judge(parsed: Parsed, options: RuleOptions): Pick<LintResult, 'subjects' | 'findings' | 'undecided'> {
  const findings = new Map<string, FindingDraft>();
  const undecided = new Map<string, UndecidedDraft>();
  const peers = parsed.subjects.filter((subject) => subject.kind === 'container');
  const settings = RULES.map((rule) => ({ rule, setting: settingOf(rule, options) })).filter(({ setting }) => setting.severity !== 'off');

  const subjects = parsed.subjects.map((subject): SubjectResult => {
    const verdicts = new Map<string, Verdict>();
    for (const { rule, setting } of settings) {
      if (!rule.about.includes(subject.kind)) continue;
      const outcomes = [...rule.run(subject, peers, setting.options ?? {})];
      verdicts.set(rule.id, toVerdict(outcomes));
      for (const outcome of outcomes) {
        if (outcome.verdict === 'fail') addFinding(findings, rule, setting, subject, outcome);
        if (outcome.verdict === 'undecided') addUndecided(undecided, rule, subject, outcome);
      }
    }
    return { subject, verdicts };
  });

  return {
    subjects,
    findings: [...parsed.problems.map(problemToFinding), ...[...findings.values()].map(draftToFinding)].sort(byPlace),
    undecided: [...undecided.values()].map(draftToUndecided).sort(byPlace),
  };
}

/** What is in force for a rule: the preset's word and the options' over it. */
export function settingOf(rule: Rule, { preset = 'recommended', rules = {} }: RuleOptions): RuleSetting {
  const base = presetSetting(preset, rule);
  const own = rules[rule.id];
  if (own === undefined) return base;
  // A rule that a preset leaves out comes back when it is given options or a severity of its own.
  return { ...own, options: { ...base.options, ...own.options } };
}

function toVerdict(outcomes: readonly Outcome[]): Verdict {
  const order = ['fail', 'undecided', 'not-applicable'] as const;
  return order.find((verdict) => outcomes.some((outcome) => outcome.verdict === verdict)) ?? 'pass';
}

type Fail = Extract<Outcome, { verdict: 'fail' }>;

interface FindingDraft {
  readonly rule: Rule;
  readonly setting: RuleSetting;
  readonly outcome: Fail;
  readonly subjects: SubjectName[];
  readonly related: RelatedLocation[];
}

interface UndecidedDraft {
  readonly rule: Rule;
  readonly outcome: Extract<Outcome, { verdict: 'undecided' }>;
  readonly subjects: SubjectName[];
  readonly related: RelatedLocation[];
}

/** Subjects that share a text share its finding: the same rule, message and place. */
function addFinding(drafts: Map<string, FindingDraft>, rule: Rule, setting: RuleSetting, subject: Subject, outcome: Fail): void {
  const key = [rule.id, outcome.messageId, outcome.severity, placeKey(outcome.place)].join(' ');
  const draft = drafts.get(key);
  const related = [...outcome.related, ...hopsToRelated(outcome.place.hops)];
  if (draft === undefined) {
    drafts.set(key, { rule, setting, outcome, subjects: [nameOf(subject)], related });
    return;
  }
  addSubject(draft.subjects, subject);
  addRelated(draft.related, related);
}

function addUndecided(drafts: Map<string, UndecidedDraft>, rule: Rule, subject: Subject, outcome: UndecidedDraft['outcome']): void {
  const key = [rule.id, placeKey(outcome.place), outcome.reason].join(' ');
  const draft = drafts.get(key);
  const related = hopsToRelated(outcome.place.hops);
  if (draft === undefined) {
    drafts.set(key, { rule, outcome, subjects: [nameOf(subject)], related });
    return;
  }
  addSubject(draft.subjects, subject);
  addRelated(draft.related, related);
}

function placeKey({ location: { path, span } }: Place): string {
  return `${span.start}-${span.end} ${path}`;
}

function nameOf({ kind, name }: Subject): SubjectName {
  return { kind, name };
}

function addSubject(subjects: SubjectName[], { kind, name }: Subject): void {
  if (!subjects.some((other) => other.kind === kind && other.name === name)) subjects.push({ kind, name });
}

/** The first ways to a text tell enough; a thousand services behind one anchor need not be a thousand places. */
const MAX_RELATED = 20;

function addRelated(related: RelatedLocation[], more: readonly RelatedLocation[]): void {
  for (const item of more) {
    if (related.length >= MAX_RELATED) return;
    if (!related.some(({ location }) => isSameLocation(location, item.location))) related.push(item);
  }
}

const HOP_MESSAGES: Readonly<Record<Hop['kind'], string>> = {
  alias: 'used here through an alias',
  merge: 'merged in here',
  extends: 'extended here',
  include: 'included here',
  override: 'a later file adds to it here',
  default: 'the default of this expression, which nothing sets',
  variable: 'used here',
  argument: 'passed here',
  branch: 'only on this way through the script',
  volume: 'the volume is mounted here',
  string: 'inside this string',
};

function hopsToRelated(hops: readonly Hop[]): RelatedLocation[] {
  return hops.map(({ kind, location }) => ({ location, message: HOP_MESSAGES[kind] }));
}

function draftToFinding({ rule, setting, outcome, subjects, related }: FindingDraft): Finding {
  const severity = setting.severity === undefined || setting.severity === 'off' ? (outcome.severity ?? rule.severity) : setting.severity;
  const message = outcome.describe(subjects.slice(1).map(({ name }) => name));
  return { rule: rule.id, severity, message, location: outcome.place.location, related, subjects };
}

function draftToUndecided({ rule, outcome, subjects, related }: UndecidedDraft): Undecided {
  return { rule: rule.id, reason: outcome.reason, location: outcome.place.location, related, subjects };
}

function problemToFinding({ id, severity, message, place, subject }: Problem): Finding {
  return { rule: id, severity, message, location: place.location, related: hopsToRelated(place.hops), subjects: subject === undefined ? [] : [subject] };
}

const RULE_ORDER: ReadonlyMap<string, number> = new Map(RULES.map(({ id }, index) => [id, index]));

function byPlace(a: Finding | Undecided, b: Finding | Undecided): number {
  if (a.location.path !== b.location.path) return a.location.path < b.location.path ? -1 : 1;
  return (
    a.location.span.start - b.location.span.start ||
    a.location.span.end - b.location.span.end ||
    (RULE_ORDER.get(a.rule) ?? -1) - (RULE_ORDER.get(b.rule) ?? -1)
  );
}
