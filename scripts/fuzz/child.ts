import fc from 'fast-check';
import { complaintsAboutCase, TARGETS } from '../../test/robustness/targets.ts';
import type { FuzzMessage, FuzzTask } from './messages.ts';

const { target: name, seed, runs } = JSON.parse(process.argv[2] ?? '{}') as FuzzTask;
const target = TARGETS.find((each) => each.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);

const property = fc.asyncProperty(target.cases, async (input) => {
  tell({ kind: 'trying', input });
  const complaints = await complaintsAboutCase(input);
  if (complaints.length > 0) throw new Error(complaints.slice(0, 3).join('\n'));
});
const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
const complaint = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
tell({
  kind: 'done',
  ...(failed && counterexample !== null ? { failure: { input: counterexample[0], complaint } } : {}),
});

function tell(message: FuzzMessage): void {
  process.send?.(message);
}
