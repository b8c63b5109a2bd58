import type { Change, Fix } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { append } from '../util/maps.ts';
import type { Evaluated } from './proof.ts';
import {
  evaluateWith,
  type FixableInput,
  isSameEdit,
  isWhole,
  type Planned,
  plan,
  Round,
  TrialBudget,
} from './round.ts';

/** Of fixes that get in each other's way as many are proven one after the other. */
const MAX_PASSES = 3;

/** Most inputs need one; a long script is followed anew for each. */
const MAX_TRIALS = 40;

/** The fixes that hold, with their edits. */
export interface ProvenFixes {
  readonly of: (finding: Finding) => readonly Fix[];
  /** False where so much was tried that the rest was left. */
  readonly areAll: boolean;
}

/**
 * The fixes of an input's findings that hold, with their edits: all are made at once in the input as it is, and each is
 * held against its own part of what that changes. What is not proven that way is left out, although it may hold alone.
 * Gives what a finding of this input has, which may come from another run. `before` is the input as it was evaluated,
 * where that is known; with `wanted` no other findings are looked at.
 */
export async function proveFindings(
  input: FixableInput,
  { before: known, wanted }: { readonly before?: Evaluated; readonly wanted?: readonly Finding[] } = {},
): Promise<ProvenFixes> {
  const nothing = new Map<string, string>();
  const keys = wanted === undefined ? undefined : new Set(wanted.map(keyOf));
  const before = known ?? (await evaluateWith(input, nothing));
  const { loadWriter } = await frontEndOf(input.kind).load();
  const writer = await loadWriter?.();
  const isWritable = (path: string): boolean => isWhole(path, before.parsed, input, nothing);
  const planned = before.results.findings
    .filter((finding) => finding.suppression === undefined && keys?.has(keyOf(finding)) !== false)
    .flatMap((finding) => (finding.fixes ?? []).map((fix) => plan({ finding, fix }, before, writer, isWritable)))
    .filter((result) => 'edits' in result);
  const budget = new TrialBudget(MAX_TRIALS);
  const proven = new Map<Finding, Planned[]>();
  const add = (each: Planned): void => {
    append(proven, each.finding, each);
  };
  for (const group of alternatives(planned)) {
    const isPart = (each: Planned): boolean => isPartOf(each, proven.get(each.finding) ?? []);
    group.filter(isPart).forEach(add);
    let left = group.filter((each) => !isPart(each));
    for (let pass = 0; pass < MAX_PASSES && left.length > 0; pass += 1) {
      const round = new Round(input, before, nothing, { isJoint: false, budget });
      for (const each of left) round.add(each);
      const { accepted, refused } = await round.prove();
      accepted.forEach(add);
      const done = new Set([...accepted, ...refused].map(({ fix }) => fix));
      left = left.filter(({ fix }) => !done.has(fix));
    }
  }
  const fixes = new Map<string, Fix[]>();
  for (const [finding, own] of proven)
    for (const { fix, edits } of own) append(fixes, keyOf(finding), { ...fix, edits });
  return { of: (finding) => fixes.get(keyOf(finding)) ?? [], areAll: !budget.isExceeded };
}

/**
 * True where a fix makes only edits and changes of one that was proven for the same finding: they are proven with it.
 */
function isPartOf({ fix, edits }: Planned, proven: readonly Planned[]): boolean {
  return (
    fix.repairs === undefined &&
    proven.some(
      (whole) =>
        edits.every((edit) => whole.edits.some((other) => isSameEdit(edit, other))) &&
        fix.changes.every(({ subject, change }) =>
          whole.fix.changes.some((other) => other.subject === subject && isSameChange(other.change, change)),
        ),
    )
  );
}

function isSameChange(a: Change, b: Change): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The first fix of each finding, then the second ones; repairs of a text apart from changes of what it asks. */
function alternatives(planned: readonly Planned[]): readonly (readonly Planned[])[] {
  const groups = new Map<number, Planned[]>();
  for (const each of planned) {
    const index = each.finding.fixes?.indexOf(each.fix) ?? 0;
    append(groups, 2 * index + (each.fix.repairs === undefined ? 1 : 0), each);
  }
  return [...groups].sort(([x], [y]) => x - y).map(([, group]) => group);
}

function keyOf({ rule, severity, location: { path, span }, subjects }: Finding): string {
  return JSON.stringify([rule, severity, path, span.start, span.end, subjects]);
}
