import type { ExitReasons } from '../../report/exit.ts';
import type { Provenance } from '../../report/provenance.ts';

export interface HtmlOptions {
  readonly provenance: Provenance;
  /** plimsoll's public URL, if it has one. */
  readonly homepage?: string | undefined;
  /** Omits suppressed findings. */
  readonly isQuiet: boolean;
  readonly exit: Pick<ExitReasons, 'fails'>;
}
