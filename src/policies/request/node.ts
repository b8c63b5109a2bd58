import type { Doubt } from '../../rules/shared/demand.ts';
import type { Place } from '../../text/location.ts';

/** A value of a request; it may be unknown. */
export type RequestNode = ScalarNode | ListNode | ObjectNode | UnknownNode;

interface Written {
  /** The place of the value in the file; absent if neither the value nor its parents have one. */
  readonly place?: Place | undefined;
  /** The reason if the value may be absent. */
  readonly mayBeAbsent?: Doubt | undefined;
}

export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly RequestNode[];
  /** The reason if there may be more entries. */
  readonly open?: Doubt | undefined;
}

export interface ObjectNode extends Written {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, RequestNode>;
  /** For each entry with an unknown key, the reason. */
  readonly unnamed: readonly Doubt[];
  readonly open?: Doubt | undefined;
}

export interface UnknownNode extends Written {
  readonly kind: 'unknown';
  /** The type of the value, if certain. */
  readonly type?: 'string' | 'number' | 'boolean' | undefined;
  /** The value as written, such as `${PORT}`; absent if it is not in the file. */
  readonly written?: string | undefined;
  /** The known parts of a text; `undefined` stands for unknown parts. */
  readonly parts: readonly (string | undefined)[];
  /** All possible values; empty for any. */
  readonly candidates: readonly (string | number | boolean)[];
  readonly doubt: Doubt;
}

/** A doubt that no variable can resolve. */
export function doubtAt(place: Place, reason: string): Doubt {
  return { place, reason, variables: [] };
}

export function scalarNode(value: ScalarNode['value'], place?: Place): ScalarNode {
  return { kind: 'scalar', value, place };
}

/** A value that may be anything, or anything of one type. */
export function unknownNode(doubt: Doubt, place: Place | undefined, type?: UnknownNode['type']): UnknownNode {
  return { kind: 'unknown', type, parts: [undefined], candidates: [], place, doubt };
}
