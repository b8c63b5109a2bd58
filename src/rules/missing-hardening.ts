import { RULES } from './all.ts';

/** The group of all missing settings of a container, for comments and reports. It is no rule: each part is configured by its own rule. */
export const MISSING_HARDENING = 'missing-hardening';

export const MISSING_TITLE = 'Container is not hardened';

/** The rules whose findings can be part of it. */
export const MISSING_RULES: readonly string[] = RULES.flatMap(({ id, lacks }) => (lacks === undefined ? [] : [id]));
