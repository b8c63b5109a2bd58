import type { KnownImage } from '../images/known-image.ts';
import {
  type Change,
  type ChangedField,
  DEFAULT_FIX_VALUES,
  type Fix,
  type FixMeta,
  type FixValues,
} from '../model/change.ts';
import { type Container, dialectOf, isUpdate, type Subject } from '../model/container.ts';
import type { Message, RelatedLocation, Severity } from '../model/finding.ts';
import { type Lifetime, lifetimeOf } from '../model/lifetime.ts';
import { isCertain, type Place } from '../text/location.ts';
import type { Unknown } from '../text/setting.ts';
import type { RuleOption } from './options.ts';
import type { Reference } from './references.ts';
import { removalOf, type StatedFix } from './shared/changes.ts';
import { type Answer, type Demand, type Doubt, unknownDoubt, unresolvedReason, type Yes } from './shared/demand.ts';
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
      /** True where it is about what the subject lacks. */
      readonly isMissing: boolean;
      /** What other rules say of the same subject, of which this says more: they fail, and only this is reported. */
      readonly covers: readonly Covered[];
      /** The ways to fix it in this subject, the best first. */
      readonly fixes: readonly OutcomeFix[];
    }
  | ({ readonly verdict: 'undecided' } & Doubt)
  | { readonly verdict: 'not-applicable'; readonly reason: string };

/** What another rule marks in the same subject. */
export interface Covered {
  readonly rule: string;
  readonly place: Place;
}

/** A fix as a rule states it: changes of the subject that the outcome is about. */
export interface OutcomeFix extends Pick<Fix, 'title' | 'applicability' | 'breaks'> {
  readonly changes: readonly Change[];
}

/** Builds one message; `Data` is what it needs to know beyond its subject. */
export type MessageBuilder<Data> = (voice: Voice, data: Data) => Message;
/** A rule's messages by id; `D` maps each id to the data that its message needs. */
export type Messages<D> = { readonly [K in keyof D]: MessageBuilder<D[K]> };

/** What a finding marks: a setting, an answer, or anything else with a place. */
export interface Marked {
  readonly place: Place;
  /** False where only one of several candidates is bad; a place on a branch says so by itself. */
  readonly isCertain?: boolean;
}

export interface FailDetail<F extends string> {
  readonly severity?: Severity;
  readonly related?: readonly RelatedLocation[] | undefined;
  /** What other rules mark, and this rule says better. */
  readonly covers?: readonly Covered[];
  /** The ways to fix it, the best first; left out where only a person knows one. */
  readonly fixes?: readonly StatedFix<F>[];
  /** The field of what is marked, where the fix `remove` removes that; there is none for one of several values. */
  readonly removes?: ('remove' extends F ? ChangedField : never) | undefined;
}

/** What a check is given beside its subject. */
export interface CheckContext<D, Options, F extends string = string> {
  readonly options: Options;
  /** What fixes set where the value is for the user to choose. */
  readonly values: FixValues;
  /** All containers of the same file or project, for namespaces that are shared by name. */
  readonly peers: readonly Container[];
  /** What is known of the container's image: of a Dockerfile that was read, the lock of images, the table. Nothing for what is no container. */
  readonly image: () => KnownImage;
  readonly fail: <K extends keyof D & string>(
    marked: Marked,
    messageId: K,
    data: D[K],
    detail?: FailDetail<F>,
  ) => Outcome;
  /** For what the subject lacks, marked at its name; undecided where more options can still arrive. */
  readonly missing: <K extends keyof D & string>(messageId: K, data: D[K], detail?: FailDetail<F>) => Outcome;
  /** For what the subject may lack: undecided where it would be missing. */
  readonly mayBeMissing: (doubt: Doubt) => Outcome;
  readonly undecided: (doubt: Omit<Doubt, 'variables'> & Partial<Doubt>) => Outcome;
  /** Undecided because a value is unknown; `what` names the value, such as "The memory limit". */
  readonly unknownValue: (what: string, setting: Unknown<unknown>) => Outcome;
  /** The outcome of an answer: none for no, undecided where the value, named by `what`, is unknown. */
  readonly judge: <T>(answer: Answer<T>, what: string, yes: (found: Yes<T>) => Outcome) => Iterable<Outcome>;
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
  /** True for one beside the benchmark that is on in every preset; the others of these are on in `hardened` and `all` only. */
  readonly isRecommended?: true;
  /** One short sentence that names the bad thing, without a full stop; the page's title. */
  readonly title: string;
  /** What is asked for, without *not* or *no*, so that pass and fail fit beside it; at most 37 characters. */
  readonly recommendation: string;
  /** The fixes that it can state; none where only a person knows one. */
  readonly fixes: readonly FixMeta[];
}

interface RuleDefinition<S, D, Options extends object, F extends string> extends Omit<RuleMeta, 'fixes'> {
  /** The fixes that it states, by name; left out where only a person knows one. */
  readonly fixes?: Readonly<Record<F, FixMeta>>;
  /** The options; left out where it has none. */
  readonly options?: { readonly [K in keyof Options]: RuleOption<Options[K]> };
  /** Options for those who read the benchmark strictly: of the presets `cis-level-2` and `all`. */
  readonly strictOptions?: NoInfer<Partial<Options>>;
  /** Options that turn every optional check on: of the preset `all`, over the strict ones. */
  readonly everyOption?: NoInfer<Partial<Options>>;
  readonly messages: Messages<D>;
  /** Why it has nothing to say of a subject, as one sentence; `undefined` for a subject that is checked. */
  exempt?(subject: S, context: CheckContext<D, Options, F>): string | undefined;
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
   * What it finds for a subject; nothing for a subject of another kind. `peers` are the containers of the same input;
   * `options` are merged over the defaults and taken to be valid by the rule's schemas. With `asksEverybody` what is
   * missing is asked of all but jobs; without, of services only (see `lifetimeOf`). `image` gives what is known of the
   * container's image.
   */
  run(
    subject: Subject,
    peers: readonly Container[],
    options: object,
    values?: FixValues,
    asksEverybody?: boolean,
    image?: () => KnownImage,
  ): Iterable<Outcome>;
}

export function defineContainerRule<D, Options extends object = object, F extends string = never>(
  definition: RuleDefinition<Container, D, Options, F>,
): Rule {
  return defineSubjectRule(['container'], definition);
}

/** A rule over some kinds of subject. */
export function defineSubjectRule<
  K extends Subject['kind'],
  D,
  Options extends object = object,
  F extends string = never,
>(about: readonly K[], definition: RuleDefinition<Extract<Subject, { kind: K }>, D, Options, F>): Rule {
  const { id, references, severity, securitySeverity, title, recommendation, messages } = definition;
  const { strictOptions = {}, everyOption = {}, fixes = {} } = definition;
  const given = Object.entries<RuleOption<unknown>>(definition.options ?? {});
  const options = Object.fromEntries(given.map(([name, { initial }]) => [name, initial])) as Options;
  const isAbout = (subject: Subject): subject is Extract<Subject, { kind: K }> =>
    about.some((kind) => kind === subject.kind);
  // Nearly every subject of a run is evaluated with the same options.
  let last: { readonly given: object; readonly merged: Options } = { given: options, merged: options };
  const withDefaults = (own: object): Options => {
    if (last.given !== own) last = { given: own, merged: { ...options, ...own } };
    return last.merged;
  };
  return {
    ...{ id, references, severity, securitySeverity, title, recommendation },
    ...{ options, strictOptions, everyOption },
    ...(definition.isRecommended === true ? { isRecommended: true } : {}),
    optionSchemas: Object.fromEntries(given.map(([name, { schema }]) => [name, schema])),
    fixes: Object.values<FixMeta>(fixes),
    about,
    messageIds: Object.keys(messages),
    run: (subject, peers, own, values = DEFAULT_FIX_VALUES, asksEverybody = false, image = unknownImage) => {
      if (!isAbout(subject)) return NO_OUTCOMES;
      const context = toContext<D, Options, F>(
        subject,
        messages,
        fixes,
        withDefaults(own),
        peers,
        values,
        asksEverybody,
        image,
      );
      const reason = definition.exempt?.(subject, context);
      return reason === undefined ? definition.check(subject, context) : [notApplicable(reason)];
    },
  };
}

const undecided: CheckContext<unknown, unknown>['undecided'] = ({ place, reason, variables = NO_VARIABLES }) => ({
  verdict: 'undecided',
  place,
  reason,
  variables,
});
const unknownValue: CheckContext<unknown, unknown>['unknownValue'] = (what, setting) =>
  undecided(unknownDoubt(what, setting));
const notApplicable = (reason: string): Outcome => ({ verdict: 'not-applicable', reason });
/** What is missing protects a host over time, or keeps a service up. Why it is not asked of what is no service. */
const NO_SERVICE: Readonly<Record<Exclude<Lifetime, 'service'>, string>> = {
  job: 'It is created for one job, and removed with it.',
  'one-off': 'It is a command that somebody waits for, and no service.',
  development: 'It is for development, and no service.',
  'never-started': 'It is never started.',
};
const FOR_A_POD = 'A pod runs nothing itself; this is for its containers to have.';
const UPDATED = 'It changes what is there: what it does not name stays as it was.';
const NO_VARIABLES: readonly string[] = [];
const NO_RELATED: readonly RelatedLocation[] = [];
const NO_COVERED: readonly Covered[] = [];
const NO_FIXES: readonly OutcomeFix[] = [];
const NO_OUTCOMES: readonly Outcome[] = [];
const NOTHING_KNOWN: KnownImage = {};
const unknownImage = (): KnownImage => NOTHING_KNOWN;

const judge: CheckContext<unknown, unknown>['judge'] = (answer, what, yes) => {
  switch (answer.kind) {
    case 'no':
      return NO_OUTCOMES;
    case 'yes':
      return [yes(answer)];
    case 'undecided':
      return [unknownValue(what, answer.setting)];
  }
};

const decide: CheckContext<unknown, unknown>['decide'] = (demand, { absent, unmet }) => {
  switch (demand.kind) {
    case 'met':
      return NO_OUTCOMES;
    case 'absent':
      return [absent()];
    case 'unmet':
      return [unmet(demand)];
    case 'undecided':
      return [undecided(demand)];
  }
};

/** Why nothing is missing of a subject, whatever it lacks; `undefined` where it is asked. */
function exemption(subject: Subject, asksEverybody: boolean): Outcome | undefined {
  if (isUpdate(subject.origin)) return notApplicable(UPDATED);
  if (subject.kind !== 'container') return undefined;
  if (subject.isPod === true) return notApplicable(FOR_A_POD);
  const lifetime = lifetimeOf(subject);
  if (!lifetime.known) return asksEverybody ? undefined : unknownValue('Whether it is a service', lifetime);
  const { value } = lifetime;
  if (value === 'service' || (asksEverybody && value !== 'job')) return undefined;
  // An unknown option may let it run in the background.
  if (value === 'one-off' && subject.unresolvedOptions.length > 0) return undefined;
  return notApplicable(NO_SERVICE[value]);
}

/** Why nothing is certainly missing of a subject; `undefined` where what it lacks is. */
function openQuestion(subject: Subject, asksEverybody: boolean): Outcome | undefined {
  const exempt = exemption(subject, asksEverybody);
  if (exempt !== undefined) return exempt;
  const unresolved = unresolvedReason(subject);
  return unresolved === undefined ? undefined : undecided(unresolved);
}

/** Made for each subject of each rule: what depends on neither is made once. */
function toContext<D, Options, F extends string>(
  subject: Subject,
  messages: Messages<D>,
  metas: Readonly<Record<string, FixMeta>>,
  options: Options,
  peers: readonly Container[],
  values: FixValues,
  asksEverybody: boolean,
  image: () => KnownImage,
): CheckContext<D, Options, F> {
  // A container that is there is not changed: it is fixed where it is created.
  const isWritten = dialectOf(subject.origin) !== 'inspect';
  const toFixes = (stated: readonly StatedFix<string>[]): readonly OutcomeFix[] => {
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
  const failing = <K extends keyof D & string>(
    marked: Marked,
    messageId: K,
    data: D[K],
    detail: FailDetail<F> | undefined,
    isMissing: boolean,
  ): Outcome => {
    const { place } = marked;
    const certain = (marked.isCertain ?? true) && isCertain(place);
    const describe = (also: readonly string[] = []): Message =>
      messages[messageId](toVoice(subject, place, also, certain), data);
    const removes = certain ? detail?.removes : undefined;
    const stated = removes === undefined ? detail?.fixes : [removalOf('remove', removes, place)];
    return {
      verdict: 'fail',
      place,
      messageId,
      describe,
      severity: detail?.severity,
      related: detail?.related ?? NO_RELATED,
      covers: detail?.covers ?? NO_COVERED,
      isMissing,
      fixes: stated === undefined ? NO_FIXES : toFixes(stated),
    };
  };
  return {
    options,
    values,
    peers,
    image,
    fail: (marked, messageId, data, detail) => failing(marked, messageId, data, detail, false),
    missing(messageId, data, detail) {
      return openQuestion(subject, asksEverybody) ?? failing(subject, messageId, data, detail, true);
    },
    mayBeMissing: (doubt) => openQuestion(subject, asksEverybody) ?? undecided(doubt),
    undecided,
    unknownValue,
    judge,
    decide,
    notApplicable,
  };
}
