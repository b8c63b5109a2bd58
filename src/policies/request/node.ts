import type { Doubt } from '../../rules/shared/demand.ts';
import type { Place } from '../../text/location.ts';

/** A value of a request, possibly unknown. */
export type RequestNode = ScalarNode | ListNode | ObjectNode | UnknownNode;

interface Written {
  /** Where it was written; absent if neither it nor its parents have a place. */
  readonly place?: Place | undefined;
  /** The reason why it may be absent. */
  readonly mayBeAbsent?: Doubt | undefined;
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly RequestNode[];
  /** The reason why it may have additions. */
  readonly open?: Doubt | undefined;
}

export interface ObjectNode extends Written {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, RequestNode>;
  /** Entries with unknown keys, each with the reason. */
  readonly unnamed: readonly Doubt[];
  readonly open?: Doubt | undefined;
}

export interface UnknownNode extends Written {
  readonly kind: 'unknown';
  /** Its certain type; absent for any. */
  readonly type?: 'string' | 'number' | 'boolean' | undefined;
  /** As written, such as `${PORT}`; absent if not written. */
  readonly written?: string | undefined;
  /** The known parts of a text, with `undefined` between them. */
  readonly parts: readonly (string | undefined)[];
  /** All possible values; empty for any. */
  readonly candidates: readonly (string | number | boolean)[];
  readonly doubt: Doubt;
}

/** A doubt that no variable would decide. */
export function doubtAt(place: Place, reason: string): Doubt {
  return { place, reason, variables: [] };
}

export function scalarNode(value: ScalarNode['value'], place?: Place): ScalarNode {
  return { kind: 'scalar', value, place };
}

/** A value that may be anything, or any value of a type. */
export function unknownNode(doubt: Doubt, place: Place | undefined, type?: UnknownNode['type']): UnknownNode {
  return { kind: 'unknown', type, parts: [undefined], candidates: [], place, doubt };
}
