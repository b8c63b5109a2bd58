import type fc from 'fast-check';
import type { Explained } from './explained.ts';
import type { Client } from './installed.ts';

/** Runs cases one at a time. */
export interface Bench<Case> {
  /** Differences between client and model, one per line; none if they agree. */
  differences(tried: Case): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** One real client, and its cases. */
export interface Trial<Case> {
  readonly client: Explained['client'];
  readonly cases: fc.Arbitrary<Case>;
  show(tried: Case): string;
  /** Opens a bench for a client, with its own engine and directory. */
  open(client: Client): Promise<Bench<Case>>;
}
