import fc from 'fast-check';
import { problemsAboutCase, TARGETS } from '../../test/robustness/targets.ts';
import type { FuzzMessage, FuzzTask } from './messages.ts';

const { target: name, seed, runs } = JSON.parse(process.argv[2] ?? '{}') as FuzzTask;
const target = TARGETS.find((each) => each.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);

const property = fc.asyncProperty(target.cases, async (input) => {
  send({ kind: 'trying', input });
  const problems = await problemsAboutCase(input);
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
