import type { Container } from '../../model/container.ts';
import type { HostConfig } from '../../model/host-config.ts';
import type { Setting } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import type { Marked } from '../outcome.ts';
import { ask, type Doubt, unknownDoubt, unresolvedReason } from '../shared/demand.ts';
import { quote } from '../shared/wording.ts';

/** Checks of these fields, skipped for containers that set none of them. */
export function ofFields(fields: readonly (keyof HostConfig)[], checks: readonly EngineCheck[]): EngineCheck {
  return (container) => {
    if (!fields.some((field) => container.hostConfig[field] !== undefined)) return NO_REFUSALS;
    const all: (EngineRefusal | EngineUndecided)[] = [];
    for (const check of checks) {
      const found = check(container);
      if (found !== NO_REFUSALS) all.push(...found);
    }
    return all.length === 0 ? NO_REFUSALS : all;
  };
}

/** The engine's message and the remedy, whatever the values. */
export interface Row {
  readonly says: string;
  readonly remedy: string;
  /** Omitted if the container isn't even created. */
  readonly when?: 'start';
}

export interface EngineRefusal extends Row {
  readonly marked: Marked;
  /** The rejected request, such as ``a CPU period of `100` ``. */
  readonly asked: string;
  /** The other of two incompatible values. */
  readonly beside?: Marked;
}

export interface EngineUndecided {
  readonly doubt: Doubt;
}

export type EngineCheck = (container: Container) => Iterable<EngineRefusal | EngineUndecided>;

/** One or more values of a request. */
export interface Values<T> {
  /** Its description before the value, such as `a CPU period of`. */
  readonly what: string;
  readonly of: (container: Container) => Setting<T> | undefined | Iterable<Setting<T> | undefined>;
  readonly toText?: (value: T) => string;
}

interface ValueRow<T> extends Values<T>, Row {
  readonly isRefused: (value: T) => boolean;
  /** Where the check doesn't apply, or another finding reports it. */
  readonly except?: (container: Container) => boolean;
  /** Rejected because something is missing that unresolved options may add. */
  readonly lacks?: true;
}

/** Checks values one by one. One rejected candidate is a finding; unknown values are ignored, since nearly all are right. */
export function value<T>(row: ValueRow<T>): EngineCheck {
  const check = function* (
    container: Container,
    settings: readonly (Setting<T> | undefined)[],
  ): Iterable<EngineRefusal | EngineUndecided> {
    for (const setting of settings) {
      const answer = ask(setting, row.isRefused, () => false);
      if (answer.kind !== 'yes' || row.except?.(container) === true) continue;
      const doubt = row.lacks === true ? unresolvedReason(container) : undefined;
      if (doubt !== undefined) yield { doubt };
      else yield toRefusal(row, answer, withText(row, answer), quote(answer, row.toText));
    }
  };
  const isTaken = (setting: Setting<T> | undefined): boolean =>
    setting === undefined || (setting.known && !row.isRefused(setting.value));
  return (container) => {
    const given = row.of(container);
    if (given === undefined) return NO_REFUSALS;
    const settings = listOf(given);
    return settings.every(isTaken) ? NO_REFUSALS : check(container, settings);
  };
}

/** The usual result: avoids a generator. */
export const NO_REFUSALS: readonly never[] = [];

interface PairRow<A, B> extends Row {
  readonly areRefused: (value: A, other: B) => boolean;
}

/** Checks two values that must fit, marking the first: undecided if one is unknown. */
export function pair<A, B>(values: Values<A>, others: Values<B>, row: PairRow<A, B>): EngineCheck {
  return (container) => {
    const first = values.of(container);
    const [one] = first === undefined ? NO_REFUSALS : listOf(first);
    if (one === undefined) return NO_REFUSALS;
    const [other] = listOf(others.of(container));
    if (other === undefined) return NO_REFUSALS;
    const open = one.known ? other : one;
    if (!open.known) return [{ doubt: unknownDoubt('Whether the engine accepts both values', open) }];
    if (!one.known || !other.known || !row.areRefused(one.value, other.value)) return NO_REFUSALS;
    const asked = `${withText(values, one)} together with ${withText(others, other)}`;
    return [{ ...toRefusal(row, one, asked, quote(one, values.toText)), beside: other }];
  };
}

interface TogetherRow extends Row {
  readonly asked: string;
  readonly of: (container: Container) => Marked | undefined;
  readonly beside: (container: Container) => Marked | undefined;
}

/** Checks two mutually exclusive settings. */
export function together({ asked, of, beside, ...row }: TogetherRow): EngineCheck {
  return (container) => {
    const one = of(container);
    const other = one && beside(container);
    return one === undefined || other === undefined ? NO_REFUSALS : [{ ...toRefusal(row, one, asked), beside: other }];
  };
}

export function toRefusal({ says, remedy, when }: Row, marked: Marked, asked: string, text = ''): EngineRefusal {
  return { marked, asked, says: says.replaceAll('{}', text), remedy, ...defined({ when }) };
}

function listOf<T>(
  given: Setting<T> | undefined | Iterable<Setting<T> | undefined>,
): readonly (Setting<T> | undefined)[] {
  if (given === undefined) return NO_REFUSALS;
  return 'known' in given ? [given] : [...given];
}

function withText<T>({ what, toText }: Values<T>, found: Parameters<typeof quote<T>>[0]): string {
  return `${what} \`${quote(found, toText)}\``;
}
