/** Whether something holds: for sure, for sure not, or as decided by what is not known. */
export type Truth = boolean | 'unknown';

export function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}
