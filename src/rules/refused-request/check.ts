import type { Container } from '../../model/container.ts';
import type { HostConfig } from '../../model/host-config.ts';
import type { Setting } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import type { Marked } from '../outcome.ts';
import { ask, type Doubt, unknownDoubt, unresolvedReason } from '../shared/demand.ts';
import { quote } from '../shared/wording.ts';

/** Checks of these fields; skipped if a container sets none of them. */
export function ofFields(fields: readonly (keyof HostConfig)[], checks: readonly EngineCheck[]): EngineCheck {
  return (container) =>
    fields.some((field) => container.hostConfig[field] !== undefined)
      ? checks.flatMap((check) => check(container))
      : NO_REFUSALS;
}

/** The engine's message and the remedy, whatever the values. */
export interface Row {
  readonly says: string;
  readonly remedy: string;
  /** Absent if the engine doesn't even create the container. */
  readonly when?: 'start';
}

export interface EngineRefusal extends Row {
  readonly marked: Marked;
  /** The rejected request, such as ``a CPU period of `100` ``. */
  readonly asked: string;
  /** The second of two incompatible values. */
  readonly beside?: Marked;
}

/** Checks what an engine rejects, or may reject. */
export type EngineCheck = (container: Container) => readonly (EngineRefusal | { readonly doubt: Doubt })[];

/** One or more values of a request. */
export interface Values<T> {
  /** The text before the value, such as `a CPU period of`. */
  readonly what: string;
  readonly of: (container: Container) => Given<T>;
  readonly toText?: ((value: T) => string) | undefined;
}

type Given<T> = Setting<T> | undefined | readonly (Setting<T> | undefined)[];

interface ValueRow<T> extends Values<T>, Row {
  readonly isRefused: (value: T) => boolean;
  /** True where the check doesn't apply, or another finding reports the same. */
  readonly except?: (container: Container) => boolean;
  /** True if something is missing that unresolved options may add. */
  readonly lacks?: true;
}

/**
 * Checks each value. If one candidate is rejected, that is a finding. Unknown values are ignored,
 * since nearly all are valid.
 */
export function value<T>(row: ValueRow<T>): EngineCheck {
  return (container) => {
    const given = row.of(container);
    if (given === undefined) return NO_REFUSALS;
    const settings = 'known' in given ? [given] : given;
    return settings.flatMap((setting) => {
      const answer = ask(setting, row.isRefused, () => false);
      if (answer.kind !== 'yes' || row.except?.(container) === true) return NO_REFUSALS;
      const doubt = row.lacks === true ? unresolvedReason(container) : undefined;
      return doubt === undefined ? toRefusal(row, answer, withText(row, answer), quote(answer, row.toText)) : { doubt };
    });
  };
}

export const NO_REFUSALS: readonly never[] = [];

interface PairRow<A, B> extends Row {
  readonly areRefused: (value: A, other: B) => boolean;
}

/** Checks two values that must fit together, marking the first; undecided if one is unknown. */
export function pair<A, B>(values: Values<A>, others: Values<B>, row: PairRow<A, B>): EngineCheck {
  return (container) => {
    const [one] = listOf(values.of(container));
    const [other] = one === undefined ? NO_REFUSALS : listOf(others.of(container));
    if (one === undefined || other === undefined) return NO_REFUSALS;
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

function listOf<T>(given: Given<T>): readonly (Setting<T> | undefined)[] {
  if (given === undefined) return NO_REFUSALS;
  return 'known' in given ? [given] : given;
}

function withText<T>({ what, toText }: Values<T>, found: Parameters<typeof quote<T>>[0]): string {
  return `${what} \`${quote(found, toText)}\``;
}
