/**
 * Where `~` expands: at the start; in an assignment, also after each `:`; in an argument with `=`,
 * after it and each `:`.
 */
export type Tilde = 'none' | 'start' | 'assignment' | 'argument';

export const ASSIGNED = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

/** Finds `~` and `~user` before a slash, a colon or the end of a literal. */
export function tildesIn(
  raw: string,
  tilde: Tilde,
  isFirst: boolean,
): readonly { readonly at: number; readonly length: number }[] {
  if (tilde === 'none' || !raw.includes('~')) return [];
  const first = !isFirst ? undefined : tilde === 'argument' ? ASSIGNED.exec(raw)?.[0].length : 0;
  return [...raw.matchAll(/~[\w.-]*(?=[/:]|$)/g)].flatMap(({ index, 0: { length } }) =>
    index === first || (tilde !== 'start' && raw.charAt(index - 1) === ':') ? [{ at: index, length }] : [],
  );
}
