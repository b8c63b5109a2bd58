import type { FixMeta } from '../model/change.ts';
import type { Container, Subject } from '../model/container.ts';
import type { Severity } from '../model/finding.ts';
import { rememberLast } from '../util/remember-last.ts';
import { type CheckContext, notApplicable, type RuleInput, toContext } from './context.ts';
import type { RuleOption } from './options.ts';
import type { Exemption, Messages, Outcome, Outcomes } from './outcome.ts';
import type { Reference } from './references.ts';

/** A rule's facts. */
export interface RuleMeta {
  /** Names the problem; never changes. */
  readonly id: string;
  /** Where the recommendation comes from: the benchmark, another document, or nowhere. */
  readonly references: readonly Reference[];
  /** The default severity of its outcomes. */
  readonly severity: Severity;
  /** 0 to 10, for SARIF; the page gives the reason. */
  readonly securitySeverity: number;
  /** CWE weaknesses, if beyond doubt. */
  readonly cwe?: readonly number[];
  /**
   * For rules beyond the benchmark: `true` turns it on in every preset, otherwise only in
   * `hardened` and `all`. `written`: in `recommended`, only for settings in the file, as an info.
   */
  readonly isRecommended?: true | 'written';
  /** One short sentence about the problem, without a period; the page's title. */
  readonly title: string;
  /** The problem after the container's name and a colon: `the engine's socket`. */
  readonly brief: string;
  /** The same for a missing setting: `no memory limit`. Absent if the rule reports none. */
  readonly lacks?: string;
  /**
   * The rule whose fix may cause this less severe finding: a container that leaves the host network
   * may join the default bridge.
   */
  readonly follows?: string;
  /**
   * Rules whose failure turns this protection off, whatever the container sets: this rule then
   * fails without being reported.
   */
  readonly offWith?: readonly string[];
  /** True if it is about the image, which no option changes. */
  readonly isAboutImage?: true;
  /**
   * The desired state, at most 37 characters. Without *not* or *no*, since pass or fail is written
   * next to it.
   */
  readonly recommendation: string;
  /** Its possible fixes; empty if only the user can choose one. */
  readonly fixes: readonly FixMeta[];
}

/** A rule's definition; `D` has the data for each message ID. */
export interface RuleDefinition<S, D, Options extends object, F extends string> extends Omit<RuleMeta, 'fixes'> {
  /** Its fixes by name; absent if only the user can decide. */
  readonly fixes?: Readonly<Record<F, FixMeta>>;
  readonly options?: { readonly [K in keyof Options]: RuleOption<Options[K]> };
  /** Options for a strict reading of the benchmark: for the presets `cis-level-2` and `all`. */
  readonly strictOptions?: NoInfer<Partial<Options>>;
  /** Options for every optional check: preset `all`, over the strict ones. */
  readonly everyOption?: NoInfer<Partial<Options>>;
  readonly messages: Messages<D>;
  /** True if the subject's own setting applies even though a rule in `offWith` fails. */
  staysOn?(subject: S): boolean;
  /** Why it doesn't apply to a subject; `undefined` if it does. */
  exempt?(subject: S, given: Pick<RuleInput<Options>, 'options' | 'peers'>): string | Exemption | undefined;
  /** False if the subject sets nothing that the rule checks: it passes without the check. */
  concerns?(subject: S): boolean;
  check(subject: S, context: CheckContext<D, Options, F>): Outcomes;
}

/** Facts about a custom rule. */
export interface OwnMeta {
  /** As in the configuration; absent for a function. */
  readonly definition?: object;
  readonly page?: string;
  /** The path of its configuration. */
  readonly source?: string;
}

/** A rule. Pure: the same model and options give the same outcomes. */
export interface Rule extends RuleMeta {
  readonly own?: OwnMeta;
  readonly about: readonly Subject['kind'][];
  readonly options: object;
  readonly strictOptions: object;
  readonly everyOption: object;
  readonly optionSchemas: Readonly<Record<string, object>>;
  readonly messageIds: readonly string[];
  staysOn(subject: Subject): boolean;
  /**
   * Its outcomes for a subject; none for other kinds. Options must be valid; they override the
   * defaults.
   */
  run(subject: Subject, input: RuleInput): Iterable<Outcome>;
}

export const NO_OUTCOMES: readonly Outcome[] = [];

/** Marks a rule as custom: it is on in every preset. */
export function asOwn(rule: Rule): Rule {
  return rule.own === undefined ? { ...rule, own: {} } : rule;
}

export function defineContainerRule<D, Options extends object = object, F extends string = never>(
  definition: RuleDefinition<Container, D, Options, F>,
): Rule {
  return defineSubjectRule(['container'], definition);
}

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
  const withDefaults = rememberLast((own: object): Options => ({ ...options, ...own }));
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
      const options = withDefaults(input.options);
      const reason = definition.exempt?.(subject, { options, peers: input.peers });
      if (reason !== undefined) return [notApplicable(reason)];
      if (definition.concerns?.(subject) === false) return NO_OUTCOMES;
      const found = definition.check(subject, toContext<D, Options, F>(subject, messages, fixes, options, input));
      return found === undefined ? NO_OUTCOMES : flat(found);
    },
  };
}

function flat(found: Exclude<Outcomes, undefined>): readonly Outcome[] {
  if ('verdict' in found) return [found];
  const all: Outcome[] = [];
  for (const each of found)
    if (each !== undefined && 'verdict' in each) all.push(each);
    else if (each !== undefined) all.push(...flat(each));
  return all;
}
