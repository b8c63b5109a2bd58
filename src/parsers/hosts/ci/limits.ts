import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';

/** That something of a document is repeated, by aliases and the like, more often than is read; marked by its first character. */
export function repeatedTooOften({ location, hops }: Place, what: string): Problem {
  const { path, span } = location;
  return {
    id: 'syntax/limit',
    severity: 'info',
    message: { what: `This file repeats ${what} too many times; the rest was not read.` },
    place: { location: { path, span: { start: span.start, end: Math.min(span.start + 1, span.end) } }, hops },
  };
}
