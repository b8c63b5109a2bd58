import fc from 'fast-check';
import { problemsAboutOneRun } from '../../test/robustness/project.ts';
import { problemsAboutCase, TARGETS } from '../../test/robustness/targets.ts';
import type { FuzzMessage, FuzzTask } from './messages.ts';

const { target: name, seed, runs, isOnce } = JSON.parse(process.argv[2] ?? '{}') as FuzzTask;
const target = TARGETS.find((each) => each.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);

// The first run loads the program.
if (isOnce)
  for (const { tree, argv } of fc.sample(target.cases, { seed: 1, numRuns: 50 }))
    await problemsAboutOneRun(tree, argv ?? ['.']);

const property = fc.asyncProperty(target.cases, async (input) => {
  send({ kind: 'trying', input });
  const problems = await (isOnce ? problemsAboutOneRun(input.tree, input.argv ?? ['.']) : problemsAboutCase(input));
  if (problems.length > 0) throw new Error(problems.slice(0, 3).join('\n'));
});
const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
const problem = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
send({
  kind: 'done',
  ...(failed && counterexample !== null ? { failure: { input: counterexample[0], problem } } : {}),
});

function send(message: FuzzMessage): void {
  process.send?.(message);
}
