/** The detail of a rule's findings: all in full; the first in full with places of others; subjects and remedy; one line. */
export type Detail = 'full' | 'brief' | 'short' | 'line';

/** Lines without the blank line before the next block. */
export type DetailBlock = readonly string[];
