import type { Doubt } from '../../rules/shared/demand.ts';
import type { RequestNode } from '../request/node.ts';
import type { Truth } from './truth.ts';

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

export function passBy(...nodes: readonly RequestNode[]): Result {
  return { truth: true, marks: nodes.map((node) => ({ node })), doubts: NONE };
}

export function every(results: readonly Result[]): Result {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return only;
  const failed = results.filter(({ truth }) => truth === false);
  if (failed.length > 0) return { truth: false, marks: failed.flatMap(({ marks }) => marks), doubts: NONE };
  const open = results.filter(({ truth }) => truth === 'unknown');
  if (open.length > 0) return openBy(...open.flatMap(({ doubts }) => doubts));
  const marks = results.flatMap((result) => result.marks);
  return marks.length === 0 ? PASS : { truth: true, marks, doubts: NONE };
}

/** True if a result is true; false at `node` if none can be. */
export function some(results: readonly Result[], node: RequestNode): Result {
  const holds = results.find(({ truth }) => truth === true);
  if (holds !== undefined) return holds;
  const open = results.filter(({ truth }) => truth === 'unknown');
  return open.length === 0 ? failAt(node) : openBy(...open.flatMap(({ doubts }) => doubts));
}

export function inverse({ truth, marks, doubts }: Result, node: RequestNode): Result {
  if (truth === 'unknown') return { truth, marks, doubts };
  // The marks of a failure don't explain the opposite.
  return truth ? { truth: false, marks: marks.length === 0 ? [{ node }] : marks, doubts } : PASS;
}

/** The result for a value that may be absent: it fails only if present. */
export function unlessAbsent(result: Result, { mayBeAbsent }: RequestNode): Result {
  return mayBeAbsent === undefined || result.truth === true ? result : openBy(mayBeAbsent);
}
