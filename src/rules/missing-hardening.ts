import { RULES } from './all.ts';

/**
 * What reports call all that one container lacks. It is no rule: each part has a rule of its own, by which it is
 * configured and accepted. A comment may name it, and is then for all that is missing where it stands.
 */
export const MISSING_HARDENING = 'missing-hardening';

/** One short sentence that names it, as the titles of rules do. */
export const MISSING_TITLE = 'Container is not hardened';

/** The ids of the rules whose findings can be a part of it. */
export const MISSING_RULES: readonly string[] = RULES.flatMap(({ id, lacks }) => (lacks === undefined ? [] : [id]));
