import type { Problem, Severity, SubjectName } from '../../model/finding.ts';
import type { Place } from '../../model/source.ts';
import type { Failure } from '../syntax/reading.ts';

/** Where problems go while a project is loaded. */
export type Report = (problem: Problem) => void;

export interface ProblemDetail {
  readonly remedy?: string;
  readonly severity?: Severity;
  readonly subject?: SubjectName;
}

/** A problem that the real client would refuse, unless `detail` says otherwise. */
export function problem(id: `syntax/${string}`, place: Place, what: string, detail: ProblemDetail = {}): Problem {
  const { remedy, severity = 'error', subject } = detail;
  return {
    id,
    severity,
    message: remedy === undefined ? { what } : { what, remedy },
    place,
    ...(subject === undefined ? {} : { subject }),
  };
}

/** What a syntax parser refused, as a problem. */
export function invalidValue({ what, remedy, place }: Failure, subject?: SubjectName): Problem {
  return problem('syntax/invalid-value', place, what, { ...(remedy === undefined ? {} : { remedy }), ...(subject === undefined ? {} : { subject }) });
}

/** Each problem once for one text: what an anchor says is not repeated for each service that uses it. */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ id, message, place: { location } }) => {
    const key = `${id}\0${location.path}\0${location.span.start}\0${location.span.end}\0${message.what}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
