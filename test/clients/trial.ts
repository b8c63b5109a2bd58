import type fc from 'fast-check';
import type { Explained } from './explained.ts';
import type { Client } from './installed.ts';

/** A place in which cases are tried, one at a time. */
export interface Bench<Case> {
  /** How the client and the model differ about a case, one line each; none where they agree. */
  differences(tried: Case): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** One real client and what it is tried with. */
export interface Trial<Case> {
  readonly client: Explained['client'];
  readonly cases: fc.Arbitrary<Case>;
  /** A case as a person would write it. */
  show(tried: Case): string;
  /** Opens a bench for a client with an engine and a folder of its own. */
  open(client: Client): Promise<Bench<Case>>;
}
