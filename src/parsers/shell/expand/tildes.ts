/**
 * Where `~` is the home folder: at the start; in an assignment behind each `:` too; in an argument that is written as
 * one behind its `=` and each `:`.
 */
export type Tilde = 'none' | 'start' | 'assignment' | 'argument';

/** What a word begins with that is written as an assignment. */
export const ASSIGNED = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

/** Where `~` or `~user` stands for a folder in a literal: a slash, a colon or nothing follows. */
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
