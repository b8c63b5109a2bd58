import { Text } from '../../../text/text.ts';
import { type Report } from '../../contract/problem.ts';
import { toPlain } from '../../yaml/plain.ts';
import { isNull, isScalar, type Mapping, type Node, textOf, textPlace, toRef } from '../../yaml/tree.ts';
import { validate } from '../schema/validator.generated.js';
import { createReplacedFinder, findTarget, mismatchProblem } from './mismatches.ts';

/** Limits the reported mismatches: a file of another format can have thousands. */
const MAX_ERRORS = 200;

/** Reports each violation of the Compose schema. Returns the paths of the rejected scalars. */
export function validateProject(root: Mapping, report: Report): readonly (readonly string[])[] {
  const services = root.entries.get('services')?.node;
  const entries = new Map(root.entries);
  // The user has just begun such a file.
  if (services?.kind === 'scalar' && services.value === null) entries.delete('services');
  if (validate(toPlain({ ...root, entries }))) return [];
  const top = toRef(root);
  const isReplaced = createReplacedFinder(top);
  const rejected = new Map<string, readonly string[]>();
  for (const error of (validate.errors ?? []).slice(0, MAX_ERRORS)) {
    const pointer = error.instancePath;
    const target = rejected.has(pointer) ? undefined : findTarget(pointer, top);
    const found = target && mismatchProblem(error, target, isReplaced);
    if (target === undefined || found === undefined) continue;
    report(found);
    if (isScalar(target.value) && !isNull(target.value)) rejected.set(pointer, target.path);
  }
  return [...rejected.values()];
}

export function withUnknown(node: Node, [step, ...rest]: readonly string[]): Node {
  if (step === undefined) {
    if (node.kind !== 'scalar') return node;
    const ref = toRef(node);
    return { ...node, text: Text.unknown(textOf(ref).shown, textPlace(ref)) };
  }
  if (node.kind === 'sequence') {
    const items = node.items.map((item, index) =>
      index === Number(step) ? { ...item, node: withUnknown(item.node, rest) } : item,
    );
    return { ...node, items };
  }
  const entry = node.kind === 'mapping' ? node.entries.get(step) : undefined;
  if (node.kind !== 'mapping' || entry === undefined) return node;
  return { ...node, entries: new Map(node.entries).set(step, { ...entry, node: withUnknown(entry.node, rest) }) };
}
