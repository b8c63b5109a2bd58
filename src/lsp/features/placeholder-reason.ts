/** The reason that a comment gets, for its author to replace: selected where a client can do that. */
export const PLACEHOLDER_REASON = 'TODO: say why';
