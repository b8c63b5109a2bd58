import { printable } from '../text/printable.ts';

export interface Provenance {
  readonly version: string;
  /** The name of the repository's directory, or of the working directory. */
  readonly project?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  readonly commit?: string;
}

/**
 * The origin on one line, without unknown parts: `project shop, 2026-11-24, commit 0123456789ab,
 * plimsoll 0.1.0`.
 */
export function provenanceText({ version, project, date, commit }: Provenance): string {
  return [
    ...(project === undefined ? [] : [`project ${printable(project)}`]),
    ...(date === undefined ? [] : [date]),
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, COMMIT_LENGTH)}`]),
    `plimsoll ${version}`,
  ].join(', ');
}

const COMMIT_LENGTH = 12;
