import type { Case } from '../../test/robustness/targets.ts';

/** A process's task. */
export interface FuzzTask {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  /** Each case is linted once, within a second. */
  readonly isOnce: boolean;
}

/** Reports: each case before it is tried, and the final result. */
export type FuzzMessage =
  | { readonly kind: 'trying'; readonly input: Case }
  | { readonly kind: 'done'; readonly failure?: { readonly input: Case; readonly problem: string } };

export function isFuzzMessage(value: unknown): value is FuzzMessage {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'trying' || value.kind === 'done')
  );
}
