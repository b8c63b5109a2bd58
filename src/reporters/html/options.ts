import type { ExitReasons } from '../../report/exit.ts';
import type { Provenance } from '../../report/provenance.ts';

export interface HtmlOptions {
  readonly provenance: Provenance;
  /** plimsoll's public address, where it has one. */
  readonly homepage?: string | undefined;
  /** Leaves out what is accepted. */
  readonly isQuiet: boolean;
  readonly exit: Pick<ExitReasons, 'fails'>;
}
