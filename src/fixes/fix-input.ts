import { type Fix, isAtMost, type Risk } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { ancestorsOf } from './inheritance.ts';
import type { Evaluated } from './proof.ts';
import { edited, evaluateWith, type FixableInput, isWhole, type Planned, plan, type Refused, Round } from './round.ts';

/** An input to be fixed, and what of it. */
export interface FixRequest extends FixableInput {
  /** The fix of a finding that is to be made; `undefined` for none of them. */
  readonly choose: (finding: Finding) => Fix | undefined;
}

export interface FixedInput {
  /** The new texts of the files that change, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was proven and made, in the order in which it was made; the places of a finding are those of its round. */
  readonly made: readonly Planned[];
  /** What was not made, and why. */
  readonly withdrawn: readonly Refused[];
}

/** Fixes that get in each other's way are made one after the other, in so many rounds. */
const MAX_ROUNDS = 10;

/**
 * Makes every fix that is chosen and can be proven. What does not overlap is made at once; what fails together with
 * others is tried again in the next round, and withdrawn if it fails alone, and again once everything else is made.
 * Nothing is written: the new texts are the result.
 */
export async function fixInput(request: FixRequest): Promise<FixedInput> {
  const { loadWriter } = await frontEndOf(request.kind).load();
  const writer = await loadWriter?.();
  const texts = new Map<string, string>();
  const made: Planned[] = [];
  const withdrawn = new Map<string, Refused>();
  let present: readonly Finding[] = [];
  let madeBefore = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = await evaluateWith(request, texts);
    present = before.results.findings;
    const textOf = ({ location: { path } }: Finding): string | undefined => before.parsed.texts.get(path);
    const planned: Planned[] = [];
    const count = withdrawn.size;
    for (const finding of present) {
      if (finding.suppression !== undefined) continue;
      // Of a finding's fixes the next one is tried where the first one does not hold.
      const isOpen = (each: Fix): boolean =>
        !withdrawn.has(keyOf(finding, each)) && (writer !== undefined || each.changes.length === 0);
      const fix = request.choose(withFixes(finding, isOpen));
      if (fix === undefined) continue;
      const result = plan({ finding, fix }, before, writer, (path) => isWhole(path, before.parsed, request, texts));
      if ('reason' in result)
        withdrawn.set(keyOf(finding, fix), { finding, fix, text: textOf(finding), withdrawal: result });
      else planned.push(result);
    }
    // A text is put right before anything is changed of what it asks for, so that the proof of the one is not that of
    // the other.
    const repairs = planned.filter(({ fix }) => fix.repairs !== undefined);
    const trial = new Round(request, before, texts, { isJoint: true });
    for (const each of repairs.length > 0 ? repairs : withoutHeirs(planned, before)) trial.add(each);
    const { accepted, refused } = await trial.prove();
    for (const { finding, fix, withdrawal } of refused)
      withdrawn.set(keyOf(finding, fix), { finding, fix, text: textOf(finding), withdrawal });
    if (accepted.length === 0 && withdrawn.size === count) {
      const isLastRound = round === MAX_ROUNDS - 1;
      if (withdrawn.size === 0 || made.length === madeBefore || isLastRound) break;
      // What was made since may have been in the way of what was withdrawn.
      madeBefore = made.length;
      withdrawn.clear();
      continue;
    }
    made.push(...accepted.map((each) => ({ ...each, text: textOf(each.finding) })));
    for (const [path, text] of edited(before.parsed.texts, accepted)) texts.set(path, text);
  }
  return { texts, made, withdrawn: [...withdrawn.values()].filter(({ finding }) => isLeft(finding, present)) };
}

/** The first fix of a finding that is not riskier than this; one that is made by name only where its rule is named. */
export function chooseFix(
  { rule, fixes = [] }: Finding,
  { risk: limit, rules = [] }: { readonly risk: Risk; readonly rules?: readonly string[] },
): Fix | undefined {
  return fixes.find(({ risk, isByName }) => isAtMost(risk, limit) && (isByName !== true || rules.includes(rule)));
}

function withFixes(finding: Finding, isOpen: (fix: Fix) => boolean): Finding {
  const { fixes, ...rest } = finding;
  const open = fixes?.filter(isOpen) ?? [];
  return open.length === 0 ? rest : { ...rest, fixes: open };
}

/** What was withdrawn may have gone with something else. */
function isLeft({ rule, subjects }: Finding, present: readonly Finding[]): boolean {
  const names = JSON.stringify(subjects);
  return present.some((finding) => finding.rule === rule && JSON.stringify(finding.subjects) === names);
}

/** Without the fixes of what inherits from something that the same rule fixes now: that may be enough. */
function withoutHeirs(planned: readonly Planned[], { parsed }: Evaluated): readonly Planned[] {
  const fixed = new Map(
    planned.flatMap(({ finding, fix }) =>
      fix.changes.map(({ subject }) => [`${finding.rule} ${subject}`, fix] as const),
    ),
  );
  const ancestors = ancestorsOf(parsed.subjects);
  const isHeir = ({ finding, fix }: Planned): boolean =>
    fix.changes.some(({ subject }) =>
      Array.from(ancestors.get(subject) ?? []).some((ancestor) => {
        const other = fixed.get(`${finding.rule} ${ancestor}`);
        return other !== undefined && other !== fix;
      }),
    );
  return planned.filter((each) => !isHeir(each));
}

/** What a fix is, wherever its finding stands: edits move it. Several containers can have one name. */
function keyOf({ rule, message, subjects, location }: Finding, { title, changes }: Fix): string {
  const changed = changes.map(({ subject }) => subject);
  return JSON.stringify([rule, title, message.what, location.path, subjects, changed]);
}
