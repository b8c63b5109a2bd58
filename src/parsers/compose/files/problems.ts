import type { Problem, SubjectName } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import { problem } from '../../contract/problem.ts';
import type { Failure } from '../../syntax/reading.ts';

/** The same problem, in this container. */
export function problemOf(name: string, given: Problem): Problem {
  return { ...given, subject: { kind: 'container', name } };
}

/** What a syntax parser refused, as a problem. */
export function invalidValue({ what, remedy, place }: Failure, subject?: SubjectName): Problem {
  return problem('syntax/invalid-value', place, what, {
    ...(remedy === undefined ? {} : { remedy }),
    ...(subject === undefined ? {} : { subject }),
  });
}

/** Values of variables that were filled in, and the names that a message says in their place: they may be secrets. */
export type FilledIn = ReadonlyMap<string, string>;

/**
 * The problem with variables by their names, but for values that are shown: within the quoted parts of its message,
 * where what a file says is shown. `names` are those of services, into which no variable is filled.
 */
export function withoutValues(
  problem: Problem,
  filledIn: FilledIn,
  shown: ReadonlySet<string>,
  names: ReadonlySet<string>,
): Problem {
  if (filledIn.size === 0) return problem;
  const hide = (text: string): string =>
    text.replace(/`[^`]*`/g, (quoted) => {
      if (names.has(quoted.slice(1, -1))) return quoted;
      return Array.from(filledIn)
        .filter(([value]) => !shown.has(value))
        .reduce((rest, [value, name]) => rest.replaceAll(value, () => `\${${name}}`), quoted);
    });
  const { what, remedy } = problem.message;
  return {
    ...problem,
    message: remedy === undefined ? { what: hide(what) } : { what: hide(what), remedy: hide(remedy) },
  };
}

/**
 * What distinguishes problems: each is reported once for one text, so that what an anchor says is not repeated for each
 * service that uses it.
 */
export function keyOfProblem({ id, place: { location, hops } }: Problem): string {
  // One value of a variable may be wrong in several places.
  const uses = hops.filter(({ kind }) => kind === 'variable').map((hop) => showLocation(hop.location));
  return [id, showLocation(location), ...uses].join('\0');
}

function showLocation({ path, span }: Location): string {
  return `${path}\0${span.start}\0${span.end}`;
}
