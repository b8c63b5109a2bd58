import { type Fix, isAtMost, type Risk, type SubjectChange } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Writer } from '../parsers/contract/writer.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { ancestorsOf } from './inheritance.ts';
import { changedBy, type Evaluated } from './proof.ts';
import { edited, evaluateWith, type FixableInput, type Planned, plan, type Refused, Round } from './round.ts';
import { writtenOnce } from './write-once.ts';

export interface FixRequest extends FixableInput {
  /** The fix to apply for a finding, or `undefined`. */
  readonly choose: (finding: Finding) => Fix | undefined;
}

export interface FixedInput {
  readonly texts: ReadonlyMap<string, string>;
  /** The applied fixes in order. A finding's locations refer to the text before its round. */
  readonly made: readonly Planned[];
  /** The skipped fixes and the reasons. */
  readonly withdrawn: readonly Refused[];
  /** Findings for which no fix was chosen, with the possible fixes. */
  readonly unchosen: readonly Unchosen[];
  readonly unfixable: readonly Finding[];
}

export interface Unchosen {
  readonly finding: Finding;
  readonly fixes: readonly Fix[];
}

/** The maximum number of rounds. Conflicting fixes are applied in successive rounds. */
const MAX_ROUNDS = 10;

/**
 * Applies every chosen fix that can be verified, several together if they don't overlap, and
 * retries fixes that failed. Writes nothing.
 */
export async function fixInput(request: FixRequest): Promise<FixedInput> {
  const { loadWriter } = await frontEndOf(request.kind).load();
  const writer = await loadWriter?.();
  const texts = new Map<string, string>();
  const made: Planned[] = [];
  const failed: Failed = { withdrawn: new Map(), apart: new Set() };
  const { withdrawn, apart } = failed;
  let heirs: readonly Planned[] = [];
  let madeBefore = 0;
  for (let round = 0; ; round += 1) {
    const before = await evaluateWith(request, texts);
    const present = before.results.findings;
    // Fixing an extended container may also resolve the findings of its heirs.
    made.push(...heirs.filter(({ finding }) => !isLeft(finding, present)));
    const count = withdrawn.size + apart.size;
    const planOf: Planner = (finding, fix) => plan({ finding, fix }, before, writer, request, texts);
    const { planned, unchosen } = planFixes(request, before, writer, planOf, failed);
    // Repair syntax before changing settings, because the two are verified differently.
    const repairs = planned.filter(({ fix }) => fix.repairs !== undefined);
    const own = repairs.length > 0 ? repairs : firstInContainer(withoutHeirs(planned, before));
    const accepted = await proveTogether(own, request, before, writer, texts, failed);
    const left = repairs.length > 0 ? [] : planned.filter((each) => !own.includes(each));
    heirs = left.flatMap((each) => inheriting(each, accepted, before));
    made.push(...accepted.flatMap(partsOf));
    for (const [path, text] of edited(accepted)) texts.set(path, text);
    const isStill = accepted.length === 0 && withdrawn.size + apart.size === count;
    if (round === MAX_ROUNDS - 1 || (isStill && (withdrawn.size === 0 || made.length === madeBefore))) {
      const isOpen = (finding: Finding, fix: Fix): boolean =>
        !withdrawn.has(keyOf(finding, fix)) && 'edits' in planOf(finding, fix);
      return {
        texts,
        made,
        unfixable: unchosen.filter(({ fixes }) => fixes === undefined),
        withdrawn: [...withdrawn.values()].filter(({ finding }) => isLeft(finding, present)),
        unchosen: unchosen.flatMap((finding) => {
          const fixes = finding.fixes?.filter((fix) => isOpen(finding, fix)) ?? [];
          return fixes.length === 0 ? [] : [{ finding, fixes }];
        }),
      };
    }
    if (!isStill) continue;
    // Try failed fixes again, because later fixes may have removed the obstacle.
    madeBefore = made.length;
    withdrawn.clear();
  }
}

/** Fixes that failed so far. */
interface Failed {
  readonly withdrawn: Map<string, Refused>;
  /** The keys of fixes to write separately, because one shared edit failed. */
  readonly apart: Set<string>;
}

type Planner = (finding: Finding, fix: Fix) => ReturnType<typeof plan>;

/** Plans the edits of all chosen fixes. `unchosen` are the findings without a chosen fix. */
function planFixes(
  request: FixRequest,
  { parsed, results }: Evaluated,
  writer: Writer | undefined,
  planOf: Planner,
  { withdrawn }: Failed,
): { readonly planned: readonly Planned[]; readonly unchosen: readonly Finding[] } {
  const planned: Planned[] = [];
  const unchosen: Finding[] = [];
  for (const finding of results.findings) {
    if (finding.suppression !== undefined) continue;
    // Leave out failed fixes, so that the finding's next one is chosen.
    const isOpen = (each: Fix): boolean =>
      !withdrawn.has(keyOf(finding, each)) && (writer !== undefined || each.changes.length === 0);
    const fix = request.choose(withFixes(finding, isOpen));
    if (fix === undefined) unchosen.push(finding);
    else {
      const result = planOf(finding, fix);
      const { texts } = parsed;
      const text = texts.get(finding.location.path);
      if ('edits' in result) planned.push(result);
      else if (result.reason === 'merge') planned.push({ finding, fix, text, texts, edits: [], refusal: result });
      else withdrawn.set(keyOf(finding, fix), { finding, fix, text, withdrawal: result });
    }
  }
  return { planned, unchosen };
}

/** Verifies fixes in one round, and records those that fail. */
async function proveTogether(
  own: readonly Planned[],
  request: FixRequest,
  before: Evaluated,
  writer: Writer | undefined,
  texts: ReadonlyMap<string, string>,
  { withdrawn, apart }: Failed,
): Promise<readonly Planned[]> {
  const canShare = ({ finding, fix }: Planned): boolean => !apart.has(keyOf(finding, fix));
  const trial = new Round(request, before, texts);
  for (const each of writtenOnce(own, before.parsed, writer, canShare)) {
    const { refusal, finding, fix, text } = each;
    if (refusal === undefined) trial.add(each);
    else withdrawn.set(keyOf(finding, fix), { finding, fix, text, withdrawal: refusal });
  }
  const { accepted, refused } = await trial.prove();
  for (const { parts, withdrawal, ...each } of refused) {
    if (parts === undefined) withdrawn.set(keyOf(each.finding, each.fix), { ...each, withdrawal });
    else for (const { finding, fix } of parts) apart.add(keyOf(finding, fix));
  }
  return accepted;
}

/** Treats a fix as applied if its container inherits the same rule's accepted fix. */
function inheriting(heir: Planned, accepted: readonly Planned[], { parsed }: Evaluated): readonly Planned[] {
  const ancestors = ancestorsOf(parsed.subjects);
  const isAncestor = (index: number): boolean => changedBy(heir).some((own) => ancestors.get(own)?.has(index) === true);
  const origin = accepted.find((each) => each.finding.rule === heir.finding.rule && changedBy(each).some(isAncestor));
  return origin === undefined ? [] : [{ ...heir, edits: origin.edits }];
}

/** The individual fixes in a combined one. */
function partsOf({ parts, ...planned }: Planned): readonly Planned[] {
  return parts?.map((part) => ({ ...part, edits: planned.edits })) ?? [planned];
}

/**
 * The first fix of a finding with at most this risk. Fixes marked `isByName` require that the user
 * names the rule.
 */
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

/** True if a finding still exists: another fix may have resolved it. */
function isLeft({ rule, subjects }: Finding, present: readonly Finding[]): boolean {
  const names = JSON.stringify(subjects);
  return present.some((finding) => finding.rule === rule && JSON.stringify(finding.subjects) === names);
}

/**
 * Leaves out fixes of containers that extend another fixed one, since the other fix may be enough.
 */
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

/**
 * Limits the round to fixes that must come first: a user depends on other settings, and a proxy's
 * edits surround other edits.
 */
function firstInContainer(planned: readonly Planned[]): readonly Planned[] {
  const goesFirst = ({ change }: SubjectChange): boolean =>
    change.kind === 'proxy' || (change.kind === 'set' && change.field === 'user');
  const subjects = new Set(planned.flatMap(({ fix }) => fix.changes.filter(goesFirst).map(({ subject }) => subject)));
  return subjects.size === 0
    ? planned
    : planned.filter(
        (each) => each.fix.changes.some(goesFirst) || !changedBy(each).some((index) => subjects.has(index)),
      );
}

/**
 * Identifies a fix without using its location, which edits move. Several containers can have the
 * same name.
 */
function keyOf({ rule, message, subjects, location }: Finding, { title, changes }: Fix): string {
  const changed = changes.map(({ subject }) => subject);
  return JSON.stringify([rule, title, message.what, location.path, subjects, changed]);
}
