import { evaluate } from '../findings/evaluate.ts';
import type { Change } from '../model/change.ts';
import { CONFIG } from '../model/config.ts';
import type { Subject } from '../model/container.ts';
import { HOST_CONFIG } from '../model/host-config.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { type Evaluated, withFindingsLeft } from './proof.ts';
import { type FixableInput, isSameEdit, type Planned } from './round.ts';

/**
 * The part of a container that contains a change's field; `undefined` if the change affects more
 * than this field.
 */
function partOf({ kind, field }: Change): 'hostConfig' | 'config' | undefined {
  // Leaving a network also affects other fields.
  if (kind === 'remove' && field === 'networkMode') return undefined;
  return Object.hasOwn(HOST_CONFIG, field) ? 'hostConfig' : Object.hasOwn(CONFIG, field) ? 'config' : undefined;
}

/** True if fixes of one finding can be combined, because they change different fields. */
export function areApart(a: Planned, b: Planned): boolean {
  return a.fix.changes.every(
    (one) =>
      partOf(one.change) !== undefined &&
      b.fix.changes.every(
        (other) =>
          partOf(other.change) !== undefined &&
          !(one.subject === other.subject && one.change.field === other.change.field),
      ),
  );
}

/** True if another fix of the finding includes all edits and changes of this one. */
export function isSubplan(part: Planned, whole: Planned): boolean {
  const edits = whole.written ?? whole.edits;
  return (
    part.fix.repairs === undefined &&
    (part.written ?? part.edits).every((edit) => edits.some((other) => isSameEdit(edit, other))) &&
    part.fix.changes.every(({ subject, change }) =>
      whole.fix.changes.some((other) => other.subject === subject && isSameChange(other.change, change)),
    )
  );
}

function isSameChange(a: Change, b: Change): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** A fix with the evaluation after applying it together with other fixes of its finding. */
export interface Together {
  readonly planned: Planned;
  readonly after: Evaluated;
}

/**
 * The fixes that would also resolve their finding alone. Saves trials: runs only their rules, on
 * containers with only the fix's fields changed.
 */
export function thoseAlone(
  fixes: readonly Together[],
  before: Evaluated,
  { options, context }: FixableInput,
): readonly Planned[] {
  const groups = new Map<string, Together[]>();
  const numbers = new Map<Evaluated, number>();
  for (const each of fixes) {
    const { finding, fix } = each.planned;
    const trial = getOrInsert(numbers, each.after, () => numbers.size);
    getOrInsert(groups, `${trial} ${finding.fixes?.indexOf(fix) ?? 0}`, () => []).push(each);
  }
  return [...groups.values()].flatMap((group) => {
    const planned = group.map((each) => each.planned);
    const [{ after } = { after: before }] = group;
    const changes = new Map<number, Change[]>();
    for (const { fix } of planned) for (const { subject, change } of fix.changes) append(changes, subject, change);
    const subjects = before.parsed.subjects.map((subject, index) =>
      withFields(subject, changes.get(index) ?? [], after.parsed.subjects[index]),
    );
    const { comments: _, ...parsed } = before.parsed;
    const isTracked = (path: string): boolean => context.files.isTracked?.(path) === true;
    const rules = new Set(planned.map(({ finding }) => finding.rule));
    const results = evaluate({ ...parsed, subjects, problems: [] }, options, {
      isTracked,
      workingDirectory: context.workingDirectory,
      only: rules,
    });
    const left = withFindingsLeft(before, { parsed, results }, planned);
    return planned.filter((each) => !left.has(each));
  });
}

function withFields(subject: Subject, changes: readonly Change[], other: Subject | undefined): Subject {
  if (changes.length === 0 || subject.kind !== 'container' || other?.kind !== 'container') return subject;
  const fieldsOf = (part: 'hostConfig' | 'config'): ReadonlySet<string> =>
    new Set(changes.flatMap((change) => (partOf(change) === part ? [change.field] : [])));
  return {
    ...subject,
    hostConfig: laidOver(subject.hostConfig, other.hostConfig, fieldsOf('hostConfig')),
    config: laidOver(subject.config, other.config, fieldsOf('config')),
  };
}

function laidOver<T extends object>(own: T, other: T, fields: ReadonlySet<string>): T {
  const made = { ...own };
  for (const field of fields) Reflect.deleteProperty(made, field);
  return Object.assign(made, Object.fromEntries(Object.entries(other).filter(([key]) => fields.has(key))));
}
