import fc from 'fast-check';

/**
 * Property tests run over the same values each time, so that a change is evaluated by what it changes; `npm run fuzz`
 * looks for new ones, and so does any seed in PLIMSOLL_SEED.
 */
export const SEED = Number(process.env['PLIMSOLL_SEED'] ?? 20_261_124);

fc.configureGlobal({ seed: SEED });
