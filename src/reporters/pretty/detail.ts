/** How much of a rule's findings is shown: each one in full; the first in full and where some others are; whom they are about and the remedy; one line. */
export type Detail = 'full' | 'brief' | 'short' | 'line';

/** Lines without the blank one that separates them from the next block. */
export type Block = readonly string[];
