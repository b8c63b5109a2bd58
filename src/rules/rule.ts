import { type Change, DEFAULT_FIX_VALUES, type Fix, type FixMeta, type FixValues } from '../model/change.ts';
import { type Container, dialectOf, type Exec, isUpdate, type Subject } from '../model/container.ts';
import type { Message, RelatedLocation, Severity } from '../model/finding.ts';
import { isCertain, type Place } from '../text/location.ts';
import type { Unknown } from '../text/setting.ts';
import type { Reference } from './references.ts';
import { type Demand, type Doubt, unknownReason, unresolvedReason, variablesIn } from './shared/demand.ts';
import { toVoice, type Voice } from './shared/voice.ts';

/** What a rule found for one container, exec or build. No outcome at all is a pass. */
export type Outcome =
  | {
      readonly verdict: 'fail';
      readonly place: Place;
      /** The key of the message in the rule's table. */
      readonly messageId: string;
      /** The message; `also` names further subjects that have the same text, so that they share one finding. */
      readonly describe: (also?: readonly string[]) => Message;
      /** Where it differs from the rule's own. */
      readonly severity: Severity | undefined;
      readonly related: readonly RelatedLocation[];
      /** The ways to fix it in this subject, the best first. */
      readonly fixes: readonly OutcomeFix[];
    }
  | ({ readonly verdict: 'undecided' } & Doubt)
  | { readonly verdict: 'not-applicable'; readonly reason: string };

/** A fix as a rule states it: changes of the subject that the outcome is about. */
export interface OutcomeFix extends Pick<Fix, 'title' | 'applicability' | 'breaks'> {
  readonly changes: readonly Change[];
}

/** Builds one message; `Data` is what it needs to know beyond its subject. */
export type MessageBuilder<Data> = (voice: Voice, data: Data) => Message;
/** A rule's messages by id; `D` maps each id to the data that its message needs. */
export type Messages<D> = { readonly [K in keyof D]: MessageBuilder<D[K]> };

/** The changes of a fix by the name that the rule's table of fixes has for it. */
export interface StatedFix<F extends string> {
  readonly id: F;
  readonly changes: readonly Change[];
}

export interface FailDetail<F extends string> {
  readonly severity?: Severity;
  readonly related?: readonly RelatedLocation[];
  /** False where only one of several candidates is bad; a place on a branch says so by itself. */
  readonly isCertain?: boolean;
  /** The ways to fix it, the best first; left out where only a person knows one. */
  readonly fixes?: readonly StatedFix<F>[];
}

/** What a check is given beside its subject. */
export interface CheckContext<D, Options, F extends string = string> {
  readonly options: Options;
  /** What fixes set where the value is for the user to choose. */
  readonly values: FixValues;
  /** All containers of the same file or project, for namespaces that are shared by name. */
  readonly peers: readonly Container[];
  readonly fail: <K extends keyof D & string>(
    place: Place,
    messageId: K,
    data: D[K],
    detail?: FailDetail<F>,
  ) => Outcome;
  /** For what the subject lacks, marked at its name; undecided where more options can still arrive. */
  readonly missing: <K extends keyof D & string>(messageId: K, data: D[K], detail?: FailDetail<F>) => Outcome;
  readonly undecided: (place: Place, reason: string, variables?: readonly string[]) => Outcome;
  /** Undecided because a value is unknown; `what` names the value, such as "The memory limit". */
  readonly unknownValue: (what: string, setting: Unknown<unknown>) => Outcome;
  /** The outcome of a demand: none where it is met. */
  readonly decide: <T>(
    demand: Demand<T>,
    outcomes: { absent: () => Outcome; unmet: (unmet: { readonly value: T; readonly place: Place }) => Outcome },
  ) => Iterable<Outcome>;
  readonly notApplicable: (reason: string) => Outcome;
}

/** What is known of a rule without running it. */
export interface RuleMeta {
  /** Names the bad thing; never changes. */
  readonly id: string;
  /** Where others ask for the same: an item of the benchmark, another text, or nothing. */
  readonly references: readonly Reference[];
  /** The severity of an outcome that does not give its own. */
  readonly severity: Severity;
  /** 0 to 10, for SARIF; the page gives the reason. */
  readonly securitySeverity: number;
  /** One short sentence that names the bad thing, without a full stop; the page's title. */
  readonly title: string;
  /** What is asked for, as a statement without *not* or *no*, so that pass and fail can stand beside it; without a full stop, at most 37 characters. */
  readonly recommendation: string;
  /** The fixes that it can state; none where only a person knows one. */
  readonly fixes: readonly FixMeta[];
}

interface RuleDefinition<S, D, Options extends object, F extends string> extends Omit<RuleMeta, 'fixes'> {
  /** The fixes that it states, by name; left out where only a person knows one. */
  readonly fixes?: Readonly<Record<F, FixMeta>>;
  /** The options and their defaults. */
  readonly options: Options;
  /** Options for those who read the benchmark strictly: of the presets `cis-level-2` and `all`. */
  readonly strictOptions?: Partial<Options>;
  /** Options that turn every optional check on: of the preset `all`, over the strict ones. */
  readonly everyOption?: Partial<Options>;
  /** JSON Schema of each option (the `properties` of an object). */
  readonly optionSchemas: { readonly [K in keyof Options]: object };
  readonly messages: Messages<D>;
  check(subject: S, context: CheckContext<D, Options, F>): Iterable<Outcome>;
}

/** A rule. Pure: the same model and options give the same outcomes. */
export interface Rule extends RuleMeta {
  /** The kinds of subject that it is evaluated on. */
  readonly about: readonly Subject['kind'][];
  /** The options and their defaults. */
  readonly options: object;
  /** Options for those who read the benchmark strictly. */
  readonly strictOptions: object;
  /** Options that turn every optional check on. */
  readonly everyOption: object;
  /** JSON Schema of each option. */
  readonly optionSchemas: Readonly<Record<string, object>>;
  readonly messageIds: readonly string[];
  /**
   * What it finds for a subject; nothing for a subject of another kind. `peers` are the containers of the same input; `options`
   * are merged over the defaults and taken to be valid by the rule's schemas.
   */
  run(subject: Subject, peers: readonly Container[], options: object, values?: FixValues): Iterable<Outcome>;
}

export function defineContainerRule<D, Options extends object, F extends string = never>(
  definition: RuleDefinition<Container, D, Options, F>,
): Rule {
  return toRule(definition, ['container'], (subject, context) =>
    subject.kind === 'container' ? definition.check(subject, context) : [],
  );
}

export function defineExecRule<D, Options extends object, F extends string = never>(
  definition: RuleDefinition<Exec, D, Options, F>,
): Rule {
  return toRule(definition, ['exec'], (subject, context) =>
    subject.kind === 'exec' ? definition.check(subject, context) : [],
  );
}

/** A rule over several kinds of subject. */
export function defineSubjectRule<K extends Subject['kind'], D, Options extends object, F extends string = never>(
  kinds: readonly K[],
  definition: RuleDefinition<Extract<Subject, { kind: K }>, D, Options, F>,
): Rule {
  const isAbout = (subject: Subject): subject is Extract<Subject, { kind: K }> =>
    kinds.some((kind) => kind === subject.kind);
  return toRule(definition, kinds, (subject, context) => (isAbout(subject) ? definition.check(subject, context) : []));
}

function toRule<S, D, Options extends object, F extends string>(
  definition: RuleDefinition<S, D, Options, F>,
  about: Rule['about'],
  check: (subject: Subject, context: CheckContext<D, Options, F>) => Iterable<Outcome>,
): Rule {
  const { id, references, severity, securitySeverity, title, recommendation, messages } = definition;
  const { options, strictOptions = {}, everyOption = {}, optionSchemas, fixes } = definition;
  const metas: { readonly [K in F]?: FixMeta } = fixes ?? {};
  // Nearly every subject of a run is evaluated with the same options.
  let last: { readonly given: object; readonly merged: Options } = { given: options, merged: options };
  const withDefaults = (given: object): Options => {
    if (last.given !== given) last = { given, merged: { ...options, ...given } };
    return last.merged;
  };
  return {
    ...{ id, references, severity, securitySeverity, title, recommendation },
    ...{ options, strictOptions, everyOption, optionSchemas: { ...optionSchemas } },
    fixes: Object.values<FixMeta>(fixes ?? {}),
    about,
    messageIds: Object.keys(messages),
    run: (subject, peers, given, values = DEFAULT_FIX_VALUES) =>
      check(subject, toContext(subject, messages, metas, withDefaults(given), peers, values)),
  };
}

const undecided = (place: Place, reason: string, variables: readonly string[] = NO_VARIABLES): Outcome => ({
  verdict: 'undecided',
  place,
  reason,
  variables,
});
const unknownValue = (what: string, setting: Unknown<unknown>): Outcome =>
  undecided(setting.place, unknownReason(what, setting), variablesIn(setting.pattern));
const notApplicable = (reason: string): Outcome => ({ verdict: 'not-applicable', reason });
/** What is missing protects a host and its other containers over time, or keeps a service up: neither is so for what is thrown away. */
const FOR_ONE_JOB = 'It is created for one job, and removed with it.';
const FOR_A_POD = 'A pod runs nothing itself; this is for its containers to have.';
const UPDATED = 'It changes what is there: what it does not name stays as it was.';
const NO_VARIABLES: readonly string[] = [];
const NO_RELATED: readonly RelatedLocation[] = [];
const NO_FIXES: readonly OutcomeFix[] = [];
const NO_OUTCOMES: readonly Outcome[] = [];

const decide: CheckContext<unknown, unknown>['decide'] = (demand, { absent, unmet }) => {
  switch (demand.kind) {
    case 'met':
      return NO_OUTCOMES;
    case 'absent':
      return [absent()];
    case 'unmet':
      return [unmet(demand)];
    case 'undecided':
      return [undecided(demand.place, demand.reason, demand.variables)];
  }
};

/** Made for each subject of each rule: what depends on neither is made once. */
function toContext<D, Options, F extends string>(
  subject: Subject,
  messages: Messages<D>,
  metas: { readonly [K in F]?: FixMeta },
  options: Options,
  peers: readonly Container[],
  values: FixValues,
): CheckContext<D, Options, F> {
  // A container that is there is not changed: it is fixed where it is created.
  const isWritten = dialectOf(subject.origin) !== 'inspect';
  const toFixes = (stated: readonly StatedFix<F>[]): readonly OutcomeFix[] => {
    const fixes: OutcomeFix[] = [];
    for (const { id, changes } of isWritten ? stated : []) {
      const meta = metas[id];
      // Spelled out, as nothing else of a run is made so often.
      if (meta?.applicability === 'safe') fixes.push({ title: meta.title, applicability: 'safe', changes });
      else if (meta !== undefined)
        fixes.push({ title: meta.title, applicability: 'unsafe', breaks: meta.breaks, changes });
    }
    return fixes;
  };
  const fail: CheckContext<D, Options, F>['fail'] = (place, messageId, data, detail) => {
    const certain = (detail?.isCertain ?? true) && isCertain(place);
    const describe = (also: readonly string[] = []): Message =>
      messages[messageId](toVoice(subject, place, also, certain), data);
    return {
      verdict: 'fail',
      place,
      messageId,
      describe,
      severity: detail?.severity,
      related: detail?.related ?? NO_RELATED,
      fixes: detail?.fixes === undefined ? NO_FIXES : toFixes(detail.fixes),
    };
  };
  return {
    options,
    values,
    peers,
    fail,
    missing(messageId, data, detail) {
      if (subject.kind === 'container' && subject.lifetime === 'job') return notApplicable(FOR_ONE_JOB);
      if (subject.kind === 'container' && subject.isPod === true) return notApplicable(FOR_A_POD);
      if (isUpdate(subject.origin)) return notApplicable(UPDATED);
      const unresolved = unresolvedReason(subject);
      return unresolved === undefined
        ? fail(subject.place, messageId, data, detail)
        : undecided(unresolved.place, unresolved.reason, unresolved.variables);
    },
    undecided,
    unknownValue,
    decide,
    notApplicable,
  };
}
