import type { FixMeta } from '../model/change.ts';
import type { Container, Subject } from '../model/container.ts';
import type { Severity } from '../model/finding.ts';
import { type CheckContext, NO_OUTCOMES, notApplicable, type RuleInput, toContext } from './context.ts';
import type { RuleOption } from './options.ts';
import type { Exemption, Messages, Outcome } from './outcome.ts';
import type { Reference } from './references.ts';

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
  /** The weaknesses (CWE) that a finding is, where that is beyond doubt. */
  readonly cwe?: readonly number[];
  /**
   * True for one beside the benchmark that is on in every preset; the others of these are on in `hardened` and `all`
   * only.
   */
  readonly isRecommended?: true;
  /** One short sentence that names the bad thing, without a full stop; the page's title. */
  readonly title: string;
  /** What is found, as words behind the name of a container and a colon: `the engine's socket`. */
  readonly brief: string;
  /** The same for what is missing, `no memory limit`; left out where nothing is. */
  readonly lacks?: string;
  /**
   * The rule whose finding this one may follow where it is fixed, and is less than it: a container that leaves the
   * host's network may join the default bridge.
   */
  readonly follows?: string;
  /**
   * The ids of rules that, where they fail, say that what is asked for is off, whatever the container says of it
   * itself: it fails too, and only they are reported.
   */
  readonly offWith?: readonly string[];
  /** True for one about the image that is run, which options don't change. */
  readonly isAboutImage?: true;
  /** What is asked for, without *not* or *no*, so that pass and fail fit beside it; at most 37 characters. */
  readonly recommendation: string;
  /** The fixes that it can state; none where only a person knows one. */
  readonly fixes: readonly FixMeta[];
}

/** What a rule is made of; `D` maps the id of each message to the data that it needs. */
export interface RuleDefinition<S, D, Options extends object, F extends string> extends Omit<RuleMeta, 'fixes'> {
  /** The fixes that it states, by name; left out where only a person knows one. */
  readonly fixes?: Readonly<Record<F, FixMeta>>;
  /** The options; left out where it has none. */
  readonly options?: { readonly [K in keyof Options]: RuleOption<Options[K]> };
  /** Options for those who read the benchmark strictly: of the presets `cis-level-2` and `all`. */
  readonly strictOptions?: NoInfer<Partial<Options>>;
  /** Options that turn every optional check on: of the preset `all`, over the strict ones. */
  readonly everyOption?: NoInfer<Partial<Options>>;
  readonly messages: Messages<D>;
  /** True where what a subject itself says stays in force though one of `offWith` fails. */
  staysOn?(subject: S): boolean;
  /** Why it has nothing to say of a subject; `undefined` for a subject that is checked. */
  exempt?(subject: S, context: CheckContext<D, Options, F>): string | Exemption | undefined;
  check(subject: S, context: CheckContext<D, Options, F>): Iterable<Outcome>;
}

/** What is known of a rule that plimsoll does not bring. */
export interface OwnMeta {
  /** As a configuration has it; left out for one that is a function. */
  readonly definition?: object;
  /** The address of a page about it. */
  readonly page?: string;
  /** The path of the configuration that has it. */
  readonly source?: string;
}

/** A rule. Pure: the same model and options give the same outcomes. */
export interface Rule extends RuleMeta {
  /** Left out for the rules of plimsoll. */
  readonly own?: OwnMeta;
  readonly about: readonly Subject['kind'][];
  /** The options and their defaults. */
  readonly options: object;
  readonly strictOptions: object;
  /** Options that turn every optional check on. */
  readonly everyOption: object;
  readonly optionSchemas: Readonly<Record<string, object>>;
  readonly messageIds: readonly string[];
  staysOn(subject: Subject): boolean;
  /**
   * What it finds for a subject; nothing for a subject of another kind. The options are merged over the defaults and
   * taken to be valid by the rule's schemas.
   */
  run(subject: Subject, input: RuleInput): Iterable<Outcome>;
}

/** A rule as one that plimsoll does not bring, which is on in every preset. */
export function asOwn(rule: Rule): Rule {
  return rule.own === undefined ? { ...rule, own: {} } : rule;
}

/** A rule over containers. */
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
  const { messages, ...others } = definition;
  const { strictOptions = {}, everyOption = {}, fixes = {} } = definition;
  const given = Object.entries<RuleOption<unknown>>(definition.options ?? {});
  const options = Object.fromEntries(given.map(([name, { initial }]) => [name, initial])) as Options;
  const kinds: ReadonlySet<string> = new Set(about);
  const isAbout = (subject: Subject): subject is Extract<Subject, { kind: K }> => kinds.has(subject.kind);
  // Nearly every subject of a run is evaluated with the same options.
  let last: { readonly given: object; readonly merged: Options } = { given: options, merged: options };
  const withDefaults = (own: object): Options => {
    if (last.given !== own) last = { given: own, merged: { ...options, ...own } };
    return last.merged;
  };
  return {
    ...others,
    options,
    strictOptions,
    everyOption,
    get optionSchemas() {
      return Object.fromEntries(given.map(([name, { schema }]) => [name, schema]));
    },
    fixes: Object.values<FixMeta>(fixes),
    about,
    messageIds: Object.keys(messages),
    staysOn: (subject) => isAbout(subject) && definition.staysOn?.(subject) === true,
    run: (subject, input) => {
      if (!isAbout(subject)) return NO_OUTCOMES;
      const context = toContext<D, Options, F>(subject, messages, fixes, withDefaults(input.options), input);
      const reason = definition.exempt?.(subject, context);
      return reason === undefined ? definition.check(subject, context) : [notApplicable(reason)];
    },
  };
}
