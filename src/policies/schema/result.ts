import type { Doubt } from '../../rules/shared/demand.ts';
import type { ListNode, ObjectNode, RequestNode } from '../request/node.ts';

/**
 * True if something certainly holds, false if it certainly doesn't, `unknown` if it depends on
 * unknown values.
 */
export type Truth = boolean | 'unknown';

/** A value that decided the result; with `isMissing`, it lacks something. */
export interface Mark {
  readonly node: RequestNode;
  readonly isMissing?: true;
}

/** The result of checking a value against a schema. */
export interface Result {
  readonly truth: Truth;
  /** The values that decided the result: all failures, or the value that matches. */
  readonly marks: readonly Mark[];
  /** The reasons if the result is unknown. */
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

/**
 * Combines results that must all be true. `hidden` are the reasons if there may be more parts to
 * check.
 */
export function every(results: readonly Result[], hidden: readonly Doubt[] = NONE): Result {
  const failed = results.filter(({ truth }) => truth === false);
  if (failed.length > 0) return { truth: false, marks: failed.flatMap(({ marks }) => marks), doubts: NONE };
  const doubts = [...results.flatMap((result) => result.doubts), ...hidden];
  return doubts.length > 0 ? openBy(...doubts) : { ...PASS, marks: results.flatMap(({ marks }) => marks) };
}

/** Combines results of which one must be true. Otherwise, fails at `node` if all are certain. */
export function some(results: readonly Result[], node: RequestNode): Result {
  const holds = results.find(({ truth }) => truth === true);
  const doubts = results.flatMap((result) => result.doubts);
  return holds ?? (doubts.length === 0 ? failAt(node) : openBy(...doubts));
}

export function inverse(result: Result, node: RequestNode): Result {
  const { truth, marks } = result;
  if (truth === 'unknown') return result;
  // Drop the marks: they explained the failure.
  return truth ? { ...result, truth: false, marks: marks.length === 0 ? [{ node }] : marks } : PASS;
}

/** Adjusts the result for a value that may be absent: instead of failing, it is unknown. */
export function unlessAbsent(result: Result, { mayBeAbsent }: RequestNode): Result {
  return mayBeAbsent === undefined || result.truth === true ? result : openBy(mayBeAbsent);
}

export function isSurelyThere({ mayBeAbsent }: RequestNode): boolean {
  return mayBeAbsent === undefined;
}

/** The reasons if a list or an object may have more parts. */
export function hiddenIn(node: ListNode | ObjectNode): readonly Doubt[] {
  const unnamed = node.kind === 'object' ? node.unnamed : NONE;
  return node.open === undefined ? unnamed : [...unnamed, node.open];
}
