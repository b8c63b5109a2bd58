const JOBS = /^(["']?)jobs\1[ \t]*:/m;
const RUNS = /^(["']?)runs\1[ \t]*:/m;

/** True for a text with the jobs of a workflow, by its lines. */
export function hasJobs(text: string): boolean {
  return JOBS.test(text);
}

/** True for a text with the `runs` of an action, by its lines. */
export function isAction(text: string): boolean {
  return RUNS.test(text);
}
