import type { Fix } from '../../model/change.ts';
import type { MissingDefinition, Problem, Severity, SubjectName } from '../../model/finding.ts';
import type { SyntaxId } from '../../model/input-rule.ts';
import type { Place } from '../../text/location.ts';
import { getOrInsert } from '../../util/maps.ts';

export type Report = (problem: Problem) => void;

export const silent: Report = () => undefined;

export interface ProblemDetail {
  readonly remedy?: string;
  readonly severity?: Severity;
  readonly subject?: SubjectName;
  readonly fixes?: readonly Fix[];
  readonly missing?: MissingDefinition;
  readonly about?: string;
}

/**
 * A problem, by default an error: something the client rejects, or a limit of plimsoll. A string as
 * `detail` is the remedy.
 */
export function problem(id: SyntaxId, place: Place, what: string, detail: ProblemDetail | string = {}): Problem {
  const {
    remedy,
    severity = id === 'syntax/limit' ? 'info' : 'error',
    ...rest
  }: ProblemDetail = typeof detail === 'string' ? { remedy: detail } : detail;
  return { id, severity, message: remedy === undefined ? { what } : { what, remedy }, place, ...rest };
}

/** The problems without duplicates: at one place or, if they name a subject, in one file. */
export function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const one of problems) {
    const { path, span } = one.place.location;
    const about = one.about ?? `${span.start} ${span.end} ${one.message.what}`;
    getOrInsert(found, `${one.id} ${path} ${about}`, () => one);
  }
  return [...found.values()];
}
