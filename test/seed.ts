import fc from 'fast-check';

/**
 * A fixed seed for property tests, so that a code change is compared on the same values. For new
 * values, use `npm run fuzz` or PLIMSOLL_SEED.
 */
export const SEED = Number(process.env['PLIMSOLL_SEED'] ?? 20_261_124);

fc.configureGlobal({ seed: SEED });
