import type { Fix } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { append } from '../util/maps.ts';
import { areApart, isSubplan, type Together, thoseAlone } from './alternatives.ts';
import type { ChosenFix, Evaluated } from './proof.ts';
import { evaluateWith, type FixableInput, type Planned, plan, type Refused, Round } from './round.ts';

/** The maximum number of passes for conflicting fixes. */
const MAX_PASSES = 4;

/** Limits the time: each trial parses a long script again. Most inputs need one trial. */
const MAX_TRIALS = 40;

export interface ProvenFixes {
  readonly of: (finding: Finding) => readonly Fix[];
  /** False if a limit left some fixes untried. */
  readonly areAll: boolean;
  /** The fixes that can't be verified even alone. */
  readonly refused: readonly Refused[];
}

/** What to verify; by default all fixes of all findings. */
export interface Wanted {
  readonly before?: Evaluated;
  readonly wanted?: readonly Finding[];
  readonly isChosen?: (chosen: ChosenFix) => boolean;
}

/**
 * Verifies the fixes of an input's findings. Tries them together, so it misses fixes that can only
 * be verified alone.
 */
export async function proveFindings(
  input: FixableInput,
  { before: known, wanted, isChosen = () => true }: Wanted = {},
): Promise<ProvenFixes> {
  const nothing = new Map<string, string>();
  const keys = wanted === undefined ? undefined : new Set(wanted.map(keyOf));
  const before = known ?? (await evaluateWith(input, nothing));
  const { loadWriter } = await frontEndOf(input.kind).load();
  const writer = await loadWriter?.();
  const planned: Planned[] = [];
  const failed: Refused[] = [];
  for (const finding of before.results.findings) {
    if (finding.suppression !== undefined || keys?.has(keyOf(finding)) === false) continue;
    for (const fix of finding.fixes ?? []) {
      const chosen = { finding, fix };
      if (!isChosen(chosen)) continue;
      const result = plan(chosen, before, writer, input, nothing);
      if ('edits' in result) planned.push(result);
      else failed.push({ ...chosen, withdrawal: result });
    }
  }
  const budget = { left: MAX_TRIALS };
  const proven = new Set<Planned>();
  for (const group of inOrder(planned)) {
    let left = group;
    /**
     * Fixes to verify separately, because they failed together with other fixes of their finding.
     */
    const single = new Set<Planned>();
    for (let pass = 0; pass < MAX_PASSES && left.length > 0; pass += 1) {
      const round = new Round(input, before, nothing, budget);
      const taken = new Map<Finding, Planned[]>();
      for (const each of left) {
        const others = taken.get(each.finding) ?? [];
        const isBeside = others.every((other) => !single.has(each) && !single.has(other) && areApart(each, other));
        const isTaken = isBeside ? round.add(each) : false;
        if (isTaken) append(taken, each.finding, each);
      }
      const { accepted, refused } = await round.prove();
      failed.push(...refused);
      const held = new Set(accepted);
      const together: Together[] = [];
      const done = new Set(refused.map(({ fix }) => fix));
      const accept = (each: Planned): void => {
        proven.add(each);
        done.add(each.fix);
      };
      for (const each of left) {
        const beside = taken.get(each.finding) ?? [];
        const whole = held.has(each) ? each : beside.find((other) => held.has(other) && isSubplan(each, other));
        const after = whole === undefined ? undefined : round.afters.get(whole);
        if (held.has(each) && beside.length === 1) accept(each);
        else if (after !== undefined) together.push({ planned: each, after });
      }
      thoseAlone(together, before, input).forEach(accept);
      for (const { planned: each } of together) single.add(each);
      left = left.filter(({ fix }) => !done.has(fix));
    }
  }
  const fixes = new Map<string, Fix[]>();
  for (const each of planned)
    if (proven.has(each)) append(fixes, keyOf(each.finding), { ...each.fix, edits: each.edits });
  return { of: (finding) => fixes.get(keyOf(finding)) ?? [], areAll: budget.left >= 0, refused: failed };
}

/**
 * Groups to apply in order: repairs, changes, then proxies, whose edits surround other edits. In
 * each group, a finding's first fix comes first.
 */
function inOrder(planned: readonly Planned[]): readonly (readonly Planned[])[] {
  const rankOf = ({ finding, fix }: Planned): number => finding.fixes?.indexOf(fix) ?? 0;
  const sorted = planned.toSorted((a, b) => rankOf(a) - rankOf(b));
  const kindOf = ({ fix: { repairs, changes } }: Planned): number =>
    repairs !== undefined ? 0 : changes.some(({ change }) => change.kind === 'proxy') ? 2 : 1;
  return [0, 1, 2].map((kind) => sorted.filter((each) => kindOf(each) === kind));
}

/** Identifies a fix across texts that have its finding at the same place. */
export function keyOfFix({ finding, fix }: ChosenFix): string {
  return `${keyOf(finding)} ${fix.title}`;
}

function keyOf({ rule, severity, location: { path, span }, subjects }: Finding): string {
  return JSON.stringify([rule, severity, path, span.start, span.end, subjects]);
}
