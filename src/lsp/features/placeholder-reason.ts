/** The placeholder for a comment's reason: selected if the client can. */
export const PLACEHOLDER_REASON = 'TODO: say why';
