import { type Report } from '../../contract/problem.ts';
import { toPlain } from '../../yaml/plain.ts';
import { type Mapping, toRef } from '../../yaml/tree.ts';
import { validate } from '../schema/validator.generated.js';
import { createReplacedFinder, mismatchProblem } from './mismatches.ts';

/** The maximum number of reported mismatches: other formats have thousands. */
const MAX_ERRORS = 200;

/** Checks a project against the Compose schema; reports each mismatch at its key or value. */
export function validateProject(root: Mapping, report: Report): void {
  const services = root.entries.get('services')?.node;
  const entries = new Map(root.entries);
  // `services:` without content is a file that was just started.
  if (services?.kind === 'scalar' && services.value === null) entries.delete('services');
  if (validate(toPlain({ ...root, entries }))) return;
  const isReplaced = createReplacedFinder(toRef(root));
  for (const error of (validate.errors ?? []).slice(0, MAX_ERRORS)) {
    const found = mismatchProblem(error, toRef(root), isReplaced);
    if (found !== undefined) report(found);
  }
}
