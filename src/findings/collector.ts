import { type RuleOptions, ruleSettingOf } from '../config/policy.ts';
import { type RuleSetting, severityIn } from '../config/rule-settings.ts';
import type { Fix, Risk } from '../model/change.ts';
import type { Subject } from '../model/container.ts';
import type { Finding, InputProblem, RelatedLocation, SubjectName, Undecided } from '../model/finding.ts';
import type { Outcome } from '../rules/outcome.ts';
import type { Rule } from '../rules/rule.ts';
import { type Hop, isSameLocation, isWithin, type Place } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import type { Exceptions } from './exceptions.ts';
import { type Match, withMatch } from './suppression.ts';

type Fail = Extract<Outcome, { verdict: 'fail' }>;
type Open = Extract<Outcome, { verdict: 'undecided' }>;

/** The outcomes about one text: which subjects share it, and how they refer to it. */
interface Draft<O> {
  readonly rule: Rule;
  readonly outcome: O;
  readonly setting: RuleSetting;
  readonly subjects: SubjectName[];
  /** The keys of `subjects`; only set for several subjects. */
  keys: Set<string> | undefined;
  readonly related: RelatedLocation[];
  readonly match: Match | undefined;
  /** The fixes for each outcome, with the index of its subject. */
  readonly stated: { readonly index: number; readonly fixes: Fail['fixes'] }[];
}

/** Drafts by path, then by the properties that outcomes must share. */
type Drafts<O> = Map<string, Map<string, Draft<O>>>;

/** Keep only the first few places: thousands of services can share one anchor. */
const MAX_RELATED = 20;

/**
 * Collects outcomes, and merges those with the same rule, message, severity and place into one
 * finding for all containers.
 */
export class Collector {
  readonly #fails: Drafts<Fail> = new Map();
  readonly #opens: Drafts<Open> = new Map();
  readonly #exceptions: Exceptions;
  readonly #omitsFixes: boolean;

  constructor(exceptions: Exceptions, omitsFixes: boolean) {
    this.#exceptions = exceptions;
    this.#omitsFixes = omitsFixes;
  }

  /** `index` is the subject's index in its input. */
  add(rule: Rule, setting: RuleSetting, subject: Subject, index: number, outcome: Outcome): void {
    if (outcome.verdict === 'not-applicable') return;
    const { isMissing, place } = outcome;
    const match = this.#exceptions.match({
      rule: rule.id,
      location: place.location,
      subject,
      ...(isMissing === true ? { isMissing } : {}),
    });
    if (outcome.verdict === 'undecided') {
      if (match?.suppression !== undefined) return;
      const key = `${rule.id} ${spanKey(outcome.place)} ${outcome.reason}`;
      const draft = draftFor(this.#opens, key, rule, setting, outcome, match);
      addSubject(draft, subject);
      addRelated(draft, hopsToRelated(outcome.place.hops));
    } else {
      const key = `${rule.id} ${outcome.messageId} ${severityOf(rule, setting, outcome)} ${spanKey(outcome.place)} ${match?.suppression?.reason ?? ''} ${match?.note ?? ''}`;
      const draft = draftFor(this.#fails, key, rule, setting, withStackNote(outcome, subject), match);
      addSubject(draft, subject);
      draft.stated.push({ index, fixes: outcome.fixes });
      if (outcome.related.length > 0) addRelated(draft, outcome.related);
      if (outcome.place.hops.length > 0) addRelated(draft, hopsToRelated(outcome.place.hops));
    }
  }

  findings(): readonly Finding[] {
    return draftsIn(this.#fails).map(({ rule, setting, outcome, subjects, related, match, stated }) =>
      withMatch(
        {
          rule: rule.id,
          severity: severityOf(rule, setting, outcome),
          message: outcome.describe(subjects.slice(1).map(({ name }) => name)),
          location: outcome.place.location,
          related: fitted(related),
          subjects: fitted(subjects),
          ...(outcome.isMissing ? { isMissing: true } : {}),
          ...(this.#omitsFixes ? undefined : toFixes(stated)),
        },
        match,
      ),
    );
  }

  undecided(): readonly Undecided[] {
    return draftsIn(this.#opens).map(({ rule, outcome, subjects, related }) => ({
      rule: rule.id,
      reason: outcome.reason,
      variables: outcome.variables,
      location: outcome.place.location,
      related: fitted(related),
      subjects: fitted(subjects),
      ...(outcome.isMissing === true ? { isMissing: true } : {}),
    }));
  }
}

const IN_STACKS =
  '`docker stack deploy` would ignore this: if the file is a stack, list it under `stacks` in the configuration.';

/** Adds a sentence to the outcome if a swarm stack would ignore the setting. */
function withStackNote(outcome: Fail, subject: Subject): Fail {
  const { path, span } = outcome.place.location;
  const { ignoredByStacks: ignored = [] } = subject.kind === 'container' ? subject : {};
  if (!ignored.some((key) => key.path === path && isWithin(span, key.span))) return outcome;
  const describe: Fail['describe'] = (also) => {
    const message = outcome.describe(also);
    return { ...message, what: `${message.what} ${IN_STACKS}` };
  };
  return { ...outcome, describe };
}

const LESS = { safe: 'safe', low: 'safe', medium: 'low', high: 'medium' } as const satisfies Record<Risk, Risk>;

/**
 * The fixes that all subjects offer. Each one changes all subjects, and has the highest of their
 * risks.
 */
function toFixes(stated: Draft<Fail>['stated']): Pick<Finding, 'fixes'> {
  const fixes: Fix[] = [];
  const all = stated.map(({ index, fixes: own }) => ({ index, own: own() }));
  for (const { meta, title, lowered } of all[0]?.own ?? []) {
    const same = all.flatMap(({ index, own }) => {
      const fix = own.find((each) => each.meta === meta);
      return fix === undefined ? [] : [{ index, fix }];
    });
    if (same.length < all.length) continue;
    const isNamed = title !== undefined && same.every(({ fix }) => fix.title === title);
    const withheld = same.find(({ fix }) => fix.withheld !== undefined)?.fix.withheld;
    const isLowered = lowered !== undefined && same.every(({ fix }) => fix.lowered === lowered);
    fixes.push({
      title: isNamed ? title : meta.title,
      risk: isLowered ? LESS[meta.risk] : meta.risk,
      ...(meta.risk === 'safe' ? {} : { breaks: meta.breaks }),
      ...(isLowered ? { lowered } : {}),
      ...(same.some(({ fix }) => fix.isByName) ? { isByName: true } : {}),
      ...(withheld === undefined ? {} : { withheld }),
      changes: same.flatMap(({ index, fix }) => fix.changes.map((change) => ({ subject: index, change }))),
    });
  }
  return fixes.length === 0 ? {} : { fixes };
}

/** Copies the list to free spare capacity: findings stay in memory until the report is written. */
function fitted<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list.slice();
}

const NONE: readonly never[] = [];

/** Converts a problem to findings of the configured severity; none if its rule is off. */
export function problemToFindings(
  { id, severity, message, place, subject, fixes, isMinor }: InputProblem,
  options: RuleOptions,
  exceptions?: Exceptions,
): readonly Finding[] {
  const { location } = place;
  const setting = ruleSettingOf({ id }, options, { path: location.path, name: subject?.name });
  if (setting.severity === 'off') return [];
  const finding = {
    rule: id,
    severity: isMinor === true ? severity : (setting.severity ?? severity),
    message,
    location,
    related: hopsToRelated(place.hops),
    subjects: subject === undefined ? [] : [subject],
    ...(fixes === undefined ? {} : { fixes }),
  };
  return [withMatch(finding, exceptions?.match({ rule: id, location, subject }))];
}

function severityOf(rule: Rule, setting: RuleSetting, outcome: Fail): Finding['severity'] {
  const own = outcome.severity ?? rule.severity;
  const isHardening = outcome.isMissing || rule.severity === 'info';
  const severity = isHardening
    ? ((outcome.isMissing ? setting.missing : undefined) ?? severityIn(setting, own))
    : (setting.severity ?? own);
  return severity === 'off' ? own : severity;
}

function draftFor<O extends { readonly place: Place }>(
  drafts: Drafts<O>,
  key: string,
  rule: Rule,
  setting: RuleSetting,
  outcome: O,
  match: Draft<O>['match'],
): Draft<O> {
  const inText = getOrInsert(drafts, outcome.place.location.path, () => new Map<string, Draft<O>>());
  return getOrInsert(inText, key, () => ({
    rule,
    outcome,
    setting,
    subjects: [],
    keys: undefined,
    related: [],
    match,
    stated: [],
  }));
}

function draftsIn<O>(drafts: Drafts<O>): readonly Draft<O>[] {
  const all: Draft<O>[] = [];
  for (const inText of drafts.values()) for (const draft of inText.values()) all.push(draft);
  return all;
}

function addSubject(draft: Draft<unknown>, { kind, name }: Subject): void {
  if (draft.subjects.length > 0) {
    draft.keys ??= new Set(draft.subjects.map(subjectKey));
    const key = subjectKey({ kind, name });
    if (draft.keys.has(key)) return;
    draft.keys.add(key);
  }
  draft.subjects.push({ kind, name });
}

function subjectKey({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}

function addRelated(draft: Draft<unknown>, related: readonly RelatedLocation[]): void {
  for (const item of related) {
    if (draft.related.length >= MAX_RELATED) return;
    if (!draft.related.some(({ location }) => isSameLocation(location, item.location))) draft.related.push(item);
  }
}

function spanKey({ location: { span } }: Place): string {
  return `${span.start}-${span.end}`;
}

const NO_RELATED: readonly RelatedLocation[] = [];

/** The words in messages for each kind of hop. */
export const HOP_MESSAGES: Readonly<Record<Hop['kind'], string>> = {
  alias: 'used here through an alias',
  merge: 'merged here with `<<`',
  extends: 'inherited here with `extends`',
  include: 'included here',
  override: 'overridden or extended by a later file here',
  default: 'default value, used because the variable is not set',
  variable: 'used here',
  argument: 'passed here',
  part: 'part of the value is set here',
  branch: 'only on this code path',
  volume: 'the volume is mounted here',
  build: 'the image is built here',
  string: 'in this string',
  feature: 'set by this feature',
  given: 'value set here',
};

function hopsToRelated(hops: readonly Hop[]): readonly RelatedLocation[] {
  return hops.length === 0 ? NO_RELATED : hops.map(({ kind, location }) => ({ location, message: HOP_MESSAGES[kind] }));
}
