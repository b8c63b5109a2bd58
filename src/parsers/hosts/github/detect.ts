const JOBS = /^(["']?)jobs\1[ \t]*:/m;
const RUNS = /^(["']?)runs\1[ \t]*:/m;

/** True for a text that has the jobs of a workflow, by its lines alone. */
export function hasJobs(text: string): boolean {
  return JOBS.test(text);
}

/** True for a text that says what an action runs, by its lines alone. */
export function isAction(text: string): boolean {
  return RUNS.test(text);
}
