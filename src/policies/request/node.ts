import type { Doubt } from '../../rules/shared/demand.ts';
import type { Place } from '../../text/location.ts';

/** A value of a request, with what is known of it. */
export type Node = ScalarNode | ListNode | ObjectNode | UnknownNode;

interface Written {
  /** Where it was written; left out for what has no place of its own and stands in nothing that has. */
  readonly place?: Place | undefined;
  /** What decides whether it is there, where that is not sure. */
  readonly mayBeAbsent?: Doubt | undefined;
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly Node[];
  /** What may add to it. */
  readonly open?: Doubt | undefined;
}

export interface ObjectNode extends Written {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, Node>;
  /** Entries whose keys are not known, each with what would decide it. */
  readonly unnamed: readonly Doubt[];
  readonly open?: Doubt | undefined;
}

export interface UnknownNode extends Written {
  readonly kind: 'unknown';
  /** What it is for sure; left out where it can be anything. */
  readonly type?: 'string' | 'number' | 'boolean' | undefined;
  /** As it was written, such as `${PORT}`; left out where nothing was. */
  readonly written?: string | undefined;
  /** Of a text the parts that are known, with `undefined` between them. */
  readonly parts: readonly (string | undefined)[];
  /** All that it can be; empty where it can be anything. */
  readonly candidates: readonly (string | number | boolean)[];
  readonly doubt: Doubt;
}
