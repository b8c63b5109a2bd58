/**
 * Words for Compose, a stack or a unit, or for reading a text that may contain these: `.`,
 * `source`, bats' `load`, `include` of a Makefile or a pipeline.
 */
const DEPLOYMENT = /compose|stack|\.(?:service|container|pod)\b|\b(?:source|load|include)\b|(?:^|\s)\.\s/i;

/** False for commands that certainly deploy no project from other files. */
export function mayScriptDeploy(text: string): boolean {
  return DEPLOYMENT.test(text);
}
