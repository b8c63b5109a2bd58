import { type Report } from '../../contract/problem.ts';
import { toPlain } from '../../yaml/plain.ts';
import { type Mapping, toRef } from '../../yaml/tree.ts';
import { validate } from '../schema/validator.generated.js';
import { createReplacedFinder, mismatchProblem } from './mismatches.ts';

/** The maximum number of reported mismatches: other formats have thousands. */
const MAX_ERRORS = 200;

/** Checks a project against the Compose schema; reports each mismatch at its key or value. */
export function validateProject(root: Mapping, report: Report): void {
  if (fitsSchema(root)) return;
  const isReplaced = createReplacedFinder(toRef(root));
  for (const error of (validate.errors ?? []).slice(0, MAX_ERRORS)) {
    const found = mismatchProblem(error, toRef(root), isReplaced);
    if (found !== undefined) report(found);
  }
}

/** Whether a project or part of one fits the schema; false negatives are possible for lists that Compose deduplicates. */
export function fitsSchema(root: Mapping): boolean {
  return validate(toPlain(withoutUnwritten(root)));
}

/** `services:` without content is a file that was just started. */
function withoutUnwritten(root: Mapping): Mapping {
  const services = root.entries.get('services')?.node;
  if (services?.kind !== 'scalar' || services.value !== null) return root;
  const entries = new Map(root.entries);
  entries.delete('services');
  return { ...root, entries };
}
