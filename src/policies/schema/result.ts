import type { Doubt } from '../../rules/shared/demand.ts';
import type { ListNode, ObjectNode, RequestNode } from '../request/node.ts';

/** Whether something holds: certainly, certainly not, or depending on unknown values. */
export type Truth = boolean | 'unknown';

/** A deciding value; `isMissing` if something in it is missing. */
export interface Mark {
  readonly node: RequestNode;
  readonly isMissing?: true;
}

/** The result of a schema for a value. */
export interface Result {
  readonly truth: Truth;
  /** The deciding values: failures, or the matching one of several values. */
  readonly marks: readonly Mark[];
  /** The reasons if it is undecided. */
  readonly doubts: readonly Doubt[];
}

const NONE: readonly never[] = [];
export const PASS: Result = { truth: true, marks: NONE, doubts: NONE };

export function failAt(...nodes: readonly RequestNode[]): Result {
  return { truth: false, marks: nodes.map((node) => ({ node })), doubts: NONE };
}

export function missingIn(node: RequestNode): Result {
  return { truth: false, marks: [{ node, isMissing: true }], doubts: NONE };
}

export function openBy(...doubts: readonly Doubt[]): Result {
  return { truth: 'unknown', marks: NONE, doubts };
}

/** The results together, with the reasons why there may be more of them. */
export function every(results: readonly Result[], hidden: readonly Doubt[] = NONE): Result {
  const failed = results.filter(({ truth }) => truth === false);
  if (failed.length > 0) return { truth: false, marks: failed.flatMap(({ marks }) => marks), doubts: NONE };
  const doubts = [...results.flatMap((result) => result.doubts), ...hidden];
  return doubts.length > 0 ? openBy(...doubts) : { ...PASS, marks: results.flatMap(({ marks }) => marks) };
}

/** True if a result is true; false at `node` if none can be. */
export function some(results: readonly Result[], node: RequestNode): Result {
  const holds = results.find(({ truth }) => truth === true);
  const doubts = results.flatMap((result) => result.doubts);
  return holds ?? (doubts.length === 0 ? failAt(node) : openBy(...doubts));
}

export function inverse(result: Result, node: RequestNode): Result {
  const { truth, marks } = result;
  if (truth === 'unknown') return result;
  // The marks of a failure don't explain the opposite.
  return truth ? { ...result, truth: false, marks: marks.length === 0 ? [{ node }] : marks } : PASS;
}

/** The result for a value that may be absent: it fails only if present. */
export function unlessAbsent(result: Result, { mayBeAbsent }: RequestNode): Result {
  return mayBeAbsent === undefined || result.truth === true ? result : openBy(mayBeAbsent);
}

export function isSurelyThere({ mayBeAbsent }: RequestNode): boolean {
  return mayBeAbsent === undefined;
}

/** The reasons why a list or an object may have more parts. */
export function hiddenIn(node: ListNode | ObjectNode): readonly Doubt[] {
  const unnamed = node.kind === 'object' ? node.unnamed : NONE;
  return node.open === undefined ? unnamed : [...unnamed, node.open];
}
