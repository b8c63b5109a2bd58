import type { KnownImage } from '../images/known-image.ts';
import type { Change, FixMeta, FixValues } from '../model/change.ts';
import { type Container, dialectOf, isUpdate, type Subject } from '../model/container.ts';
import { type Lifetime, lifetimeOf } from '../model/lifetime.ts';
import { isCertain, type Place } from '../text/location.ts';
import type { Unknown } from '../text/setting.ts';
import { rememberLast } from '../util/remember-last.ts';
import type { Exemption, FailDetail, Marked, Messages, Outcome, OutcomeFix, Outcomes } from './outcome.ts';
import { removalOf, type StatedFix } from './shared/changes.ts';
import { type Answer, type Demand, type Doubt, unknownDoubt, unresolvedReason, type Yes } from './shared/demand.ts';
import { isPassingPath, isTestName } from './shared/test-path.ts';
import { toMessage, toVoice } from './shared/voice.ts';

/** What a rule gets besides the subject. */
export interface RuleInput<Options extends object = object> {
  readonly options: Options;
  /** Values that only the user can choose, for fixes. */
  readonly values: FixValues;
  /** All containers of the same file or project, for namespaces shared by name. */
  readonly peers: readonly Container[];
  /**
   * True if missing settings are reported for everything except jobs, not only for services (see
   * `lifetimeOf`).
   */
  readonly asksEverybody: boolean;
  /** Facts about a container's image; none for an exec or a build. */
  readonly image: () => KnownImage;
  readonly isTracked: (path: string) => boolean;
  readonly printing: Printing;
}

/** How a request is printed, as by `plimsoll model`. */
export interface Printing {
  /** The absolute directory for relative host paths; without it, they stay relative. */
  readonly workingDirectory?: string | undefined;
  /** Values that are hidden wherever they occur. */
  readonly fromOutside: readonly string[];
}

/** What a check gets besides the subject. */
export interface CheckContext<D, Options extends object = object, F extends string = string>
  extends Omit<RuleInput<Options>, 'asksEverybody'> {
  readonly fail: <K extends keyof D & string>(
    marked: Marked,
    messageId: K,
    data: D[K],
    detail?: FailDetail<F>,
  ) => Outcome;
  /**
   * The finding for a missing setting, at the subject's name; undecided if unresolved options may
   * set it.
   */
  readonly missing: <K extends keyof D & string>(messageId: K, data: D[K], detail?: FailDetail<F>) => Outcome;
  /** Undecided, for a setting that may be missing. */
  readonly mayBeMissing: (doubt: Doubt) => Outcome;
  readonly undecided: (doubt: Omit<Doubt, 'variables'> & Partial<Doubt>) => Outcome;
  /** Undecided because a value is unknown; `what` names it, such as "The memory limit". */
  readonly unknownValue: (what: string, setting: Unknown<unknown>) => Outcome;
  /** The outcome of an answer: none for no; undecided if the value that `what` names is unknown. */
  readonly judge: <T>(answer: Answer<T>, what: string, yes: (found: Yes<T>) => Outcomes) => Iterable<Outcomes>;
  /** The outcome of a demand: none if it is met. */
  readonly decide: <T>(
    demand: Demand<T>,
    outcomes: { absent: () => Outcome; unmet: (unmet: { readonly value: T; readonly place: Place }) => Outcome },
  ) => Iterable<Outcome>;
  readonly notApplicable: (why: string | Exemption) => Outcome;
}

const undecided: CheckContext<unknown>['undecided'] = ({ place, reason, variables = NONE }) => ({
  verdict: 'undecided',
  place,
  reason,
  variables,
});
const unknownValue: CheckContext<unknown>['unknownValue'] = (what, setting) => undecided(unknownDoubt(what, setting));
export const notApplicable = (why: string | Exemption): Outcome =>
  typeof why === 'string' ? { verdict: 'not-applicable', reason: why } : { verdict: 'not-applicable', ...why };
/**
 * Why missing settings aren't reported for containers that aren't services: they matter over time,
 * or for availability.
 */
const NO_SERVICE: Readonly<Record<Exclude<Lifetime, 'service'>, string>> = {
  job: 'It exists only for one job.',
  'one-off': 'It is a foreground command, not a service.',
  development: 'It is a development container, not a service.',
  'never-started': "It doesn't start by default: it only provides files, or its service is scaled to zero.",
};
const FOR_A_POD = 'A pod runs no process itself; set this on its containers.';
const ELSEWHERE = 'Its other settings are checked where they are made: in its Compose file, or in an earlier task.';
const UPDATED = 'It updates an existing container and leaves everything else unchanged.';
const NONE: readonly never[] = [];
const noFixes = (): readonly OutcomeFix[] => NONE;

const judge: CheckContext<unknown>['judge'] = (answer, what, yes) => {
  if (answer.kind === 'no') return NONE;
  return [answer.kind === 'yes' ? yes(answer) : unknownValue(what, answer.setting)];
};

const decide: CheckContext<unknown>['decide'] = (demand, { absent, unmet }) => {
  if (demand.kind === 'met') return NONE;
  if (demand.kind === 'absent') return [absent()];
  return [demand.kind === 'unmet' ? unmet(demand) : undecided(demand)];
};

/** Why missing settings aren't reported for a subject; `undefined` if they are. */
function exemption(subject: Subject, asksEverybody: boolean): Outcome | undefined {
  if (isUpdate(subject.origin)) return notApplicable(UPDATED);
  if (subject.kind !== 'container') return undefined;
  if (subject.isPod === true) return notApplicable(FOR_A_POD);
  if (subject.isCompletedElsewhere === true) return notApplicable(ELSEWHERE);
  const lifetime = lifetimeOf(subject);
  if (!lifetime.known) return asksEverybody ? undefined : unknownValue('Whether it is a service', lifetime);
  const { value } = lifetime;
  if (value === 'service' || (asksEverybody && value !== 'job')) return undefined;
  // An unknown option may make it run in the background.
  if (value === 'one-off' && subject.unresolvedOptions.length > 0) return undefined;
  return notApplicable(NO_SERVICE[value]);
}

/**
 * Why it is uncertain that a setting is missing; `undefined` if it is certain. Remembered, since
 * many rules need it for the same subject.
 */
const openQuestion = rememberLast((subject: Subject, asksEverybody: boolean): Outcome | undefined => {
  const exempt = exemption(subject, asksEverybody);
  if (exempt !== undefined) return exempt;
  const unresolved = unresolvedReason(subject);
  return unresolved && lacking(undecided(unresolved));
});

function lacking(outcome: Outcome): Outcome {
  return outcome.verdict === 'undecided' ? { ...outcome, isMissing: true } : outcome;
}

const OF_VARIABLE = 'It contains a variable.';

/**
 * True for a change that Compose's writer refuses, since it replaces or removes a value with a
 * variable (`${X:-true}`).
 */
function isOfVariable(change: Change): boolean {
  if (change.kind !== 'set' && change.kind !== 'remove') return false;
  return change.place?.expression !== undefined && !['image', 'binds', 'mounts'].includes(change.field);
}

/** The context for a subject and a rule; parts that depend on neither are shared. */
export function toContext<D, Options extends object, F extends string>(
  subject: Subject,
  messages: Messages<D>,
  metas: Readonly<Record<string, FixMeta>>,
  options: Options,
  { values, peers, asksEverybody, image, isTracked, printing }: RuleInput,
): CheckContext<D, Options, F> {
  const toFixes = (stated: readonly StatedFix<string>[]): readonly OutcomeFix[] => {
    // A container in inspect output is fixed where it was created.
    const dialect = dialectOf(subject.origin);
    if (dialect === 'inspect') return [];
    // Containers of CI jobs, tests and developers get no bulk hardening fix.
    const lifetime = subject.kind === 'container' ? lifetimeOf(subject) : undefined;
    const isBrief = lifetime?.known === true && lifetime.value !== 'service';
    const isPassing = isBrief || isPassingPath(subject.place.location.path) || isTestName(subject.name);
    return stated.flatMap(({ id, changes, title, lowered, withheld }): readonly OutcomeFix[] => {
      const meta = metas[id];
      if (meta === undefined) return [];
      const kept = withheld ?? (dialect === 'compose' && changes.some(isOfVariable) ? OF_VARIABLE : undefined);
      return [{ meta, title, lowered, withheld: kept, isByName: isPassing || meta.isByName === true, changes }];
    });
  };
  const failing = <K extends keyof D & string>(
    marked: Marked,
    messageId: K,
    data: D[K],
    { severity, related = NONE, covers = NONE, removes, fixes }: FailDetail<F> = {},
    isMissing = false,
  ): Outcome => {
    const { place } = marked;
    const certain = (marked.isCertain ?? true) && isCertain(place);
    const stated = removes !== undefined && certain ? () => [removalOf('remove', removes, place)] : fixes;
    return {
      verdict: 'fail',
      place,
      messageId,
      describe: (also = []) => {
        const voice = toVoice(subject, place, also, certain);
        return toMessage(messages[messageId](voice, data), voice, subject);
      },
      severity,
      related,
      covers,
      isMissing,
      fixes: stated === undefined ? noFixes : () => toFixes(stated()),
    };
  };
  return {
    options,
    values,
    peers,
    image,
    isTracked,
    printing,
    fail: failing,
    missing: (messageId, data, detail) =>
      openQuestion(subject, asksEverybody) ?? failing(subject, messageId, data, detail, true),
    mayBeMissing: (doubt) => openQuestion(subject, asksEverybody) ?? lacking(undecided(doubt)),
    undecided,
    unknownValue,
    judge,
    decide,
    notApplicable,
  };
}
