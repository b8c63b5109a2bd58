import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';

/** The problem that aliases and the like repeat a part too often to read it; marks the first character. */
export function repeatedTooOften({ location, hops }: Place, what: string): Problem {
  const { path, span } = location;
  return {
    id: 'syntax/limit',
    severity: 'info',
    message: { what: `This file repeats ${what} too many times; the rest was not read.` },
    place: { location: { path, span: { start: span.start, end: Math.min(span.start + 1, span.end) } }, hops },
  };
}
