/** What it takes to say whether one input may include another. */
interface Candidate {
  readonly input: { readonly paths: readonly string[] };
  /** See `Linted`. */
  readonly mayInclude: readonly string[];
  /** See `Input`. */
  readonly isAlone?: boolean | undefined;
}

/** True for an input that another one may include or extend, by a path in which a variable is: what it lacks may stand there. */
export function createInclusionTest(linted: readonly Candidate[]): (one: Candidate) => boolean {
  const including = linted.filter(({ mayInclude }) => mayInclude.length > 0);
  return (one) => {
    const [path = '', ...others] = one.input.paths;
    if (one.isAlone === true || others.length > 0) return false;
    return including.some((other) => other !== one && other.mayInclude.some((ending) => path.endsWith(ending)));
  };
}
