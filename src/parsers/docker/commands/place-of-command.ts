import { hasSameHops, type Place } from '../../../text/location.ts';
import type { DockerInvocation } from './invocation.ts';

/**
 * The place of `docker run`: from the program to the subcommand; only the subcommand if they aren't
 * in one text. If the program comes from a variable, from its use.
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
