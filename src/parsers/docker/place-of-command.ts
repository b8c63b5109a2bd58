import { isSameLocation, type Hop, type Place } from '../../model/source.ts';

/**
 * The words `docker run`, from the program to the subcommand, as they stand in the text. A program in a variable is marked where it is used.
 * Where both don't stand in one text, the subcommand alone.
 */
export function placeOfCommand(program: Place, subcommand: Place): Place {
  const isOneWay = program.hops.length === subcommand.hops.length && program.hops.every((hop, index) => isSameStep(hop, subcommand.hops[index]));
  const from = isOneWay ? program.location : program.hops.findLast(({ kind }) => kind === 'variable')?.location;
  const to = subcommand.location;
  if (from === undefined || (!isOneWay && subcommand.hops.length > 0)) return subcommand;
  if (from.path !== to.path || from.span.start >= to.span.end) return subcommand;
  return { location: { path: to.path, span: { start: from.span.start, end: to.span.end } }, hops: subcommand.hops };
}

function isSameStep(a: Hop, b: Hop | undefined): boolean {
  return a.kind === b?.kind && isSameLocation(a.location, b.location);
}
