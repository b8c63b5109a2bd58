import { hasSameHops, type Place } from '../../../text/location.ts';
import type { DockerInvocation } from './invocation.ts';

/**
 * The place of `docker run`: program to subcommand, or the subcommand alone if they are apart. A
 * program in a variable is marked where it is used.
 */
export function placeOfCommand(
  { programPlace: program, programWord: word }: Pick<DockerInvocation, 'programPlace' | 'programWord'>,
  subcommand: Place,
): Place {
  const beside = [word, program].find((place) => hasSameHops(place.hops, subcommand.hops));
  const from = beside?.location ?? program.hops.findLast(({ kind }) => kind === 'variable')?.location;
  const to = subcommand.location;
  if (from === undefined || (beside === undefined && subcommand.hops.length > 0)) return subcommand;
  if (from.path !== to.path || from.span.start >= to.span.end) return subcommand;
  return { location: { path: to.path, span: { start: from.span.start, end: to.span.end } }, hops: subcommand.hops };
}
