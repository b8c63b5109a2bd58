/** Whether something holds: certainly, certainly not, or depending on unknown values. */
export type Truth = boolean | 'unknown';

export function not(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}
