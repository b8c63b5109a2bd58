import type { Case } from '../../test/robustness/targets.ts';

/** What a process is to try. */
export interface FuzzTask {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  /** Each case is linted once, and may take no longer than a second. */
  readonly isOnce: boolean;
}

/** What it reports: each case before it is tried, and what came of all of them. */
export type FuzzMessage =
  | { readonly kind: 'trying'; readonly input: Case }
  | { readonly kind: 'done'; readonly failure?: { readonly input: Case; readonly problem: string } };

export function isFuzzMessage(value: unknown): value is FuzzMessage {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'trying' || value.kind === 'done')
  );
}
